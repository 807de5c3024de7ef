"""Random trade on a clock that only moves forward, and what must hold after every step of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.laws.village import VILLAGE
from tests.story import Story
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of, due_of, is_expired, status_of
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.moments import Length, day_of
from trafftpkg.domain.movements import money_of
from trafftpkg.domain.pricing import worth_of
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.value import facts_of
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.ports import Ledger
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.block import BlockEmployee, UnblockEmployee
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.cancel import CancelAppointment, MissAppointment
from trafftpkg.engine.requests.end import RefundPurchase, VoidPurchase
from trafftpkg.engine.requests.extend import ExtendPurchase
from trafftpkg.engine.requests.freeze import FreezePurchase, UnfreezePurchase
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.placing import Wanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.transfer import TransferUnits

CLIENTS = ("ana", "eve", "ivo", "iva")
ZONE = "Europe/Belgrade"

clients = st.sampled_from(CLIENTS)
packages = st.sampled_from(sorted(VILLAGE.packages))
services = st.sampled_from(sorted(VILLAGE.services))
employees = st.sampled_from(sorted(VILLAGE.employees))
one_of_them = st.integers(0, 12)
"""Which of those there are, counted back from the newest and round again; the last is one nobody knows."""
hours_ahead = st.one_of(st.integers(-3, 60), st.integers(0, 60 * 24).filter(lambda hours: hours % 12 == 0))
days_ahead = st.integers(-3, 40)
verdicts = st.sampled_from([None, None, None, "keep", "release"])


class Trade(RuleBasedStateMachine):
    """Clients, packages and employees of a village, and requests of every kind, sensible or not."""

    def opened(self) -> Ledger:
        """Return an empty ledger."""
        raise AssertionError("each ledger has a machine of its own")

    def contents(self) -> object:
        """Return something that changes with every byte of the ledger."""
        raise AssertionError("each ledger has a machine of its own")

    @initialize(
        sales=st.lists(st.tuples(clients, packages), min_size=3, max_size=8),
        visits=st.lists(st.tuples(clients, services, st.integers(1, 24 * 14)), max_size=8),
    )
    def opening(self, sales: list[Any], visits: list[Any]) -> None:
        self.business = Story(self.opened(), VILLAGE)
        self.business.knows(*CLIENTS)
        self.clock = datetime(2026, 3, 20, 9, tzinfo=self.business.moment().tzinfo)
        self.keys = 0
        self._set_clock()
        for client, package in sales:
            self.sell_plainly(client, package)
        for client, service, hours in visits:
            self.book(client, service, "mira", hours, None)

    @rule(minutes=st.sampled_from([1, 59, 60, 600, 1440, 1440 * 4, 1440 * 11]))
    def time_passes(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)
        self._set_clock()

    @rule(
        client=clients,
        package=packages,
        pay=st.sampled_from(["full", "full", "full", "deposit", "none", Decimal("10.00")]),
        method=st.sampled_from(["card", "card", "on-site"]),
        visits=st.lists(st.tuples(services, employees, hours_ahead), max_size=2),
    )
    def sell(self, client: str, package: str, pay: Any, method: str, visits: list[Any]) -> None:
        wanted = tuple(self._wanted(*visit) for visit in visits)
        self.send(
            PurchasePackage(client=client, package=package, pay=pay, method=method, appointments=wanted)
        )

    @rule(client=clients, package=packages)
    def sell_plainly(self, client: str, package: str) -> None:
        self.send(
            PurchasePackage(
                client=client, package=package, method="card", overrides=("minimum",), reason="regular"
            )
        )

    @rule(
        client=clients, service=services, employee=employees, hours=hours_ahead, payer=st.none() | one_of_them
    )
    def book(self, client: str, service: str, employee: str, hours: int, payer: int | None) -> None:
        named = None if payer is None else self._purchase(payer)
        self.send(BookAppointment(client=client, wanted=self._wanted(service, employee, hours), payer=named))

    @rule(client=clients, service=services, employee=employees, hours=hours_ahead, count=st.integers(2, 4))
    def book_a_series(self, client: str, service: str, employee: str, hours: int, count: int) -> None:
        wanted = self._wanted(service, employee, hours)
        self.send(BookAppointment(client=client, wanted=wanted, repeat=f"FREQ=DAILY;COUNT={count}"))

    @rule(client=clients, service=services, employee=employees, hours=hours_ahead)
    def book_without_a_package(self, client: str, service: str, employee: str, hours: int) -> None:
        wanted = self._wanted(service, employee, hours)
        self.send(BookAppointment(client=client, wanted=wanted, without_package=True))

    @rule(which=one_of_them, by=st.sampled_from(["client", "client", "business"]), verdict=verdicts)
    def cancel(self, which: int, by: Any, verdict: Any) -> None:
        self.send(CancelAppointment(appointment=self._visit(which), by=by, verdict=verdict, reason="so"))

    @rule(which=one_of_them, verdict=verdicts)
    def miss(self, which: int, verdict: Any) -> None:
        self.send(MissAppointment(appointment=self._visit(which), verdict=verdict, reason="so"))

    @rule(which=one_of_them, hours=hours_ahead, employee=st.none() | employees)
    def move(self, which: int, hours: int, employee: str | None) -> None:
        at = self._start(hours)
        self.send(RescheduleAppointment(appointment=self._visit(which), at=at, employee=employee))

    @rule(which=one_of_them, amount=st.sampled_from([None, Decimal("10.00"), Decimal("0.01")]))
    def pay(self, which: int, amount: Decimal | None) -> None:
        self.send(ReceivePayment(thing=self._purchase(which), amount=amount, method="cash"))

    @rule(which=one_of_them)
    def pay_for_a_visit(self, which: int) -> None:
        self.send(ReceivePayment(thing=self._visit(which), amount=None, method="cash"))

    @rule(which=one_of_them, first=days_ahead, length=st.none() | st.integers(0, 9))
    def freeze(self, which: int, first: int, length: int | None) -> None:
        last = None if length is None else self._day(first + length)
        self.send(
            FreezePurchase(purchase=self._purchase(which), first=self._day(first), last=last, reason="ill")
        )

    @rule(which=one_of_them, day=st.none() | days_ahead)
    def unfreeze(self, which: int, day: int | None) -> None:
        on = None if day is None else self._day(day)
        self.send(UnfreezePurchase(purchase=self._purchase(which), on=on))

    @rule(which=one_of_them, until=st.none() | days_ahead)
    def extend(self, which: int, until: int | None) -> None:
        day = None if until is None else self._day(until)
        by = Length(count=1, unit="w") if until is None else None
        self.send(ExtendPurchase(purchase=self._purchase(which), until=day, by=by, reason="away"))

    @rule(which=one_of_them, to=clients, units=st.sampled_from([1, 2, 3, 30]))
    def transfer(self, which: int, to: str, units: int) -> None:
        self.send(TransferUnits(purchase=self._purchase(which), to=to, units=units, reason="gift"))

    @rule(which=one_of_them, units=st.sampled_from([-3, -1, 1, 2]), service=st.none() | services)
    def adjust(self, which: int, units: int, service: str | None) -> None:
        self.send(AdjustUnits(purchase=self._purchase(which), units=units, service=service, reason="sorry"))

    @rule(which=one_of_them, basis=st.sampled_from(["pro-rata", "list-price"]), cancel=st.booleans())
    def refund(self, which: int, basis: Any, cancel: bool) -> None:
        purchase = self._purchase(which)
        self.send(
            RefundPurchase(
                purchase=purchase, basis=basis, method="cash", cancel_appointments=cancel, reason="moving"
            )
        )

    @rule(which=one_of_them, cancel=st.booleans())
    def void(self, which: int, cancel: bool) -> None:
        self.send(VoidPurchase(purchase=self._purchase(which), cancel_appointments=cancel, reason="twice"))

    @rule(employee=employees, hours=hours_ahead, length=st.integers(0, 30))
    def block(self, employee: str, hours: int, length: int) -> None:
        start = self._start(hours)
        end = start + timedelta(hours=length)
        self.send(BlockEmployee(employee=employee, start=start, end=end, reason="course"))

    @rule(which=st.integers(1, 9))
    def unblock(self, which: int) -> None:
        self.send(UnblockEmployee(block=f"blk-{which}"))

    @rule(kept=clients)
    def merge(self, kept: str) -> None:
        """Iva is one of the others after all; or one of them is her."""
        self.send(MergeClients(kept=kept, merged="iva"))

    @rule()
    def expire(self) -> None:
        """Law 7: `expire` only writes down what is already true."""
        before = {each.id: self._told(each) for each in self.purchases()}

        report = self.business.expires()

        voided = {each.id for each in report.purchases if each.ended is not None}
        after = {each.id: self._told(each) for each in self.purchases()}
        assert {key: told for key, told in after.items() if key not in voided} == {
            key: told for key, told in before.items() if key not in voided
        }
        assert all(before[key][1] == "pending" for key in voided)
        assert self.business.expires().purchases == ()

    def send(self, request: Request) -> None:
        """Send a request: foreseen, under a key, and once more.

        Law 3: refused, it leaves no trace. Law 4: again, it gives the same answer and no other entry.
        """
        self.keys += 1
        key, before = f"key-{self.keys}", self.contents()
        foreseen = self._answer(request, dry_run=True)
        assert self.contents() == before
        answer = self._answer(request, key=key)
        if isinstance(answer, str):
            assert answer == foreseen
            assert self.contents() == before
            return
        assert isinstance(foreseen, Outcome)
        assert (foreseen.purchases, foreseen.appointments) == (answer.purchases, answer.appointments)
        recorded = self.contents()
        again = self._answer(request, key=key)
        assert isinstance(again, Outcome)
        assert again.replayed
        assert replace(again, replayed=False, new=answer.new) == answer
        assert self.contents() == recorded != before

    @invariant()
    def units_are_conserved(self) -> None:
        """Law 1."""
        for each in self.purchases():
            balance = balance_of(each, self.clock)
            counts = facts_of(balance).values()
            assert each.granted + each.adjusted + each.received == sum(counts), each
            assert min(counts) >= 0, (each.id, balance)

    @invariant()
    def money_is_conserved(self) -> None:
        """What is paid for all purchases is what came in for them and was not paid back."""
        purchases = self.purchases()
        received = sum((payment.amount for each in purchases for payment in each.payments), Decimal(0))
        assert sum((each.paid for each in purchases), Decimal(0)) == received
        assert all(each.paid >= 0 and due_of(each) >= 0 for each in purchases)

    @invariant()
    def what_is_owed_ties(self) -> None:
        """All that ever moved adds up to what the outstanding units are worth, to the cent."""
        if not self.purchases():
            return
        owed = Decimal(0)
        for each in self.purchases():
            balance = balance_of(each, self.clock)
            owed += worth_of(each, balance.available + balance.booked, "EUR")
        with self.business.ledger.reading() as books:
            flows = list(books.flows((), None, self.clock + timedelta(microseconds=1)))
        adding = ("sold", "imported", "adjusted")
        moved = sum(each.value if each.kind in adding else -each.value for each in flows)
        assert money_of(moved, "EUR") == owed

    @invariant()
    def nobody_is_booked_twice(self) -> None:
        """Law of the diary: overlapping visits of one employee are one class within its capacity."""
        standing = [each for each in self.appointments() if each.status == "booked"]
        for one, other in _pairs(standing):
            # Iva and the other may both have been booked before they were one.
            if one.client == other.client != self.business.key_of("iva"):
                assert (
                    one.visit.ends_at <= other.visit.starts_at or other.visit.ends_at <= one.visit.starts_at
                )
            if one.visit.employee == other.visit.employee and one.visit.occupied.overlaps(
                other.visit.occupied
            ):
                assert _class_of(one) == _class_of(other)
        classes = [_class_of(each) for each in standing]
        assert all(
            classes.count(each) <= VILLAGE.services[visit.visit.service].capacity
            for each, visit in zip(classes, standing, strict=True)
        )

    @invariant()
    def nobody_who_is_away_is_booked(self) -> None:
        """What is booked lies outside the standing blocks of whoever gives it."""
        to_come = [each for each in self.appointments() if each.status == "booked"]
        for each in to_come:
            with self.business.ledger.reading() as books:
                away = books.blocks(each.visit.employee, each.visit.occupied)
            assert each.visit.starts_at <= self.clock or not away, (each, away)

    @invariant()
    def visits_to_come_are_valid(self) -> None:
        """What is booked lies within the validity of what pays for it, and outside its freezes."""
        for each in self.purchases():
            for hold in each.holds:
                if hold.kept or hold.starts_at <= self.clock:
                    continue
                assert not any(day_of(hold.starts_at, ZONE) in freeze for freeze in each.freezes), each
                assert each.terms.redeem_by == "booking" or not is_expired(each, hold.starts_at), each

    @invariant()
    def visits_and_purchases_agree(self) -> None:
        """What a purchase holds for a visit is what the visit says it was given."""
        held = {(each.id, hold.appointment): hold.units for each in self.purchases() for hold in each.holds}
        given = {
            (part.purchase, each.id): part.units for each in self.appointments() for part in each.allocation
        }
        assert held == given

    def purchases(self) -> list[Purchase]:
        """Return all purchases."""
        if not hasattr(self, "business"):
            return []
        with self.business.ledger.reading() as books:
            return list(books.purchases(PurchaseFilter(), self.clock))

    def appointments(self) -> list[Appointment]:
        """Return all appointments."""
        if not hasattr(self, "business"):
            return []
        with self.business.ledger.reading() as books:
            return list(books.appointments(AppointmentFilter(), self.clock))

    def _answer(self, request: Request, *, key: str | None = None, dry_run: bool = False) -> Outcome | str:
        try:
            return self.business.does(request, key=key, dry_run=dry_run)
        except TrafftpkgError as error:
            return error.code

    def _told(self, purchase: Purchase) -> tuple[Balance, str]:
        return balance_of(purchase, self.clock), status_of(purchase, self.clock, ZONE)

    def _set_clock(self) -> None:
        self.business.now = self.clock.isoformat()

    def _start(self, hours: int) -> datetime:
        return self.clock.replace(minute=0, second=0) + timedelta(hours=hours)

    def _day(self, days: int) -> date:
        return day_of(self.clock, ZONE) + timedelta(days=days)

    def _wanted(self, service: str, employee: str, hours: int) -> Wanted:
        return Wanted(service=service, at=self._start(hours), employee=employee)

    def _purchase(self, which: int) -> str:
        with self.business.ledger.reading() as books:
            given, _ = books.numbers_given()
        return f"pur-{given - which % given}" if given and which < 12 else "pur-999"

    def _visit(self, which: int) -> str:
        with self.business.ledger.reading() as books:
            _, given = books.numbers_given()
        return f"apt-{given - which % given}" if given and which < 12 else "apt-999"


def _pairs(visits: list[Appointment]) -> Iterator[tuple[Appointment, Appointment]]:
    for place, one in enumerate(visits):
        for other in visits[place + 1 :]:
            if other.visit.occupied_from >= one.visit.occupied_until + timedelta(hours=2):
                break
            yield one, other


def _class_of(appointment: Appointment) -> tuple[object, ...]:
    visit = appointment.visit
    return (visit.service, visit.employee, visit.location, visit.starts_at)
