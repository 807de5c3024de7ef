"""What happens to an appointment, and through it to the units that pay for it."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.appointment import Allocation, Appointment, RecordedStatus, Visit
from trafftpkg.domain.events.base import Event, Expiry, with_expiry
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Hold, Purchase
from trafftpkg.domain.terms import CancellationPolicy
from trafftpkg.domain.value import Value

CancelledBy = Literal["client", "business"]
Destination = Literal["available", "lapsed", "voided"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Release(Value):
    """Units that went back to the purchase they came from, and what they are there."""

    purchase: PurchaseId
    units: int
    to: Destination


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AppointmentCancelled(Event):
    """A visit will not take place; either all its units were released, or all were kept.

    `purchases` are those that paid, `forgiven_by` the one whose forgiveness was used.
    """

    appointment: AppointmentId
    by: CancelledBy
    purchases: tuple[PurchaseId, ...]
    kept: bool
    released: tuple[Release, ...] = ()
    forgiven_by: PurchaseId | None = None
    expiries: tuple[Expiry, ...] = ()
    reason: str | None = None

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return self.purchases

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        return with_expiry(_after_end(self, before), self.expiries)

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        assert before is not None
        return _ended(before, "cancelled", self.kept)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AppointmentMissed(Event):
    """The client did not come; the rest as for a cancellation."""

    appointment: AppointmentId
    purchases: tuple[PurchaseId, ...]
    kept: bool
    released: tuple[Release, ...] = ()
    forgiven_by: PurchaseId | None = None
    expiries: tuple[Expiry, ...] = ()
    reason: str | None = None

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return self.purchases

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        return with_expiry(_after_end(self, before), self.expiries)

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        assert before is not None
        return _ended(before, "no_show", self.kept)


def _after_end(event: AppointmentCancelled | AppointmentMissed, before: Purchase) -> Purchase:
    if event.kept:
        holds = tuple(
            replace(hold, kept=True) if hold.appointment == event.appointment else hold
            for hold in before.holds
        )
        return replace(before, holds=holds)
    holds = tuple(hold for hold in before.holds if hold.appointment != event.appointment)
    back = [each for each in event.released if each.purchase == before.id]
    return replace(
        before,
        holds=holds,
        lapsed=before.lapsed + sum(each.units for each in back if each.to == "lapsed"),
        voided=before.voided + sum(each.units for each in back if each.to == "voided"),
        forgiven=before.forgiven + (event.forgiven_by == before.id),
    )


def _ended(before: Appointment, status: RecordedStatus, kept: bool) -> Appointment:
    if kept:
        return replace(before, status=status)
    owed = None if before.owed is None else before.owed * 0
    return replace(before, status=status, allocation=(), owed=owed)
