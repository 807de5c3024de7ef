"""A purchase that was considered as the payer of an appointment, and the result."""

from datetime import date
from typing import Literal

from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, ServiceId
from trafftpkg.domain.terms import Measure, Only
from trafftpkg.domain.value import Value, value

FateCode = Literal[
    "expired",
    "expires_before",
    "frozen",
    "later",
    "leaves_outside",
    "maximum",
    "not_included",
    "not_started",
    "not_theirs",
    "other_day",
    "other_employee",
    "other_hours",
    "other_location",
    "pays",
    "pending",
    "refunded",
    "too_few",
    "used_up",
    "voided",
]
"""The results that considering a purchase can have. Scripts may rely on these."""


@value
class PayerFate(Value):
    """The result of considering a purchase as the payer, with the facts behind it.

    Args:
        day: Its last day, its first, or the frozen day of the visit.
        is_endless: It has no last day; without this, a missing one is not known yet.
        service: What it does not include, or has a maximum for.
        units: What it gives, has left, or gives at most.
        takes: What the visit takes.
        measure: How these are counted.
        appointment: The visit that would be left outside its validity.
        only: Which visits it pays for, where this one is another.
    """

    code: FateCode
    day: date | None = None
    is_endless: bool = False
    service: ServiceId | None = None
    units: int | None = None
    takes: int | None = None
    measure: Measure | None = None
    appointment: AppointmentId | None = None
    only: Only | None = None


@value
class Candidate(Value):
    """One of the client's purchases in the choice of who pays.

    Args:
        rank: Its place in burn-down order among those that could pay, from 1; None where it cannot.
        shared_by: Whose it is, where it is another client's and shared with them.
    """

    purchase: PurchaseId
    chosen: bool
    rank: int | None
    fate: PayerFate
    shared_by: ClientKey | None = None
