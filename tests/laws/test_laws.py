"""The laws, on random trade: on the ledger in memory with many steps, and on the file with fewer."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis.stateful import invariant

from tests.laws.examples import examples
from tests.laws.mirrored_ledger import MirroredLedger
from tests.laws.trade import Trade
from tests.memory_ledger import MemoryBooks, MemoryLedger
from trafftpkg.domain.entry import Entry
from trafftpkg.stores.jsonl.ledger import JsonlLedger


class TradeInMemory(Trade):
    """Trade on the model itself."""

    def opened(self) -> MemoryLedger:
        self.memory = MemoryLedger()
        return self.memory

    def contents(self) -> object:
        return self.memory.entries

    def recorded(self) -> Sequence[Entry]:
        return self.memory.entries

    @invariant()
    def replaying_gives_everything_as_it_is(self) -> None:
        """Law 6."""
        if not hasattr(self, "memory"):
            return
        held = self.memory.books
        again = MemoryBooks(held.header(), held.entries)
        assert again._things == held._things


class TradeInAFile(Trade):
    """Trade on the JSON-lines ledger, mirrored in the model."""

    def opened(self) -> MirroredLedger:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "ledger.jsonl"
        self.mirrored = MirroredLedger(JsonlLedger(self.path))
        return self.mirrored

    def contents(self) -> object:
        return self.path.read_bytes() if self.path.exists() else b""

    def recorded(self) -> Sequence[Entry]:
        return self.mirrored.entries

    @invariant()
    def the_file_and_the_model_agree(self) -> None:
        """Law 9: what the index says is what folding every entry says."""
        if hasattr(self, "business"):
            keys = [self.business.key_of(client) for client in self.clients]
            self.mirrored.check(keys, self.clock)

    def teardown(self) -> None:
        if not hasattr(self, "mirrored"):
            return
        keys = [self.business.key_of(client) for client in self.clients]
        for index in self.folder.glob("ledger.jsonl.index*"):
            index.unlink()
        self.mirrored.check(keys, self.clock)
        shutil.rmtree(self.folder)


TestTradeInMemory = TradeInMemory.TestCase
TestTradeInMemory.settings = examples(1, steps=40)

TestTradeInAFile = TradeInAFile.TestCase
TestTradeInAFile.settings = examples(8, steps=25)
