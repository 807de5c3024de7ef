"""What a business declares: values as they come out of a catalogue that was found good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.domain.terms import (
    CancellationPolicy,
    Deposit,
    Inclusion,
    RedeemBy,
    Unit,
    Validity,
    ValidityFrom,
)

PackageStatus = Literal["visible", "hidden", "archived"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """A tax by its id; `included` in the declared price, or on top of it."""

    id: str
    name: str
    percent: Decimal
    included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRules:
    """How booking is offered: grid of starts, shortest notice, furthest day ahead."""

    step: Length
    notice: Length
    horizon: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """Who sells. `time_zone` is an IANA name, `currency` an ISO 4217 code."""

    name: str
    time_zone: str
    currency: str
    locale: str
    taxes: tuple[Tax, ...]
    payment_methods: tuple[str, ...]
    closed: tuple[DaySpan, ...]
    booking: BookingRules
    cancellation: CancellationPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A kind of appointment. Lengths are whole minutes; `capacity` is clients at one start."""

    id: ServiceId
    name: str
    description: str
    image: str | None
    color: str | None
    duration: int
    buffer_before: int
    buffer_after: int
    price: Decimal
    capacity: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where appointments take place; its days and hours are local to `time_zone`."""

    id: LocationId
    name: str
    time_zone: str
    closed: tuple[DaySpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A stretch of a weekday (0 is Monday) in the location's local time; until midnight, `end` is None."""

    weekday: int
    start: time
    end: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """Who gives services, where, and when; shifts are sorted and do not overlap."""

    id: EmployeeId
    name: str
    services: tuple[ServiceId, ...]
    locations: tuple[LocationId, ...]
    shifts: tuple[Shift, ...]
    days_off: tuple[DaySpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLimit:
    """How many of a package one client may buy within `every`; without it, for ever."""

    purchases: int
    every: Length | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A bundle as declared.

    Source:
        Trafft help, "Packages": name, description, image, gallery, price, strikethrough price,
        validity, services with minimum and maximum, status, redirect address.
    """

    id: PackageId
    name: str
    description: str
    image: str | None
    gallery: tuple[str, ...]
    color: str | None
    position: int
    status: PackageStatus
    unit: Unit
    inclusions: tuple[Inclusion, ...]
    total: int
    price: Decimal
    original: Decimal | None
    taxes: tuple[str, ...]
    payment_methods: tuple[str, ...]
    deposit: Deposit | None
    pay_within: Length
    validity: Validity
    validity_from: ValidityFrom
    redeem_by: RedeemBy
    limit: PurchaseLimit | None
    priority: int
    redirect_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything a business declares, by id, in the order of `position`, then id."""

    business: Business
    services: Mapping[ServiceId, Service]
    locations: Mapping[LocationId, Location]
    employees: Mapping[EmployeeId, Employee]
    packages: Mapping[PackageId, Package]


def is_closed(day: date, spans: tuple[DaySpan, ...]) -> bool:
    """Tell whether a day lies in any of the spans."""
    return any(day in span for span in spans)
