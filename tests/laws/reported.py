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
from trafftpkg.domain.events.selling import BalanceImported, PackagePurchased
from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.moments import day_of, end_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import worth_at
from trafftpkg.engine.ports import Books
from trafftpkg.engine.questions.report import Moved, ReportField, ReportRow

WAYS: dict[ReportName, tuple[tuple[ReportField, ...], ...]] = {
    "liability": (("package",), ("client",), ("client", "package"), ("purchase",)),
    "revenue": (("service",), ("employee", "location"), ("client", "service")),
    "sales": (("package",),),
    "usage": (("employee",),),
    "payments": (("method",), ("client", "method")),
    "tax": (("tax",), ("tax", "package")),
    "receivables": (("package",), ("client",), ("client", "purchase")),
}
Thing = Purchase | Appointment


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
        self.discounts_are_those_of_what_was_sold(today)
        self.taxes_are_due_on_what_is_paid_or_used(today)
        self.who_owes_has_owed_since_then(first, today)

    def closing_is_what_was_owed(self, day: date) -> None:
        """The closing of a day is what the balances come to, as they were known when it was over."""
        over = end_of(day, self.zone) - timedelta(microseconds=1)
        with self.business.ledger.reading() as books:
            then = books.as_of(books.seq_at(over))
            things = self.things(then, over)
        closings = {
            each.id: self.net(each, each.paid) - self.net(each, earned_of(each, over)) for each in things
        }
        rows = self.drawn(day, day, ("purchase",))
        assert {each.key[0]: each.closing for each in rows if each.closing} == {
            thing: closing for thing, closing in closings.items() if closing
        }
        assert {each.key[0]: each.receivable for each in rows if each.receivable} == {
            thing: -closing for thing, closing in closings.items() if closing < 0
        }
        dues = {each.id: self.small(earned_of(each, over)) - self.small(each.paid) for each in things}
        owing = self.drawn(day, day, ("purchase",), "receivables")
        assert {each.key[0]: each.due for each in owing if each.due} == {
            thing: due for thing, due in dues.items() if due > 0
        }

    def things(self, books: Books, at: datetime) -> list[Thing]:
        """Return all that money is kept of: purchases, and visits at a price."""
        visits = books.appointments(AppointmentFilter(), at)
        return [*books.purchases(PurchaseFilter(), at), *(each for each in visits if each.price is not None)]

    def who_owes_has_owed_since_then(self, first: date, today: date) -> None:
        """Something is open at the end of each day from then on, and nothing at the end of none before."""
        days = self.drawn(first, today, ("day", "purchase"), "receivables")
        open_on = {(each.key[1], str(each.key[0])) for each in days if each.due or each.receivable}
        for each in self.drawn(first, today, ("purchase",), "receivables"):
            assert (each.since is None) == (not each.due and not each.receivable)
            day = first if each.since is None else max(each.since, first)
            while each.since is not None and day <= today:
                assert (each.key[0], day.isoformat()) in open_on, (each, day)
                day += timedelta(days=1)

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
            used += sum(self.small(earned_of(each, self.clock)) for each in visits if each.price)
        (row,) = self.drawn(date(2026, 1, 1), today, ())
        assert (row.of("redeemed").gross, row.of("lapsed").gross) == (used, lapsed)

    def discounts_are_those_of_what_was_sold(self, today: date) -> None:
        """Each sale's is counted once, and not at all where the sale was taken back."""
        entries = self.recorded()
        undone = {
            event.entry for each in entries for event in each.events if isinstance(event, ThingsSetRight)
        }
        sold = [
            event.terms
            for each in entries
            for event in each.events
            if isinstance(event, PackagePurchased) and each.seq not in undone
        ]
        (row,) = self.drawn(date(2026, 1, 1), today, (), "sales")
        assert row.of("discounted").times == sum(bool(each.discount) for each in sold)
        assert row.of("discounted").gross == sum(self.small(each.discount or Decimal(0)) for each in sold)

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
        """Whichever is more, or as it is used; what lapsed owes none, and an import owed it elsewhere."""
        with self.business.ledger.reading() as books:
            due = sum(
                self.taxes(each, taxed_of(each, self.clock)) - self.owed_elsewhere(each, books)
                for each in self.things(books, self.clock)
            )
        (row,) = self.whole(date(2026, 1, 1), today, "tax")
        by_tax = self.drawn(date(2026, 1, 1), today, ("tax", "package"), "tax")
        assert sum(each.of("taxed").gross - each.of("taxed").value for each in by_tax) == due
        assert row.of("taxed").gross - row.of("taxed").value == due

    def owed_elsewhere(self, thing: Thing, books: Books) -> int:
        """Return the taxes that were due where a balance was imported from."""
        began = books.entries_touching(thing.id)[0]
        if not any(isinstance(each, BalanceImported) for each in began.events):
            return 0
        imported = books.as_of(began.seq).thing(thing.id)
        assert isinstance(imported, Purchase)
        return self.taxes(imported, taxed_of(imported, began.at))

    def released(self, thing: Thing) -> int:
        """Return the taxes that lapses released."""
        if isinstance(thing, Appointment):
            return 0
        used = worth_at(thing, self.clock).used
        return self.taxes(thing, used + lapsed_of(thing, self.clock)) - self.taxes(thing, used)

    def net(self, thing: Thing, amount: Decimal) -> int:
        """Return what an amount is without taxes, each a share of the sale's, rounded half up."""
        return self.small(amount) - self.taxes(thing, amount)

    def taxes(self, thing: Thing, amount: Decimal) -> int:
        """Return the taxes within a running total."""
        if isinstance(thing, Purchase):
            terms = thing.terms
            total, amounts = terms.total, [each.amount for each in terms.taxes] or [terms.tax]
        else:
            assert thing.price is not None
            total, amounts = thing.price, [each.amount for each in thing.taxes]
        shares = (
            Fraction(self.small(each)) * Fraction(amount) / Fraction(total) for each in amounts if total
        )
        return sum(half_up(each) for each in shares)

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
        """Each month opens with what the one before it closed with, and so does any cut of days."""
        months = self.drawn(first, last, ("month",))
        (whole,) = self.drawn(first, last, ())
        assert [each.opening for each in months] == [whole.opening, *(each.closing for each in months[:-1])]
        assert months[-1].closing == whole.closing
        owing = self.drawn(first, last, ("month",), "receivables")
        assert [each.receivable_before for each in owing[1:]] == [each.receivable for each in owing[:-1]]
        for name in ("liability", "receivables"):
            cut = last - timedelta(days=self.cuts.randint(1, 40))
            before, after, both = (
                self.drawn(*days, (), name)
                for days in ((first, cut), (cut + timedelta(days=1), last), (first, last))
            )
            ends = [
                (each.opening, each.receivable_before, each.closing, each.receivable)
                for (each,) in (before, after, both)
            ]
            assert ends[0][2:] == ends[1][:2]
            assert ends[2] == (*ends[0][:2], *ends[1][2:])

    def what_is_over_stays(self, day: date) -> None:
        """A day that is over is reported the same whenever it is asked for."""
        for told, rows in self.told.items():
            assert self.drawn(told, told, ()) == rows, told
        self.told[day] = self.drawn(day, day, ())

    def begin(self, village: Catalogue, pick: Random) -> None:
        self.told: dict[date, tuple[ReportRow, ...]] = {}
        self.cuts = Random(1)
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


def earned_of(thing: Thing, at: datetime) -> Decimal:
    """Return what was used, or lapsed and was paid for."""
    if isinstance(thing, Appointment):
        return _used(thing, at)
    return worth_at(thing, at).used + lapsed_of(thing, at)


def taxed_of(thing: Thing, at: datetime) -> Decimal:
    """Return what taxes are due on."""
    if isinstance(thing, Appointment):
        used, kept, tax_point = _used(thing, at), thing.paid, thing.tax_point
    else:
        tax_point, used = thing.terms.tax_point, worth_at(thing, at).used
        kept = thing.paid - lapsed_of(thing, at)
    return max(used, kept) if tax_point == "payment" else used


def lapsed_of(purchase: Purchase, at: datetime) -> Decimal:
    """Return what lapsed and was paid for."""
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
