"""The JSON-lines ledger fulfils what the engine expects of every ledger."""

from pathlib import Path

import pytest

from tests.stores.ledger_contract import LedgerContract
from trafftpkg.engine.ports import Ledger
from trafftpkg.stores.jsonl.ledger import JsonlLedger


class TestJsonlLedger(LedgerContract):
    """A ledger in a folder of its own."""

    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Ledger:
        """Return an empty ledger."""
        return JsonlLedger(tmp_path / "ledger.jsonl")
