"""A ledger as a PostgreSQL database: the same entries and bytes, for as many machines as needed."""
