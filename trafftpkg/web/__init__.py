"""The booking page for clients, on the same engine and the same ledger."""
