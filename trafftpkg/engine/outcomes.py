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
    from trafftpkg.domain.refunding import Quote
    from trafftpkg.engine.ports import Books


@value
class PaymentMade(Value):
    """A payment, and what it was for: a purchase, or a visit without a package."""

    purchase: PurchaseId | None
    appointment: AppointmentId | None
    payment: Payment


@value
class Forgiven(Value):
    """A late or missed visit released by forgiveness: which one of how many of its purchase (R-8.7)."""

    appointment: AppointmentId
    purchase: PurchaseId
    used: int
    of: int


@value
class Outcome(Value):
    """What a request did: the things it touched, as they are right after it.

    Args:
        entry: As recorded; None for a dry run.
        replayed: The key was recorded already, and this is the answer of then.
        new: The ids that began with this request.
        quote: What is paid back, line by line; only of a dry run.
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
    forgiven: tuple[Forgiven, ...] = ()
    quote: Quote = ()


def outcome_of_entry(entry: Entry, then: Books, view: View) -> Outcome:
    """Return the answer that was given for an entry.

    Args:
        then: The books right after it.
        view: At its moment.
    """
    purchases = dict.fromkeys(each for event in entry.events for each in event.touched_purchases())
    appointments = dict.fromkeys(each for event in entry.events for each in event.touched_appointments())
    blocks = dict.fromkeys(each for event in entry.events for each in event.touched_blocks())
    found = [held for each in purchases if (held := then.purchase(each)) is not None]
    visits = (then.appointment(each) for each in appointments)
    return Outcome(
        entry=entry,
        replayed=True,
        dry_run=False,
        view=view,
        purchases=tuple(found),
        appointments=tuple(each for each in visits if each is not None),
        payments=payments_in(entry.events, entry.at),
        new=frozenset(),
        blocks=tuple(block for each in blocks if (block := then.block(each)) is not None),
        forgiven=forgiven_in(entry.events, found),
    )


def forgiven_in(events: Iterable[Event], purchases: Iterable[Purchase]) -> tuple[Forgiven, ...]:
    """Return the visits that an entry released by forgiveness; `purchases` are as they are right after it."""
    by_id = {each.id: each for each in purchases}
    # Only visits that ended have it; a request that ends none does not load the events that do.
    named = ((event, getattr(event, "forgiven_by", None)) for event in events)
    return tuple(
        Forgiven(
            appointment=event.touched_appointments()[0],
            purchase=purchase,
            used=by_id[purchase].forgiven,
            of=by_id[purchase].terms.cancellation.forgiven,
        )
        for event, purchase in named
        if purchase is not None
    )


def payments_in(events: Iterable[Event], at: datetime) -> tuple[PaymentMade, ...]:
    """Return the payments among events; what went back is negative."""
    moved = ((event, event.payment(at)) for event in events)
    return tuple(
        PaymentMade(
            purchase=next(iter(event.touched_purchases()), None),
            appointment=next(iter(event.touched_appointments()), None),
            payment=payment,
        )
        for event, payment in moved
        if payment is not None
    )
