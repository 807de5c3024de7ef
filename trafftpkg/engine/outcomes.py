"""What a request did, and what a recorded entry did, told again as it was right after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.answers import View

if TYPE_CHECKING:
    from trafftpkg.domain.block import Block
    from trafftpkg.engine.ports import Books


@value
class PaymentMade(Value):
    """A payment, and what it was for: a purchase, or a visit without a package."""

    purchase: PurchaseId | None
    appointment: AppointmentId | None
    payment: Payment


@value
class Outcome(Value):
    """What a request did: the things it touched, as they are right after it.

    Args:
        entry: As recorded; None for a dry run.
        replayed: The key was recorded already, and this is the answer of then.
        new: The ids that began with this request.
    """

    entry: Entry | None
    replayed: bool
    dry_run: bool
    view: View
    purchases: tuple[Purchase, ...]
    appointments: tuple[Appointment, ...]
    payments: tuple[PaymentMade, ...]
    new: frozenset[str]
    blocks: tuple[Block, ...] = ()


def outcome_of_entry(entry: Entry, then: Books, view: View) -> Outcome:
    """Return the answer that was given for an entry.

    Args:
        then: The books right after it.
        view: At its moment.
    """
    purchases = dict.fromkeys(each for event in entry.events for each in event.touched_purchases())
    appointments = dict.fromkeys(each for event in entry.events for each in event.touched_appointments())
    blocks = dict.fromkeys(each for event in entry.events for each in event.touched_blocks())
    found = (then.purchase(each) for each in purchases)
    visits = (then.appointment(each) for each in appointments)
    return Outcome(
        entry=entry,
        replayed=True,
        dry_run=False,
        view=view,
        purchases=tuple(each for each in found if each is not None),
        appointments=tuple(each for each in visits if each is not None),
        payments=payments_in(entry.events, entry.at),
        new=frozenset(),
        blocks=tuple(block for each in blocks if (block := then.block(each)) is not None),
    )


def payments_in(events: Iterable[Event], at: datetime) -> tuple[PaymentMade, ...]:
    """Return the payments among events; what went back is negative."""
    made = (_payment(event, at) for event in events)
    return tuple(each for each in made if each is not None)


def _payment(event: Event, at: datetime) -> PaymentMade | None:
    # By name, since a request that moves no money does not load the events that do.
    kind = type(event).__name__
    if kind not in ("PaymentReceived", "PaymentReturned"):
        return None
    from trafftpkg.domain.events.paying import PaymentReceived, PaymentReturned

    assert isinstance(event, PaymentReceived | PaymentReturned)
    sign = 1 if isinstance(event, PaymentReceived) else -1
    payment = Payment(amount=sign * event.amount, method=event.method, reference=event.reference, at=at)
    appointment = event.appointment if isinstance(event, PaymentReceived) else None
    return PaymentMade(purchase=event.purchase, appointment=appointment, payment=payment)
