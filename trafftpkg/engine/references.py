"""Whether what a payment is called elsewhere was recorded before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.events.paying import PaymentReceived, PaymentReversed
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.refunding import still_here
from trafftpkg.engine.outcomes import ReferenceMet

if TYPE_CHECKING:
    from trafftpkg.domain.appointment import Appointment
    from trafftpkg.domain.events.base import Event
    from trafftpkg.domain.purchase import Purchase
    from trafftpkg.engine.ports import Books


def references_met(events: Iterable[Event], books: Books, before: Books) -> tuple[ReferenceMet, ...]:
    """Return where the references of payments were recorded before, for the same method (R-7.13).

    Args:
        books: The latest ones, which find a reference at once.
        before: The books without these events.
    """
    received = (each for each in events if isinstance(each, PaymentReceived))
    return tuple(
        ReferenceMet(
            reference=each.reference,
            method=each.method,
            thing=thing.id,
            entry=_entry_of(thing, each, before),
        )
        for each in received
        if each.reference
        for thing in _paid_under(each.reference, books, before)
        if _has_received(thing, each.reference, each.method)
    )


def _paid_under(reference: str, books: Books, before: Books) -> Iterator[Purchase | Appointment]:
    """The things with a payment of this reference, as they were before, whatever the time."""
    now = datetime.min.replace(tzinfo=UTC)
    for purchase in books.purchases(PurchaseFilter(reference=reference), now):
        if (was := before.thing(purchase.id)) is not None:
            yield was
    for visit in books.appointments(AppointmentFilter(reference=reference), now):
        if (stood := before.thing(visit.id)) is not None:
            yield stood


def _has_received(thing: Purchase | Appointment, reference: str, method: str) -> bool:
    """Whether a payment of this reference came by this method, and was not taken back or paid back."""
    # What went on with units to another client is still a payment that was recorded here.
    return any(
        left > 0 and (each.reference, each.method) == (reference, method)
        for each, left in still_here(thing.payments)
    )


def _entry_of(thing: Purchase | Appointment, received: PaymentReceived, books: Books) -> int:
    """The last entry that recorded such a payment for a thing, and was not set right since."""
    entries = books.entries_touching(thing.id)
    wrong = {
        event.entry
        for entry in entries
        for event in entry.events
        if isinstance(event, PaymentReversed) and event.amount > 0 and thing.id in event.touched()
    }
    return next(
        entry.seq
        for entry in reversed(entries)
        for event in entry.events
        if entry.seq not in wrong and isinstance(event, PaymentReceived) and thing.id in event.touched()
        if (event.reference, event.method) == (received.reference, received.method)
    )
