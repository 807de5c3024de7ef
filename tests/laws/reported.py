"""What reports must hold about a trade, for any period and however they are told apart."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.laws.book_keeper import half_up, standing
from tests.laws.laws import Laws
from trafftpkg.cli.views.report import REPORTS, ReportName, question_for
from trafftpkg.domain.appointment import Appointment, appointment_status
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.moments import day_of, end_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import worth_at
from trafftpkg.engine.questions.report import Moved, ReportField, ReportRow

WAYS: dict[ReportName, tuple[tuple[ReportField, ...], ...]] = {
    "liability": (("package",), ("client",), ("client", "package")),
    "revenue": (("service",), ("employee", "location"), ("client", "service")),
    "sales": (("package",),),
    "usage": (("employee",),),
    "payments": (("method",), ("client", "method")),
    "tax": (("tax",), ("tax", "package")),
}


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
        self.payments_are_the_cash_that_moved(today)
        self.taxes_are_due_on_what_is_paid_or_used(today)

    def closing_is_what_was_owed(self, day: date) -> None:
        """The closing of a day is what the balances come to, as they were known when it was over."""
        over = end_of(day, self.zone) - timedelta(microseconds=1)
        with self.business.ledger.reading() as books:
            then = books.as_of(books.seq_at(over))
            purchases = list(then.purchases(PurchaseFilter(), over))
            visits = list(then.appointments(AppointmentFilter(), over))
        closings = [self.net(each, each.paid) - self.net(each, _earned(each, over)) for each in purchases]
        closings += [self.small(each.paid) - self.small(_used(each, over)) for each in visits if each.price]
        (row,) = self.drawn(day, day, ())
        assert row.closing == sum(closings)
        assert row.receivable == sum(max(-each, 0) for each in closings)

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
        with self.business.ledger.reading() as books:
            visits = books.appointments(AppointmentFilter(), self.clock)
            used += sum(self.small(_used(each, self.clock)) for each in visits if each.price)
        (row,) = self.drawn(date(2026, 1, 1), today, ())
        assert (row.of("redeemed").gross, row.of("lapsed").gross) == (used, lapsed)

    def payments_are_the_cash_that_moved(self, today: date) -> None:
        """The till: all money that came in for good, less all that went back."""
        cash = 0
        for each in self.purchases():
            cash += sum(self.small(payment.amount) for payment in each.payments)
        with self.business.ledger.reading() as books:
            for visit in books.appointments(AppointmentFilter(), self.clock):
                cash += sum(self.small(payment.amount) for payment in visit.payments)
        (row,) = self.drawn(date(2026, 1, 1), today, (), "payments")
        assert row.of("received").gross - row.of("refunded").gross == cash
        self.money_is_the_payers(today)

    def money_is_the_payers(self, today: date) -> None:
        """By client, money came from and went back to who pays."""
        view, cash = self.business.clients, Counter[str]()
        for each in self.purchases():
            handle = view.by_keys([each.paid_by])[each.paid_by].handle
            cash[handle] += sum(self.small(payment.amount) for payment in each.payments)
        with self.business.ledger.reading() as books:
            for visit in books.appointments(AppointmentFilter(), self.clock):
                handle = view.by_keys([visit.client])[visit.client].handle
                cash[handle] += sum(self.small(payment.amount) for payment in visit.payments)
        rows = self.drawn(date(2026, 1, 1), today, ("client",), "payments")
        told = {str(row.key[0]): row.of("received").gross - row.of("refunded").gross for row in rows}
        assert {who: sums for who, sums in told.items() if sums} == {
            who: sums for who, sums in cash.items() if sums
        }

    def taxes_are_due_on_what_is_paid_or_used(self, today: date) -> None:
        """Whichever is more; what lapsed owes none, and what was paid elsewhere owed it there."""
        due = 0
        for each in self.purchases():
            if not each.sold_elsewhere:
                paid = each.paid - _lapsed(each, self.clock)
                due += self.taxes(each, max(paid, worth_at(each, self.clock).used))
        rows = self.drawn(date(2026, 1, 1), today, ("tax", "package"), "tax")
        ours = sum(row.of("taxed").gross - row.of("taxed").value for row in rows)
        elsewhere = [each.terms.package for each in self.purchases() if each.sold_elsewhere]
        assert elsewhere or ours == due

    def net(self, purchase: Purchase, amount: Decimal) -> int:
        """Return what an amount is without taxes, each a share of the sale's, rounded half up."""
        return self.small(amount) - self.taxes(purchase, amount)

    def taxes(self, purchase: Purchase, amount: Decimal) -> int:
        """Return the taxes within a running total."""
        terms = purchase.terms
        if not terms.total:
            return 0
        amounts = [each.amount for each in terms.taxes] or [terms.tax]
        return sum(
            half_up(Fraction(self.small(each)) * Fraction(amount) / Fraction(terms.total)) for each in amounts
        )

    def parts_make_the_whole(self, first: date, last: date) -> None:
        """However rows are told apart, they add up."""
        for name, ways in WAYS.items():
            (whole,) = self.whole(first, last, name)
            for by in ways:
                rows = self.drawn(first, last, by, name)
                assert sum(each.opening for each in rows) == whole.opening
                assert sum(each.closing for each in rows) == whole.closing
                assert sum(each.receivable for each in rows) == whole.receivable
                for kind in REPORTS[name].kinds:
                    assert _added(each.of(kind) for each in rows) == whole.of(kind), (name, by, kind)
                assert len({(each.key, each.unit) for each in rows}) == len(rows)

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

    def whole(self, first: date, last: date, name: ReportName) -> tuple[ReportRow, ...]:
        """Return the one row of a report whose rows are not told apart."""
        asked = replace(question_for(name, first, last, ()), by=(), by_unit=False)
        return self.business.engine.ask(asked).rows

    def drawn(
        self, first: date, last: date, by: tuple[ReportField, ...], name: ReportName = "liability"
    ) -> tuple[ReportRow, ...]:
        """Return the rows of a report over whole days, both included."""
        return self.business.engine.ask(replace(question_for(name, first, last, by), by=by)).rows


def _earned(purchase: Purchase, at: datetime) -> Decimal:
    return worth_at(purchase, at).used + _lapsed(purchase, at)


def _lapsed(purchase: Purchase, at: datetime) -> Decimal:
    worth = worth_at(purchase, at)
    return max(min(purchase.paid - worth.used - worth.left, worth.lapsed), Decimal(0))


def _used(visit: Appointment, at: datetime) -> Decimal:
    assert visit.owed is not None
    return visit.owed if appointment_status(visit, at) != "booked" else Decimal(0)


def _added(moved: Iterable[Moved]) -> Moved:
    found = Moved()
    for each in moved:
        found = Moved(
            times=found.times + each.times,
            units=found.units + each.units,
            value=found.value + each.value,
            gross=found.gross + each.gross,
        )
    return found
