"""Law 12: a day with a mistake and what sets it right equals the same day without both.

Two businesses live the same random days. In one somebody makes a mistake, and sets it right some time later;
in the other it is not made. From then on both answer the same, and what the first had answered before it
answers still. For a longer look by hand: SETTING_RIGHT_DAYS=50 plays fifty times as many days as usual.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.laws.trading import MOVES, Trading
from tests.laws.village import VILLAGE
from tests.memory_ledger import MemoryLedger
from tests.rules import rule
from trafftpkg.cli.views.report import REPORTS, question_for
from trafftpkg.domain.appointment import Appointment, appointment_status
from trafftpkg.domain.balance import balance_of, bookable_units, status_of
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.worth import due_of, owed_back, worth_at
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.questions.report import ReportRow
from trafftpkg.engine.questions.slots import FindSlots
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.cancel import CancelAppointment, MissAppointment
from trafftpkg.engine.requests.correct import CorrectAppointment
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.extend import ExtendPurchase
from trafftpkg.engine.requests.freeze import FreezePurchase
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.refund import RefundPurchase
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.reverse import ReversePayment
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase
from trafftpkg.engine.requests.transfer import TransferUnits
from trafftpkg.engine.requests.undo import UndoEntry

MOST = int(os.environ.get("SETTING_RIGHT_DAYS", "1"))
BETWEEN = ("book", "cancel", "sell_plainly", "pay", "time_passes")
"""What may happen before somebody notices: nothing that sends units, or pays money back."""
CAN_NO_LONGER = {
    "cannot_undo",
    "employee_not_available",
    "already_booked",
    "not_enough_units",
    "appointments_ahead",
}


class Days(Trading):
    """A business that lives the days that are picked for it."""

    def opened(self) -> MemoryLedger:
        self.memory = MemoryLedger()
        self.answers: list[str] = []
        return self.memory

    def recorded(self) -> Sequence[Entry]:
        return self.memory.entries

    def send(self, request: Request) -> None:
        self.answers.append(self.asks(request))

    def asks(self, request: Request, *, dry_run: bool = False) -> str:
        """Send a request, and return its code if it is refused."""
        try:
            self.business.does(request, dry_run=dry_run)
        except TrafftpkgError as error:
            return error.code
        return "done"

    def passes(self, minutes: int) -> None:
        """Let time pass."""
        self.clock += timedelta(minutes=minutes)
        self._set_clock()

    def stands(self, purchases: int, visits: int) -> object:
        """Return all that is asked of what there was before a mistake, and of what can be booked."""
        today = day_of(self.clock, self.zone)
        slots = FindSlots(service="yoga", first_day=today, last_day=today + timedelta(days=4))
        return (
            [self._told_all(each) for each in self.purchases()[:purchases]],
            sorted(self._told_visit(each) for each in self._visits()[:visits]),
            [(each.starts_at, each.employee, each.places) for each in self.business.engine.ask(slots).slots],
        )

    def _visits(self) -> list[Appointment]:
        return sorted(self.appointments(), key=lambda each: int(each.id[4:]))

    def _told_all(self, purchase: Purchase) -> object:
        at = self.clock
        balance = balance_of(purchase, at)
        can_book = [bookable_units(purchase, each, balance.available) for each in purchase.terms.inclusions]
        return (
            *(purchase.id, status_of(purchase, at, self.zone), balance, purchase.adjusted, purchase.forgiven),
            *(purchase.last_day, purchase.expires_at, purchase.freezes, can_book),
            *(purchase.paid, due_of(purchase), owed_back(purchase), worth_at(purchase, at)),
        )

    def _told_visit(self, visit: Appointment) -> tuple[object, ...]:
        paid_by = [(each.purchase, each.units) for each in visit.allocation]
        return (
            visit.id,
            appointment_status(visit, self.clock),
            str(paid_by),
            str(visit.owed),
            repr(visit.visit),
        )

    def reports(self, first: date) -> list[object]:
        """Return what moved from a day on until now, in every report; what came to nothing is no row."""
        last, found = max(first, day_of(self.clock, self.zone)), list[object]()
        for name in REPORTS:
            rows = self.business.engine.ask(question_for(name, first, last, ("package",))).rows
            found += [(name, each.key, each.opening, _told(each)) for each in rows if _told(each)]
        return found


def _told(row: ReportRow) -> dict[str, tuple[int, ...]]:
    """What a row says; how often a thing was done is only told of sales and visits.

    What clients came to owe, by mistake or again, and owe no more, counts on both sides (R-11.12).
    """
    found = {
        kind: (each.times if kind in ("sold", "redeemed") else 0, each.units, each.value, each.gross)
        for kind, each in row.moved.items()
    }
    _, _, *settled = found.pop("settled", (0, 0, 0, 0))
    _, _, *charged = found.pop("receivable", (0, 0, 0, 0))
    found["receivable"] = (0, 0, charged[0] - settled[0], charged[1] - settled[1])
    return {kind: each for kind, each in found.items() if any(each)}


@dataclass(frozen=True)
class Mistake:
    """What may go wrong: the requests that somebody may make, and what sets each right.

    Args:
        right: What should have been asked instead, if anything.
        later: What should have been asked when it is set right, if anything.
        between: Other things may happen before somebody notices.
    """

    wrong: Callable[[Days, Random], Iterable[Request]]
    sets_right: Callable[[Days, Request], Iterable[Request]]
    right: Callable[[Request], Request | None] = lambda _: None
    later: Callable[[Request], Request | None] = lambda _: None
    between: bool = False


def undone(days: Days, _: Request) -> Iterable[Request]:
    return [UndoEntry(entry=len(days.recorded()), reason="by mistake")]


def corrected(was: Literal["used", "cancelled"], verdict: Any = None) -> Callable[[Days, Any], list[Request]]:
    return lambda _, wrong: [
        CorrectAppointment(appointment=wrong.appointment, was=was, verdict=verdict, reason="wrong row")
    ]


def reversed_(days: Days, wrong: Any) -> Iterable[Request]:
    return [ReversePayment(thing=wrong.thing, entry=len(days.recorded()), reason="typed wrong")]


def of_visits(ask: Callable[[str], Request], *, begun: bool) -> Callable[[Days, Random], Iterable[Request]]:
    def wrong(days: Days, pick: Random) -> Iterable[Request]:
        found = [each.id for each in days.appointments() if each.status == "booked"]
        found = [
            each for each in found if (days.business.appointment(each).visit.starts_at <= days.clock) == begun
        ]
        return map(ask, pick.sample(found, len(found)))

    return wrong


def of_purchases(ask: Callable[[Days, str], Request]) -> Callable[[Days, Random], Iterable[Request]]:
    def wrong(days: Days, pick: Random) -> Iterable[Request]:
        found = [each.id for each in days.purchases()]
        return [ask(days, each) for each in pick.sample(found, len(found))]

    return wrong


def booked(days: Days, pick: Random) -> Iterable[Request]:
    for hours in range(24, 90):
        wanted = VisitWanted(
            service=days._service(pick), at=days._start(hours), employee=days._employee(pick)
        )
        yield BookAppointment(client=pick.choice(days.clients), wanted=wanted)


def sold(days: Days, pick: Random) -> Iterable[Request]:
    for _ in range(5):
        yield PurchasePackage(
            client=pick.choice(days.clients),
            package=days._package(pick),
            method="card",
            overrides=("minimum",),
            reason="regular",
        )


def paid(days: Days, pick: Random) -> Iterable[Request]:
    due: list[str] = [each.id for each in days.purchases() if due_of(each)]
    due += [each.id for each in days.appointments() if each.due]
    return [ReceivePayment(thing=each, amount=None, method="card") for each in pick.sample(due, len(due))]


def paid_partly(days: Days, pick: Random) -> Iterable[Request]:
    return [
        ReceivePayment(thing=each.thing, amount=days._money(pick), method="cash")
        for each in paid(days, pick)
        if isinstance(each, ReceivePayment)
    ]


MISTAKES = {
    "missed": Mistake(
        of_visits(lambda visit: MissAppointment(appointment=visit), begun=True),
        corrected("used"),
        between=True,
    ),
    "kept": Mistake(
        of_visits(
            lambda visit: CancelAppointment(appointment=visit, verdict="keep", reason="so"), begun=False
        ),
        corrected("cancelled", "release"),
        right=lambda wrong: CancelAppointment(
            appointment=wrong.appointment,  # type: ignore[attr-defined]
            verdict="release",
            reason="so",
        ),
    ),
    "cancelled": Mistake(of_visits(lambda visit: CancelAppointment(appointment=visit), begun=False), undone),
    "some of a party cancelled": Mistake(
        of_visits(lambda visit: CancelAppointment(appointment=visit, places=1), begun=False), undone
    ),
    "some of a party missed": Mistake(
        of_visits(lambda visit: MissAppointment(appointment=visit, places=1), begun=True), undone
    ),
    "shared": Mistake(
        of_purchases(lambda days, each: SharePurchase(purchase=each, members=(days.clients[0],))),
        lambda _, wrong: [UnsharePurchase(purchase=wrong.purchase, members=wrong.members)],  # type: ignore[attr-defined]
    ),
    "wrong client or service": Mistake(booked, undone),
    "wrong package": Mistake(sold, undone),
    "wrong employee": Mistake(
        of_visits(
            lambda visit: RescheduleAppointment(
                appointment=visit, employee="sina", location="apia", overrides=("hours",), reason="so"
            ),
            begun=False,
        ),
        undone,
    ),
    "extended": Mistake(
        of_purchases(lambda _, each: ExtendPurchase(purchase=each, until=date(2028, 1, 1), reason="so")),
        undone,
    ),
    "adjusted up": Mistake(
        of_purchases(lambda _, each: AdjustUnits(purchase=each, units=7, reason="so")), undone
    ),
    "adjusted down": Mistake(
        of_purchases(lambda _, each: AdjustUnits(purchase=each, units=-1, reason="so")), undone
    ),
    "given": Mistake(
        of_purchases(
            lambda days, each: TransferUnits(purchase=each, to=days.clients[0], units=1, reason="gift")
        ),
        undone,
    ),
    "frozen": Mistake(
        of_purchases(
            lambda days, each: FreezePurchase(
                purchase=each, first=days._day(9), last=days._day(14), reason="so"
            )
        ),
        undone,
    ),
    "paid by the wrong method": Mistake(
        paid,
        lambda days, wrong: [
            *reversed_(days, wrong),
            ReceivePayment(thing=wrong.thing, amount=None, method="cash"),  # type: ignore[attr-defined]
        ],
        later=lambda wrong: ReceivePayment(
            thing=wrong.thing,  # type: ignore[attr-defined]
            amount=None,
            method="cash",
        ),
    ),
    "paid twice": Mistake(paid_partly, reversed_),
    "voided": Mistake(
        of_purchases(
            lambda _, each: VoidPurchase(
                purchase=each, cancel_appointments=True, keep_money=True, reason="so"
            )
        ),
        undone,
    ),
    "refunded": Mistake(
        of_purchases(lambda _, each: RefundPurchase(purchase=each, cancel_appointments=True, reason="so")),
        undone,
    ),
}


@rule("R-12.1", "R-12.2", "R-12.4")
@pytest.mark.parametrize("kind", MISTAKES)
@settings(max_examples=MOST, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(seed=st.integers(0, 2**32))
def test_a_day_with_a_mistake_set_right_is_the_day_without_it(kind: str, seed: int) -> None:
    mistake, pick = MISTAKES[kind], Random(seed)
    wrong, right = both = (Days(), Days())
    _live(both, seed, [each for each in MOVES if each != "merge"], pick.randint(4, 16))
    if mistake.between:
        # Somebody comes, and is taken for one who did not.
        _pass(both, _until_next_visit(right))
    there = len(right.purchases()), len(right.appointments())
    asked = next((each for each in mistake.wrong(wrong, pick) if wrong.asks(each) == "done"), None)
    assume(asked is not None)
    assert asked is not None
    _also(right, mistake.right(asked))
    if mistake.between:
        _live(both, seed + 1, BETWEEN, 3)
        assume(wrong.answers == right.answers)
        there = len(right.purchases()), len(right.appointments())
    _pass(both, pick.choice([0, 30, 700, 3000]))
    then, told = wrong.clock, wrong.business.engine.ask(ListPurchases()).purchases
    _pass(both, 1)
    for request in mistake.sets_right(wrong, asked):
        answer = wrong.asks(request)
        assert answer == "done" or answer in CAN_NO_LONGER, answer
        assume(answer == "done")
    _also(right, mistake.later(asked))

    tomorrow = day_of(wrong.clock, wrong.zone) + timedelta(days=1)
    for minutes in (0, 1440 * 43):
        _pass(both, minutes)
        assert wrong.stands(*there) == right.stands(*there)
        for first in (date(2026, 1, 1), tomorrow):
            assert wrong.reports(first) == right.reports(first), first
    assert wrong.business.engine.ask(ListPurchases(), as_of=then).purchases == told
    assert [len(each.business.expires().purchases) for each in both]
    assert wrong.stands(*there) == right.stands(*there)


def _until_next_visit(days: Days) -> int:
    """How many minutes it is until the next visit begins; 0 where none is to come."""
    ahead = [each.visit.starts_at for each in days.appointments() if each.stands]
    start = min((each for each in ahead if each > days.clock), default=days.clock)
    return int((start - days.clock).total_seconds() // 60)


def _pass(both: Iterable[Days], minutes: int) -> None:
    for days in both:
        days.passes(minutes)


def _live(both: Iterable[Days], seed: int, moves: Sequence[str], steps: int) -> None:
    """Let each live the same days."""
    for days in both:
        pick = Random(seed)
        if not hasattr(days, "business"):
            days.begin(VILLAGE, pick)
        for _ in range(steps):
            getattr(days, pick.choice(moves))(pick)


def _also(days: Days, request: Request | None) -> None:
    """What should have been asked must be possible, or there is nothing to compare."""
    if request is not None:
        assume(days.asks(request) == "done")
