"""What can be asked of the ledger without changing it: one question a file, with its answer."""
