"""Taking back a payment that was typed wrong: it never came in."""

from datetime import datetime
from typing import NoReturn

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.undoing import CannotUndoError, WhyNot
from trafftpkg.domain.events.paying import MoneyMoved, PaymentReceived, PaymentReversed
from trafftpkg.domain.events.selling import PackagePurchased
from trafftpkg.domain.ids import is_purchase
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.refunding import still_here
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.worksheet import Worksheet


@value
class ReversePayment(Request):
    """Take back the payment that an entry recorded for a purchase or an appointment (R-12.2)."""

    name = "pay"
    needs_reason = True

    thing: str
    entry: int
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        thing = sheet.appointment(self.thing) if self.thing.startswith("apt-") else sheet.purchase(self.thing)
        entries = sheet.entries_of(thing.id)
        entry = next((each for each in entries if each.seq == self.entry), None)
        received = None if entry is None else received_for(entry, thing)
        if entry is None or received is None:
            refuse(thing, self.entry, "no_payment")
        reverse(sheet, thing, entry, received)


def received_for(entry: Entry, thing: Purchase | Appointment) -> PaymentReceived | None:
    """Return the payment that an entry recorded for a thing."""
    received = (each for each in entry.events if isinstance(each, PaymentReceived))
    return next((each for each in received if thing.id in each.touched()), None)


def reverse(sheet: Worksheet, thing: Purchase | Appointment, entry: Entry, received: PaymentReceived) -> None:
    """Record that a payment never came; a sale has as long as at first to be paid, from now on.

    Raises:
        CannotUndoError: it was reversed already, paid back, or went on with units.
    """
    moves = thing.moves if isinstance(thing, Purchase) else ()
    left = next(
        (left for each, left in still_here(thing.payments, moves) if each == received.payment(entry.at)), None
    )
    if left is None:
        refuse(thing, entry.seq, "taken_back")
    if left < received.amount or thing.paid < received.amount:
        refuse(thing, entry.seq, "went_on")
    sheet.record(reversal(sheet, thing, entry, received))


def reversal(
    sheet: Worksheet, thing: Purchase | Appointment, entry: Entry, moved: MoneyMoved
) -> PaymentReversed:
    """Return that money which an entry recorded never came, or never went back."""
    came = moved.moved()
    return PaymentReversed(
        purchase=moved.purchase,
        appointment=moved.appointment,
        amount=came,
        method=moved.method,
        reference=moved.reference,
        entry=entry.seq,
        paid_at=entry.at,
        pay_by=pay_by_anew(sheet, thing) if came > 0 else None,
        reason=sheet.reason_hash,
    )


def pay_by_anew(sheet: Worksheet, thing: Purchase | Appointment) -> datetime | None:
    """Return until when a sale may be paid if it had as long as at first, from now on."""
    if not isinstance(thing, Purchase) or thing.pay_by is None:
        return None
    assert is_purchase(thing.id)
    for event in sheet.entries_of(thing.id)[0].events:
        if isinstance(event, PackagePurchased) and event.purchase == thing.id and event.pay_by is not None:
            return sheet.now + (event.pay_by - thing.purchased_at)
    return None


def refuse(thing: Purchase | Appointment, entry: int, why: WhyNot) -> NoReturn:
    """Raise why the payment of an entry is not taken back."""
    raise CannotUndoError(entry=entry, why=why, thing=thing.id)
