"""An appointment cannot be booked, moved, or cancelled like this. Moments are UTC."""

from datetime import date, datetime
from typing import Literal

from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.errors.base import RefusedError
from trafftpkg.domain.ids import (
    AppointmentId,
    ClientKey,
    EmployeeId,
    LocationId,
    PurchaseId,
    ServiceId,
    ThingId,
)
from trafftpkg.domain.moments import Length


class NothingToRedeemError(RefusedError):
    """The client holds no purchase that can pay for this appointment."""

    code = "nothing_to_redeem"

    client: ClientKey
    service: ServiceId
    starts_at: datetime
    time_zone: str
    candidates: tuple[Candidate, ...]


PayerAsked = Literal["named", "moved", "sold"]
"""Why one purchase had to pay: it was named, it pays for the visit that is moved, or it is being sold."""


class PurchaseCannotPayError(RefusedError):
    """The chosen purchase, or the one that pays now, cannot pay for this appointment."""

    code = "purchase_cannot_pay"

    asked: PayerAsked
    purchase: PurchaseId | None
    service: ServiceId
    starts_at: datetime
    time_zone: str
    candidates: tuple[Candidate, ...]


class EmployeeNotAvailableError(RefusedError):
    """The employee does not offer the service, does not work there, is booked, or is away.

    `employee` is None if nobody offers the service at the location, or nobody is free. `standing` is what
    takes their time. `free` are employees with time then at that location. `places` is how many people may
    come at once.
    """

    code = "employee_not_available"

    employee: EmployeeId | None
    service: ServiceId
    location: LocationId | None
    why: Literal[
        "service", "location", "booked", "full", "blocked", "nobody", "nobody_free", "party_too_large"
    ]
    starts_at: datetime | None = None
    busy_from: datetime | None = None
    busy_until: datetime | None = None
    time_zone: str | None = None
    standing: ThingId | None = None
    free: tuple[EmployeeId, ...] = ()
    places: int | None = None


class EmployeeRequiredError(RefusedError):
    """Several employees are possible."""

    code = "employee_required"

    service: ServiceId
    employees: tuple[EmployeeId, ...]


class LocationRequiredError(RefusedError):
    """Several locations are possible: for the employee, or for the service if any employee will do."""

    code = "location_required"

    service: ServiceId
    employee: EmployeeId | None
    locations: tuple[LocationId, ...]


class OutsideHoursError(RefusedError):
    """The employee does not work then, buffers included. `open_spans` are that day's hours, in UTC.

    `free` are employees with time then at that location.
    """

    code = "outside_hours"

    employee: EmployeeId
    location: LocationId
    starts_at: datetime
    occupied_from: datetime
    occupied_until: datetime
    time_zone: str
    open_spans: tuple[tuple[datetime, datetime], ...]
    free: tuple[EmployeeId, ...] = ()


class OutsideTimetableError(RefusedError):
    """The service begins only at the times of its timetable. `coming` are the next ones, UTC."""

    code = "outside_hours"

    service: ServiceId
    starts_at: datetime
    time_zone: str
    coming: tuple[datetime, ...]


class TooSoonError(RefusedError):
    """The booking gives less notice than the business requires."""

    code = "too_soon"

    starts_at: datetime
    notice: Length
    earliest: datetime
    time_zone: str


class TooFarAheadError(RefusedError):
    """The start is later than the business takes bookings for."""

    code = "too_far_ahead"

    starts_at: datetime
    horizon: Length
    latest: datetime
    time_zone: str


class InThePastError(RefusedError):
    """The start is in the past; of a purchase, the `day` on which it would begin."""

    code = "in_the_past"

    starts_at: datetime
    now: datetime
    time_zone: str
    day: date | None = None


class AlreadyBookedError(RefusedError):
    """The client has another appointment at that time."""

    code = "already_booked"

    client: ClientKey
    appointment: AppointmentId | None
    starts_at: datetime
    busy_from: datetime
    busy_until: datetime
    time_zone: str


class AlreadyCancelledError(RefusedError):
    """The appointment was cancelled, or recorded as missed.

    Args:
        ended_by: The entry that said so; None if its booking was taken back.
        begun: Its start has come, so that it may have taken place after all.
    """

    code = "already_cancelled"

    appointment: AppointmentId
    status: Literal["cancelled", "no_show"]
    ended_by: int | None
    begun: bool


class AlreadyStartedError(RefusedError):
    """The appointment has begun."""

    code = "already_started"

    appointment: AppointmentId
    starts_at: datetime
    time_zone: str


class NotStartedError(RefusedError):
    """The appointment has not begun, so it was not missed; `ended_by` is the entry that cancelled it."""

    code = "not_started"

    appointment: AppointmentId
    starts_at: datetime
    time_zone: str
    ended_by: int | None = None


class TooLateToRescheduleError(RefusedError):
    """It could be moved only until `until`. `overrides` were given, and lift nothing of this."""

    code = "too_late_to_reschedule"

    appointment: AppointmentId
    starts_at: datetime
    until: datetime
    time_zone: str
    overrides: tuple[str, ...] = ()
