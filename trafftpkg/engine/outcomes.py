"""What a request did, and what a recorded entry did, told again as it was right after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, is_appointment, is_purchase
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.reading import View

if TYPE_CHECKING:
    from trafftpkg.domain.refunding import Quote
    from trafftpkg.domain.thing import Thing
    from trafftpkg.engine.ports import Books

T = TypeVar("T")


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
class ReferenceMet(Value):
    """A payment whose reference is recorded already for its method (R-7.13): where it stands.

    Args:
        entry: The last one that recorded it there.
    """

    reference: str
    method: str
    thing: PurchaseId | AppointmentId
    entry: int


@value
class Outcome(Value):
    """What a request did: the things it touched, as they are right after it.

    Args:
        entry: As recorded; None for a dry run.
        replayed: The key was recorded already, and this is the answer of then.
        new: The ids that began with this request.
        quote: What is paid back, line by line; only of a dry run.
        references: The payments that may have been recorded before.
    """

    entry: Entry | None
    replayed: bool
    dry_run: bool
    view: View
    things: tuple[Thing, ...]
    payments: tuple[PaymentMade, ...]
    new: frozenset[str]
    forgiven: tuple[Forgiven, ...] = ()
    quote: Quote = ()
    references: tuple[ReferenceMet, ...] = ()

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """Return the things of a kind, in the order touched."""
        return tuple(each for each in self.things if isinstance(each, kind))

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """The purchases among the things."""
        return self.of(Purchase)

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """The appointments among the things."""
        return self.of(Appointment)


def outcome_of_entry(
    entry: Entry, then: Books, view: View, references: tuple[ReferenceMet, ...] = ()
) -> Outcome:
    """Return the answer that was given for an entry.

    Args:
        then: The books right after it.
        view: At its moment.
        references: Those that were recorded before it.
    """
    things = things_touched(entry, then)
    return Outcome(
        entry=entry,
        replayed=True,
        dry_run=False,
        view=replace(view, payers=payers_among(things)),
        things=things,
        payments=payments_in(entry.events, entry.at),
        new=frozenset(),
        forgiven=forgiven_in(entry.events, things),
        references=references,
    )


def things_touched(entry: Entry, then: Books) -> tuple[Thing, ...]:
    """Return what an entry touched, in that order, as the books of a moment have it."""
    return tuple(held for each in entry.touched if (held := then.thing(each)) is not None)


def parties_among(things: Iterable[Thing]) -> set[ClientKey]:
    """Return the members and payers of the purchases among things: they are told with them."""
    return {party for each in things if isinstance(each, Purchase) for party in each.parties}


def payers_among(things: Iterable[Thing]) -> dict[PurchaseId, Purchase]:
    """Return the purchases among things: those that pay for the visits beside them."""
    return {each.id: each for each in things if isinstance(each, Purchase)}


def forgiven_in(events: Iterable[Event], things: Iterable[Thing]) -> tuple[Forgiven, ...]:
    """Return the visits that an entry released by forgiveness; `things` are as they are right after it."""
    by_id = payers_among(things)
    return tuple(
        Forgiven(
            appointment=appointment,
            purchase=purchase,
            used=by_id[purchase].forgiven,
            of=by_id[purchase].terms.cancellation.forgiven,
        )
        for event in events
        for appointment, purchase in event.forgives()
    )


def payments_in(events: Iterable[Event], at: datetime) -> tuple[PaymentMade, ...]:
    """Return the payments among events; what went back is negative."""
    moved = ((event, event.payment(at)) for event in events)
    return tuple(
        PaymentMade(
            purchase=next(filter(is_purchase, event.touched()), None),
            appointment=next(filter(is_appointment, event.touched()), None),
            payment=payment,
        )
        for event, payment in moved
        if payment is not None
    )
