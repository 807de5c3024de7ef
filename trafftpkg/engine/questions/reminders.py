"""Whom to write to: what lapses soon, what is nearly used up, and what has not been paid."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import PurchaseStatus, balance_of
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter, PurchaseSort
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.moments import Length, day_of, later
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading

ReminderKind = Literal["expiring", "low_balance", "unpaid"]

_REDEEMABLE: tuple[PurchaseStatus, ...] = ("active", "frozen")


@value
class Reminder(Value):
    """A message that is due.

    Args:
        client: To whom it goes; a debt is told to who pays.
        key: Stays while nothing new is to be said: what was sent under it need not be sent again.
        purchase: What it is about; None where it is a visit at its price.
        available: Units of the purchase that can still be booked.
        due: What is still to be paid.
    """

    key: str
    kind: ReminderKind
    client: ClientKey
    purchase: Purchase | None
    appointment: Appointment | None
    available: int | None
    due: Decimal


@value
class Reminders(Value):
    """Messages that are due, by kind."""

    view: View
    reminders: tuple[Reminder, ...]


@value
class FindReminders(Question[Reminders]):
    """Find the messages that are due; what is None, or false, is not looked for.

    Args:
        expiring_within: Units that lapse this soon, sooner first. New once the last day has moved.
        low_balance: Packages with this many sessions or hours left, or fewer, but at least one; in the order
            bought. New once units have been added and the balance has run low again.
        unpaid: Sales with money due, in the order bought, also after a deposit and after an end; then visits.
            New once the time to pay has moved, the sale has ended, or the visit is on another day.
    """

    expiring_within: Length | None = None
    low_balance: int | None = None
    unpaid: bool = False

    def answer(self, reading: Reading) -> Reminders:
        found = () if reading.is_empty else tuple(self._found(reading))
        keys = sorted({each.client for each in found})
        return Reminders(view=reading.view(keys), reminders=found)

    def _found(self, reading: Reading) -> Iterator[Reminder]:
        if self.expiring_within is not None:
            until = later(reading.now, self.expiring_within, reading.time_zone)
            by_end: PurchaseSort = "expires_at"
            wanted = PurchaseFilter(expiring_until=until, statuses=_REDEEMABLE, sort=by_end)
            for each in reading.books.purchases(wanted, reading.now):
                yield _reminder("expiring", each, f"{each.last_day}", reading)
        if self.low_balance is not None:
            wanted = PurchaseFilter(available_at_most=self.low_balance, statuses=_REDEEMABLE)
            for each in reading.books.purchases(wanted, reading.now):
                ever = each.granted + each.received + each.adjusted
                yield _reminder("low_balance", each, f"{self.low_balance}-of-{ever}", reading)
        if self.unpaid:
            for each in reading.books.purchases(PurchaseFilter(due=True), reading.now):
                yield _reminder("unpaid", each, _what_is_new(each, reading), reading)
            for visit in reading.books.appointments(AppointmentFilter(due=True), reading.now):
                yield _of_visit(visit)


def _what_is_new(purchase: Purchase, reading: Reading) -> str:
    """Why a debt is to be told again: it has ended, or there is another time to pay it."""
    if purchase.ended is not None:
        return purchase.ended.kind
    return "" if purchase.pay_by is None else f"{day_of(purchase.pay_by, reading.time_zone)}"


def _of_visit(visit: Appointment) -> Reminder:
    day = day_of(visit.visit.starts_at, visit.zone)
    return Reminder(
        key=f"unpaid/{visit.id}/{day}",
        kind="unpaid",
        client=visit.client,
        purchase=None,
        appointment=visit,
        available=None,
        due=visit.due or Decimal(0),
    )


def _reminder(kind: ReminderKind, purchase: Purchase, what: str, reading: Reading) -> Reminder:
    return Reminder(
        key=f"{kind}/{purchase.id}/{what}",
        kind=kind,
        client=purchase.paid_by if kind == "unpaid" else purchase.client,
        purchase=purchase,
        appointment=None,
        available=balance_of(purchase, reading.now).available,
        due=due_of(purchase),
    )
