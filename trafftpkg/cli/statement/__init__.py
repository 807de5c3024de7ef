"""A client's statement: what to send, as text or as a page of HTML."""
