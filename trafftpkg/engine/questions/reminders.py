"""Whom to write to: visits tomorrow, units that lapse, packages (nearly) used up, and what is not paid."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import PurchaseStatus, balance_of, status_of
from trafftpkg.domain.events.booking import AppointmentBooked, AppointmentRescheduled
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter, PurchaseSort
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.moments import Length, day_of, earlier, later
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading, View

ReminderKind = Literal["tomorrow", "expiring", "low_balance", "used_up", "unpaid"]

_TWO_DAYS_ANYWHERE = timedelta(hours=52)
"""No two days on the clock of any place last longer."""
_REDEEMABLE: tuple[PurchaseStatus, ...] = ("active", "frozen")


@value
class Reminder(Value):
    """A message that is due.

    Args:
        client: To whom it goes; a debt is told to who pays.
        key: Stays while nothing new is to be said: what was sent under it need not be sent again.
        purchase: What it is about; None where it is a visit.
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
        tomorrow: Visits until the end of the next day at their place, by start; but not those that were
            booked or moved on the day before or later. New once the visit begins at another time.
        used_up_within: Packages whose last visit began within this time, so that nothing is left, in the
            order of those visits. New once units were added and are used up again.
    """

    expiring_within: Length | None = None
    low_balance: int | None = None
    unpaid: bool = False
    tomorrow: bool = False
    used_up_within: Length | None = None

    def answer(self, reading: Reading) -> Reminders:
        found = () if reading.is_empty else tuple(self._found(reading))
        keys = sorted({each.client for each in found})
        return Reminders(view=reading.view(keys), reminders=found)

    def _found(self, reading: Reading) -> Iterator[Reminder]:
        if self.tomorrow:
            yield from _tomorrow(reading)
        if self.expiring_within is not None:
            until = later(reading.now, self.expiring_within, reading.time_zone)
            by_end: PurchaseSort = "expires_at"
            wanted = PurchaseFilter(expiring_until=until, statuses=_REDEEMABLE, sort=by_end)
            for each in reading.books.purchases(wanted, reading.now):
                yield reminder_of("expiring", each, reading)
        if self.low_balance is not None:
            wanted = PurchaseFilter(available_at_most=self.low_balance, statuses=_REDEEMABLE)
            for each in reading.books.purchases(wanted, reading.now):
                yield _reminder("low_balance", each, f"{self.low_balance}-of-{_ever(each)}", reading)
        if self.used_up_within is not None:
            yield from _used_up(self.used_up_within, reading)
        if self.unpaid:
            for each in reading.books.purchases(PurchaseFilter(due=True), reading.now):
                yield reminder_of("unpaid", each, reading)
            for visit in reading.books.appointments(AppointmentFilter(due=True), reading.now):
                yield _of_visit("unpaid", visit)


def reminder_of(kind: ReminderKind, thing: Purchase | Appointment, reading: Reading) -> Reminder:
    """Return the reminder of a kind that a thing gives now, by whose key it is known whether it was sent.

    Whether it is due is for `FindReminders` to find, and for `is_still_due` to tell.
    """
    if isinstance(thing, Appointment):
        return _of_visit(kind, thing)
    if kind == "expiring":
        return _reminder(kind, thing, f"{thing.last_day}", reading)
    if kind == "used_up":
        return _reminder(kind, thing, f"{_ever(thing)}", reading)
    return _reminder("unpaid", thing, _what_is_new(thing, reading), reading)


def is_still_due(reminder: Reminder, reading: Reading) -> bool:
    """Tell whether what a reminder tells is still so: it may have waited."""
    visit, purchase, now = reminder.appointment, reminder.purchase, reading.now
    match reminder.kind:
        case "tomorrow":
            return visit is not None and visit.stands and visit.visit.starts_at > now
        case "unpaid":
            return bool(reminder.due)
        case "used_up":
            return purchase is not None and status_of(purchase, now, reading.time_zone) == "used_up"
        case "expiring" | "low_balance":
            is_live = purchase is not None and status_of(purchase, now, reading.time_zone) in _REDEEMABLE
            return is_live and bool(reminder.available)


def _tomorrow(reading: Reading) -> Iterator[Reminder]:
    wanted = AppointmentFilter(
        statuses=("booked",),
        starting_from=reading.now,
        starting_before=reading.now + _TWO_DAYS_ANYWHERE,
    )
    for visit in reading.books.appointments(wanted, reading.now):
        day = day_of(visit.visit.starts_at, visit.zone)
        is_near = day <= day_of(reading.now, visit.zone) + timedelta(days=1)
        if is_near and _day_arranged(visit, reading) < day - timedelta(days=1):
            yield _of_visit("tomorrow", visit)


def _day_arranged(visit: Appointment, reading: Reading) -> date:
    """The day on which a visit was booked or moved last: who asked for it was told then."""
    arranged = [
        entry.at
        for entry in reading.books.entries_touching(visit.id)
        if any(
            isinstance(each, AppointmentBooked | AppointmentRescheduled) and each.appointment == visit.id
            for each in entry.events
        )
    ]
    return day_of(arranged[-1] if arranged else visit.booked_at, visit.zone)


def _used_up(within: Length, reading: Reading) -> Iterator[Reminder]:
    wanted = AppointmentFilter(
        starting_from=earlier(reading.now, within, reading.time_zone), starting_before=reading.now
    )
    visits = reading.books.appointments(wanted, reading.now)
    for name in dict.fromkeys(part.purchase for each in visits for part in each.allocation):
        purchase = reading.books.thing(name)
        if purchase is not None and status_of(purchase, reading.now, reading.time_zone) == "used_up":
            yield reminder_of("used_up", purchase, reading)


def _ever(purchase: Purchase) -> int:
    return purchase.granted + purchase.received + purchase.adjusted


def _what_is_new(purchase: Purchase, reading: Reading) -> str:
    """Why a debt is to be told again: it has ended, or there is another time to pay it."""
    if purchase.ended is not None:
        return purchase.ended.kind
    return "" if purchase.pay_by is None else f"{day_of(purchase.pay_by, reading.time_zone)}"


def _of_visit(kind: ReminderKind, visit: Appointment) -> Reminder:
    starts_at = visit.visit.starts_at
    what = f"{starts_at:%Y-%m-%dT%H:%MZ}" if kind == "tomorrow" else f"{day_of(starts_at, visit.zone)}"
    return Reminder(
        key=f"{kind}/{visit.id}/{what}",
        kind=kind,
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
