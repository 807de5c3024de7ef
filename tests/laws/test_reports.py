"""Reports tie and receipts add up on random trade, for any period and however they are told apart."""

from collections.abc import Sequence

from tests.laws.examples import examples
from tests.laws.journalled import Journalled
from tests.laws.receipted import Receipted
from tests.laws.trade import Trade
from tests.memory_ledger import MemoryLedger
from trafftpkg.domain.entry import Entry


class TradeReported(Journalled, Receipted, Trade):
    """Trade, and in the end the reports and receipts about it."""

    def opened(self) -> MemoryLedger:
        self.memory = MemoryLedger()
        return self.memory

    def contents(self) -> object:
        return self.memory.entries

    def recorded(self) -> Sequence[Entry]:
        return self.memory.entries

    def teardown(self) -> None:
        if hasattr(self, "business"):
            self.check_reports()
            self.check_journal()
            self.check_receipts()


TestTradeReported = TradeReported.TestCase
TestTradeReported.settings = examples(4, steps=30)
