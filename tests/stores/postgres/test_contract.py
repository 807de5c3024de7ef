"""The PostgreSQL ledger fulfils what the engine expects of every ledger."""

from tests.stores.ledger_contract import LedgerContract


class TestPostgresLedger(LedgerContract):
    """A ledger in a schema of its own."""
