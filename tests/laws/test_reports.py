"""Reports tie on random trade, for any period and however they are told apart."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from tests.laws.examples import examples
from tests.laws.trade import Trade
from tests.memory_ledger import MemoryLedger
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.domain.moments import day_of, end_of
from trafftpkg.domain.movements import money_of
from trafftpkg.domain.pricing import worth_of
from trafftpkg.engine.questions.report import DrawReport, ReportField, ReportRow

WAYS: tuple[tuple[ReportField, ...], ...] = (
    (),
    ("package",),
    ("client",),
    ("service",),
    ("service", "package"),
    ("client", "package"),
)


class TradeReported(Trade):
    """Trade, and in the end the reports about it."""

    def opened(self) -> MemoryLedger:
        self.memory = MemoryLedger()
        return self.memory

    def contents(self) -> object:
        return self.memory.entries

    def recorded(self) -> Sequence[Entry]:
        return self.memory.entries

    def teardown(self) -> None:
        if not self.purchases():
            return
        today = day_of(self.clock, self.zone)
        first = today - timedelta(days=12)
        for last in (today - timedelta(days=1), today - timedelta(days=5)):
            self._check_closing(last)
        self._check_that_parts_make_the_whole(first, today)
        self._check_that_months_follow(first - timedelta(days=40), today)

    def _check_closing(self, day: date) -> None:
        """The closing of a day is the worth of the balances as they were known when it was over."""
        over = end_of(day, self.zone) - timedelta(microseconds=1)
        with self.memory.reading() as books:
            then = books.as_of(books.seq_at(over))
            owed = Decimal(0)
            for each in then.purchases(PurchaseFilter(), over):
                balance = balance_of(each, over)
                owed += worth_of(each, balance.available + balance.booked, self.currency)
        (row,) = self._drawn(day, day, ())
        assert money_of(row.closing, self.currency) == owed

    def _check_that_parts_make_the_whole(self, first: date, last: date) -> None:
        (whole,) = self._drawn(first, last, ())
        for by in WAYS:
            rows = self._drawn(first, last, by)
            assert sum(each.opening for each in rows) == whole.opening
            assert sum(each.closing for each in rows) == whole.closing
            for kind in ("sold", "redeemed", "refunded", "lapsed", "adjusted"):
                assert sum(each.of(kind).value for each in rows) == whole.of(kind).value
            assert len({each.key for each in rows}) == len(rows)

    def _check_that_months_follow(self, first: date, last: date) -> None:
        months = self._drawn(first, last, ("month",))
        (whole,) = self._drawn(first, last, ())
        assert [each.opening for each in months] == [whole.opening, *(each.closing for each in months[:-1])]
        assert months[-1].closing == whole.closing

    def _drawn(self, first: date, last: date, by: tuple[ReportField, ...]) -> tuple[ReportRow, ...]:
        return self.business.engine.ask(DrawReport(first=first, last=last, by=by)).rows


TestTradeReported = TradeReported.TestCase
TestTradeReported.settings = examples(4, steps=30)
