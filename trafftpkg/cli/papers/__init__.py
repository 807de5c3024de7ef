"""Papers to hand out or send: receipts and statements, as text and as pages."""
