"""What events have in common: which things they touch, and what they make of them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, ThingId
from trafftpkg.domain.purchase import MovedBack, Payment, Purchase
from trafftpkg.domain.value import Value, replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


Lasting = Literal["absence", "confirmed", "import", "lapse", "merge", "seal"]
"""Kinds of entries that `undo` does not take back: they are final, or another request ends them."""

Forgiveness = tuple[AppointmentId, PurchaseId]
"""A visit released by forgiveness, and the purchase whose forgiveness was used."""


class Event(Value):
    """Something that has happened; its class name is its name in the ledger.

    Replay is `after`, folded over the events that touch the thing. It only applies what the event records.
    """

    __slots__ = ()

    lasting: ClassVar[Lasting | None] = None
    """Why it cannot be taken back; None where it can."""

    def begun(self) -> tuple[ThingId, ...]:
        """Return what begins with this event, and is numbered by it."""
        return ()

    def touched(self) -> tuple[ThingId, ...]:
        """Return the things whose facts this event changes."""
        return ()

    def touched_clients(self) -> tuple[ClientKey, ...]:
        """Return the clients it is about, besides those of the purchases and appointments it touches."""
        return ()

    def payment(self, at: datetime) -> Payment | None:
        """Return the money that came in with this event, at its entry's moment; below zero what went back."""
        return None

    def sets_right(self) -> int | None:
        """Return the entry whose mistake this event corrects."""
        return None

    def called_off_by_business(self) -> tuple[AppointmentId, ...]:
        """Return the visits that the business called off with this event."""
        return ()

    def reason_hash(self) -> str | None:
        """Return the hash by which the words of the reason are known; None where none was given."""
        found: str | None = getattr(self, "reason", None)
        return found

    def shown_hash(self) -> str | None:
        """Return the hash by which the text is known that the client was shown before; None for none."""
        found: str | None = getattr(self, "shown", None)
        return found

    def moved_back(self, thing: ThingId) -> tuple[MovedBack, ...] | None:
        """Return what reports count for a thing on the day of this event. None: what its facts tell."""
        return None

    def forgives(self) -> tuple[Forgiveness, ...]:
        """Return which visits this event released by forgiveness, and of which purchase."""
        return ()

    @overload
    def after(self, thing: PurchaseId, before: Purchase | None, at: datetime) -> Purchase: ...
    @overload
    def after(self, thing: AppointmentId, before: Appointment | None, at: datetime) -> Appointment: ...
    @overload
    def after(self, thing: ThingId, before: "Thing | None", at: datetime) -> "Thing": ...
    def after(self, thing: ThingId, before: "Thing | None", at: datetime) -> "Thing":
        """Return a touched thing as it is after this event; `at` is its entry's moment."""
        return self.makes(thing, before, at)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> "Thing":
        """Return what `after` returns, of whatever kind it is: the same kind as before."""
        raise AssertionError(f"{type(self).__name__} does not touch {thing}")


class LedgerEvent(Event):
    """An event about the ledger itself, and about nothing in it."""

    __slots__ = ()

    lasting = "seal"


class PurchaseEvent(Event):
    """An event that changes one purchase which has begun before, and nothing else."""

    __slots__ = ()

    purchase: PurchaseId

    def touched(self) -> tuple[PurchaseId, ...]:
        return (self.purchase,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase:
        assert isinstance(before, Purchase)
        return self.changed(before, at)

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        """Return the purchase as it is after this event."""
        raise AssertionError(f"{type(self).__name__} changes nothing")


@value
class Expiry(Value):
    """When a purchase ends from now on, as decided when the event was recorded.

    Args:
        restored: Units that had been written off and come back with the new end (R-4.9).
    """

    purchase: PurchaseId
    start_day: date | None
    base_day: date | None
    last_day: date | None
    expires_at: datetime | None
    restored: int = 0

    @staticmethod
    def of(purchase: Purchase) -> "Expiry":
        """Return the end that a purchase has."""
        return Expiry(
            purchase=purchase.id,
            start_day=purchase.start_day,
            base_day=purchase.base_day,
            last_day=purchase.last_day,
            expires_at=purchase.expires_at,
        )

    def applied_to(self, purchase: Purchase) -> Purchase:
        """Return the purchase with this end."""
        return replace(
            purchase,
            start_day=self.start_day,
            base_day=self.base_day,
            last_day=self.last_day,
            expires_at=self.expires_at,
            lapsed=purchase.lapsed - self.restored,
        )


def with_expiry(purchase: Purchase, expiries: Iterable[Expiry]) -> Purchase:
    """Return the purchase with the end that is meant for it, if there is one."""
    for expiry in expiries:
        if expiry.purchase == purchase.id:
            return expiry.applied_to(purchase)
    return purchase
