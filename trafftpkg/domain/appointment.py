"""An appointment: one booked visit, who gives it, where and when, and what pays for it."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.ids import AppointmentId, ClientKey, EmployeeId, LocationId, PurchaseId, ServiceId
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import Payment
from trafftpkg.domain.terms import CancellationPolicy, TaxPoint, TaxSold
from trafftpkg.domain.thing import Engagement
from trafftpkg.domain.value import Value, replace, value

RecordedStatus = Literal["booked", "cancelled", "no_show"]
AppointmentStatus = Literal["booked", "used", "cancelled", "no_show"]


@value
class Allocation(Value):
    """How many units one purchase gave to an appointment."""

    purchase: PurchaseId
    units: int


@value
class Visit(Value):
    """What is booked: a service by an employee at a location, from when to when.

    Args:
        time_zone: The location's, for people; the moments are UTC.
        occupied_from: Start less the buffer before it.
        occupied_until: End and the buffer after it.
        capacity: How many clients could attend it together when it was booked.
        party: How many people come, each with a place and the units of one.
    """

    service: ServiceId
    employee: EmployeeId
    location: LocationId
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    occupied_from: datetime
    occupied_until: datetime
    capacity: int = 1
    party: int = 1

    @property
    def occupied(self) -> Span:
        """The working time it takes, with buffers."""
        return Span(start=self.occupied_from, end=self.occupied_until)

    @property
    def duration(self) -> int:
        """Minutes from start to end."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@value
class VisitFate(Value):
    """What became of a visit that does not take place, and how it stood until then.

    Args:
        at: When that was said.
        kept: Its units, or its price, were kept.
        counts: Cancelled late or missed, and left to the policy: it counts for how many are forgiven.
        forgiven_by: The purchase whose forgiveness was used.
        allocation: Which purchases had given how many units.
        owed: How much of its price had to be paid in all.
    """

    at: datetime
    kept: bool
    counts: bool
    forgiven_by: PurchaseId | None
    allocation: tuple[Allocation, ...]
    owed: Decimal | None


@value
class Appointment(Engagement):
    """One booked visit as recorded. Whether it has begun depends on the time.

    Args:
        allocation: Which purchases gave how many units, in the order they paid; empty after a release.
        price: What a visit without a package costs; None where a package pays.
        owed: How much of `price` has to be paid in all; nothing once it was released.
        cancellation: The policy as booked, for a visit without a package.
        payment_methods: How such a visit may be paid, as booked.
        fate: Of one that was cancelled or missed; None where its booking was taken back.
        taxes: The parts of `price` that are tax, as booked; `tax_point` says when they fall due.
    """

    id: AppointmentId
    client: ClientKey
    visit: Visit
    booked_at: datetime
    status: RecordedStatus = "booked"
    allocation: tuple[Allocation, ...] = ()
    price: Decimal | None = None
    owed: Decimal | None = None
    paid: Decimal = Decimal(0)
    payments: tuple[Payment, ...] = ()
    cancellation: CancellationPolicy | None = None
    payment_methods: tuple[str, ...] = ()
    fate: VisitFate | None = None
    taxes: tuple[TaxSold, ...] = ()
    tax_point: TaxPoint = "payment"

    @property
    def who(self) -> EmployeeId:
        """The employee who gives it."""
        return self.visit.employee

    @property
    def occupied(self) -> Span:
        """The working time it takes, with buffers."""
        return self.visit.occupied

    @property
    def zone(self) -> str:
        """The location's time zone."""
        return self.visit.time_zone

    @property
    def stands(self) -> bool:
        """Whether it was neither called off nor missed."""
        return self.status == "booked"

    @property
    def units(self) -> int:
        """How many units it holds now."""
        return sum(each.units for each in self.allocation)

    @property
    def due(self) -> Decimal | None:
        """What is still to be paid; None where a package pays."""
        return None if self.owed is None else max(self.owed - self.paid, Decimal(0) * self.owed)


def ended_visit(visit: Appointment, status: RecordedStatus, fate: VisitFate) -> Appointment:
    """Return a standing visit as it is once it was cancelled or missed."""
    if fate.kept:
        return replace(visit, status=status, fate=fate)
    owed = None if visit.owed is None else visit.owed * 0
    return replace(visit, status=status, fate=fate, allocation=(), owed=owed)


def appointment_status(appointment: Appointment, now: datetime) -> AppointmentStatus:
    """Return the status at a moment: a booked visit is used from its very start (R-3.2)."""
    if appointment.status == "booked" and appointment.visit.starts_at <= now:
        return "used"
    return appointment.status
