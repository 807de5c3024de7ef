"""The model that stores are compared with keeps every sentence of the port itself."""

import pytest

from tests.memory_ledger import MemoryLedger
from tests.stores.ledger_contract import LedgerContract


class TestMemoryLedger(LedgerContract):
    """The ledger in memory."""

    @pytest.fixture
    def ledger(self) -> MemoryLedger:
        return MemoryLedger()
