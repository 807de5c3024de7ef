"""What happens to an appointment, and through it to the units that pay for it."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from trafftpkg.domain.appointment import (
    Allocation,
    Appointment,
    RecordedStatus,
    Visit,
    VisitFate,
    ended_visit,
)
from trafftpkg.domain.events.base import Event, Expiry, Forgiveness, with_expiry
from trafftpkg.domain.ids import (
    AppointmentId,
    ClientKey,
    EmployeeId,
    LocationId,
    PurchaseId,
    ServiceId,
    ThingId,
)
from trafftpkg.domain.purchase import Hold, Purchase
from trafftpkg.domain.terms import CancellationPolicy, TaxPoint, TaxSold
from trafftpkg.domain.value import Value, replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing

CancelledBy = Literal["client", "business"]
Destination = Literal["available", "lapsed", "voided"]
DecidedBy = Literal["policy", "staff"]


@value
class AppointmentBooked(Event):
    """A visit was booked and, where a package pays, redeemed; `shown` is as in `PackagePurchased`."""

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
    taxes: tuple[TaxSold, ...] = ()
    tax_point: TaxPoint = "payment"
    shown: str | None = None

    def touched(self) -> tuple[ThingId, ...]:
        return (*(each.purchase for each in self.allocation), self.appointment)

    def begun(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        return self._redeemed(before) if isinstance(before, Purchase) else self._booked(at)

    def _redeemed(self, before: Purchase) -> Purchase:
        hold = Hold(
            appointment=self.appointment,
            service=self.visit.service,
            employee=self.visit.employee,
            location=self.visit.location,
            units=sum(each.units for each in self.allocation if each.purchase == before.id),
            starts_at=self.visit.starts_at,
        )
        return with_expiry(replace(before, holds=(*before.holds, hold)), self.expiries)

    def _booked(self, at: datetime) -> Appointment:
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
            taxes=self.taxes,
            tax_point=self.tax_point,
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

    def touched(self) -> tuple[ThingId, ...]:
        return (*self.purchases, self.appointment)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        if isinstance(before, Appointment):
            return replace(before, visit=self.visit)
        assert isinstance(before, Purchase)
        holds = tuple(
            replace(
                hold,
                starts_at=self.visit.starts_at,
                employee=self.visit.employee,
                location=self.visit.location,
            )
            if hold.appointment == self.appointment
            else hold
            for hold in before.holds
        )
        return with_expiry(replace(before, holds=holds), self.expiries)


@value
class Release(Value):
    """Units that went back to the purchase they came from, and what they are there."""

    purchase: PurchaseId
    units: int
    to: Destination


@value
class AppointmentRedeemed(Event):
    """Other purchases pay for a visit from now on, in place of its price or of those that paid before.

    Args:
        kept: It was cancelled or missed, and is paid all the same.
        released: What those that paid before got back.
    """

    appointment: AppointmentId
    service: ServiceId
    employee: EmployeeId
    location: LocationId
    starts_at: datetime
    allocation: tuple[Allocation, ...]
    kept: bool = False
    released: tuple[Release, ...] = ()
    expiries: tuple[Expiry, ...] = ()
    reason: str | None = None

    def touched(self) -> tuple[ThingId, ...]:
        before, now = ((part.purchase for part in parts) for parts in (self.released, self.allocation))
        return (*dict.fromkeys((*before, *now)), self.appointment)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        if isinstance(before, Appointment):
            return self._paid_anew(before)
        assert isinstance(before, Purchase)
        after = with_units_back(before, self.appointment, self.released)
        units = sum(each.units for each in self.allocation if each.purchase == before.id)
        if units:
            after = replace(after, holds=(*after.holds, self._hold(after, units, at)))
        return with_expiry(after, self.expiries)

    def _hold(self, before: Purchase, units: int, at: datetime) -> Hold:
        """The visit takes its share of the price now, unless it is still to come."""
        hold = Hold(
            appointment=self.appointment,
            service=self.service,
            employee=self.employee,
            location=self.location,
            units=units,
            starts_at=self.starts_at,
            kept=self.kept,
        )
        if self.starts_at > at and not self.kept:
            return hold
        return replace(hold, since=at, after=len(before.changes))

    def _paid_anew(self, before: Appointment) -> Appointment:
        """What was paid of its price is to be paid back; where nothing was, it is as if booked like this."""
        free = None if before.owed is None or not before.payments else before.owed * 0
        price = None if free is None else before.price
        fate = None if before.fate is None else replace(before.fate, counts=False)
        return replace(before, allocation=self.allocation, price=price, owed=free, fate=fate)


class VisitEnded(Event):
    """A visit does not take place; either all its units were released, or all were kept.

    Args:
        purchases: Those that paid.
        forgiven_by: The one whose forgiveness was used.
        decided_by: Who said that it is kept or released; in older entries nobody noted it.
    """

    __slots__ = ()

    status: ClassVar[RecordedStatus]
    appointment: AppointmentId
    purchases: tuple[PurchaseId, ...]
    kept: bool
    released: tuple[Release, ...]
    forgiven_by: PurchaseId | None
    expiries: tuple[Expiry, ...]
    reason: str | None
    decided_by: DecidedBy | None

    def touched(self) -> tuple[ThingId, ...]:
        return (*self.purchases, self.appointment)

    def forgives(self) -> tuple[Forgiveness, ...]:
        return () if self.forgiven_by is None else ((self.appointment, self.forgiven_by),)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        if isinstance(before, Appointment):
            return ended_visit(before, self.status, self._fate(before, at))
        assert isinstance(before, Purchase)
        after = self._with_units_kept(before, at) if self.kept else self._with_units_back(before)
        return with_expiry(after, self.expiries)

    def _fate(self, before: Appointment, at: datetime) -> VisitFate:
        # Where nobody noted who decided, what was kept for a reason was kept by a person.
        by_hand = (
            self.kept and self.reason is not None if self.decided_by is None else self.decided_by == "staff"
        )
        return VisitFate(
            at=at,
            kept=self.kept,
            counts=not by_hand and (self.kept or self.forgiven_by is not None),
            forgiven_by=self.forgiven_by,
            allocation=before.allocation,
            owed=before.owed,
        )

    def _with_units_kept(self, before: Purchase, at: datetime) -> Purchase:
        holds = tuple(
            kept_from(hold, before, at) if hold.appointment == self.appointment else hold
            for hold in before.holds
        )
        return replace(before, holds=holds)

    def _with_units_back(self, before: Purchase) -> Purchase:
        back = with_units_back(before, self.appointment, self.released)
        return replace(back, forgiven=back.forgiven + (self.forgiven_by == back.id))


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
    decided_by: DecidedBy | None = None

    def called_off_by_business(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,) if self.by == "business" else ()


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
    decided_by: DecidedBy | None = None


def with_units_back(before: Purchase, appointment: AppointmentId, released: tuple[Release, ...]) -> Purchase:
    """Return a purchase that no longer holds units for a visit, and has what was released."""
    back = [each for each in released if each.purchase == before.id]
    return replace(
        before.without(appointment),
        lapsed=before.lapsed + sum(each.units for each in back if each.to == "lapsed"),
        voided=before.voided + sum(each.units for each in back if each.to == "voided"),
    )


def kept_from(hold: Hold, before: Purchase, at: datetime) -> Hold:
    """Return a hold as kept: used from its start, or from now on if that is still to come."""
    kept = replace(hold, kept=True)
    return kept if hold.starts_at <= at else replace(kept, since=at, after=len(before.changes))
