"""What reports must hold about a trade, for any period and however they are told apart."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.laws.book_keeper import half_up, standing
from tests.laws.laws import Laws
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.domain.moments import day_of, end_of
from trafftpkg.domain.movements import money_of
from trafftpkg.domain.worth import worth_at
from trafftpkg.engine.questions.report import DrawReport, ReportField, ReportRow

WAYS: tuple[tuple[ReportField, ...], ...] = (
    (),
    ("package",),
    ("client",),
    ("service",),
    ("service", "package"),
    ("client", "package"),
)


class Reported(Laws):
    """A trade about which reports are drawn up."""

    def check_reports(self) -> None:
        """Hold all that reports must hold."""
        if not self.purchases():
            return
        today = day_of(self.clock, self.zone)
        first = today - timedelta(days=12)
        for last in (today - timedelta(days=1), today - timedelta(days=5)):
            self.closing_is_what_was_owed(last)
        self.parts_make_the_whole(first, today)
        self.months_follow(first - timedelta(days=40), today)
        self.what_is_over_stays(today - timedelta(days=1))
        self.all_that_was_earned_was_used_or_kept(today)

    def closing_is_what_was_owed(self, day: date) -> None:
        """The closing of a day is the worth of the balances as they were known when it was over."""
        over = end_of(day, self.zone) - timedelta(microseconds=1)
        with self.business.ledger.reading() as books:
            then = books.as_of(books.seq_at(over))
            owed = Decimal(0)
            for each in then.purchases(PurchaseFilter(), over):
                owed += worth_at(each, over).left
        (row,) = self.drawn(day, day, ())
        assert money_of(row.closing, self.currency) == owed

    def all_that_was_earned_was_used_or_kept(self, today: date) -> None:
        """Law 11, by the book-keeper: what was used here, and what was paid of what lapsed."""
        self.copy_facts()
        used = lapsed = 0
        for each in self.purchases():
            page = self.pages.of[each.id]
            page.expires = each.expires_at
            told = standing(page, self.clock)
            used += told.used - half_up(Fraction(page.value * page.used_before, page.units))
            lapsed += max(min(page.paid - told.used - told.left, told.lapsed), 0)
        (row,) = self.drawn(date(2026, 1, 1), today, ())
        assert (row.of("redeemed").value, row.of("lapsed").value) == (used, lapsed)

    def parts_make_the_whole(self, first: date, last: date) -> None:
        """However rows are told apart, they add up."""
        (whole,) = self.drawn(first, last, ())
        for by in WAYS:
            rows = self.drawn(first, last, by)
            assert sum(each.opening for each in rows) == whole.opening
            assert sum(each.closing for each in rows) == whole.closing
            for kind in ("sold", "redeemed", "refunded", "lapsed", "adjusted"):
                assert sum(each.of(kind).value for each in rows) == whole.of(kind).value
            assert len({each.key for each in rows}) == len(rows)

    def months_follow(self, first: date, last: date) -> None:
        """Each month opens with what the one before it closed with."""
        months = self.drawn(first, last, ("month",))
        (whole,) = self.drawn(first, last, ())
        assert [each.opening for each in months] == [whole.opening, *(each.closing for each in months[:-1])]
        assert months[-1].closing == whole.closing

    def what_is_over_stays(self, day: date) -> None:
        """A day that is over is reported the same whenever it is asked for."""
        for told, rows in self.told.items():
            assert self.drawn(told, told, ()) == rows, told
        self.told[day] = self.drawn(day, day, ())

    def begin(self, village: Catalogue, pick: Random) -> None:
        self.told: dict[date, tuple[ReportRow, ...]] = {}
        super().begin(village, pick)

    def drawn(self, first: date, last: date, by: tuple[ReportField, ...]) -> tuple[ReportRow, ...]:
        """Return the rows of a report over whole days, both included."""
        return self.business.engine.ask(DrawReport(first=first, last=last, by=by)).rows
