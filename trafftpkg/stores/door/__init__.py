"""The door of the booking page: who is let in, by what, and how often one may try."""
