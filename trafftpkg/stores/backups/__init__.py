"""Backups: a ledger with everything that is needed to carry on, in a folder of its own, and back again."""
