"""What happens to an appointment, and through it to the units that pay for it."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from trafftpkg.domain.appointment import Allocation, Appointment, RecordedStatus, Visit
from trafftpkg.domain.events.base import Event, Expiry, with_expiry
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Hold, Purchase
from trafftpkg.domain.terms import CancellationPolicy
from trafftpkg.domain.value import Value, replace, value

CancelledBy = Literal["client", "business"]
Destination = Literal["available", "lapsed", "voided"]


@value
class AppointmentBooked(Event):
    """A visit was booked and, where a package pays, redeemed."""

    appointment: AppointmentId
    client: ClientKey
    visit: Visit
    allocation: tuple[Allocation, ...]
    price: Decimal | None = None
    cancellation: CancellationPolicy | None = None
    payment_methods: tuple[str, ...] = ()
    expiries: tuple[Expiry, ...] = ()
    overridden: tuple[str, ...] = ()
    reason: str | None = None

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return tuple(each.purchase for each in self.allocation)

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def begun(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        hold = Hold(
            appointment=self.appointment,
            service=self.visit.service,
            units=sum(each.units for each in self.allocation if each.purchase == purchase),
            starts_at=self.visit.starts_at,
        )
        return with_expiry(replace(before, holds=(*before.holds, hold)), self.expiries)

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        return Appointment(
            id=self.appointment,
            client=self.client,
            visit=self.visit,
            booked_at=at,
            allocation=self.allocation,
            price=self.price,
            owed=self.price,
            paid=Decimal(0) if self.price is None else self.price * 0,
            cancellation=self.cancellation,
            payment_methods=self.payment_methods,
        )


@value
class AppointmentRescheduled(Event):
    """A visit moved; what pays for it stays."""

    appointment: AppointmentId
    purchases: tuple[PurchaseId, ...]
    visit: Visit
    expiries: tuple[Expiry, ...] = ()
    overridden: tuple[str, ...] = ()
    reason: str | None = None

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return self.purchases

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        holds = tuple(
            replace(hold, starts_at=self.visit.starts_at) if hold.appointment == self.appointment else hold
            for hold in before.holds
        )
        return with_expiry(replace(before, holds=holds), self.expiries)

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        assert before is not None
        return replace(before, visit=self.visit)


@value
class Release(Value):
    """Units that went back to the purchase they came from, and what they are there."""

    purchase: PurchaseId
    units: int
    to: Destination


class VisitEnded(Event):
    """A visit does not take place; either all its units were released, or all were kept.

    Args:
        purchases: Those that paid.
        forgiven_by: The one whose forgiveness was used.
    """

    __slots__ = ()

    status: ClassVar[RecordedStatus]
    appointment: AppointmentId
    purchases: tuple[PurchaseId, ...]
    kept: bool
    released: tuple[Release, ...]
    forgiven_by: PurchaseId | None
    expiries: tuple[Expiry, ...]

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return self.purchases

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        after = self._with_units_kept(before, at) if self.kept else self._with_units_back(before)
        return with_expiry(after, self.expiries)

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        assert before is not None
        if self.kept:
            return replace(before, status=self.status)
        owed = None if before.owed is None else before.owed * 0
        return replace(before, status=self.status, allocation=(), owed=owed)

    def _with_units_kept(self, before: Purchase, at: datetime) -> Purchase:
        holds = tuple(
            kept_from(hold, before, at) if hold.appointment == self.appointment else hold
            for hold in before.holds
        )
        return replace(before, holds=holds)

    def _with_units_back(self, before: Purchase) -> Purchase:
        back = [each for each in self.released if each.purchase == before.id]
        return replace(
            before,
            holds=tuple(hold for hold in before.holds if hold.appointment != self.appointment),
            lapsed=before.lapsed + sum(each.units for each in back if each.to == "lapsed"),
            voided=before.voided + sum(each.units for each in back if each.to == "voided"),
            forgiven=before.forgiven + (self.forgiven_by == before.id),
        )


@value
class AppointmentCancelled(VisitEnded):
    """A visit was called off before it began."""

    status = "cancelled"

    appointment: AppointmentId
    by: CancelledBy
    purchases: tuple[PurchaseId, ...]
    kept: bool
    released: tuple[Release, ...] = ()
    forgiven_by: PurchaseId | None = None
    expiries: tuple[Expiry, ...] = ()
    reason: str | None = None


@value
class AppointmentMissed(VisitEnded):
    """The client did not come."""

    status = "no_show"

    appointment: AppointmentId
    purchases: tuple[PurchaseId, ...]
    kept: bool
    released: tuple[Release, ...] = ()
    forgiven_by: PurchaseId | None = None
    expiries: tuple[Expiry, ...] = ()
    reason: str | None = None


def kept_from(hold: Hold, before: Purchase, at: datetime) -> Hold:
    """Return a hold as kept: used from its start, or from now on if that is still to come."""
    kept = replace(hold, kept=True)
    return kept if hold.starts_at <= at else replace(kept, since=at, after=len(before.changes))
