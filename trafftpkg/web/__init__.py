"""The booking page: what clients see of the same engine and the same ledger."""
