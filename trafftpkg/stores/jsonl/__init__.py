"""A ledger as a file of JSON lines, with a SQLite index beside it."""
