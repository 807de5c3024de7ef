"""Studio Lumen, the business of the stories, made by hand: every value literal, none read from YAML."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from trafftpkg.domain.catalogue import (
    BookingRules,
    Business,
    Catalogue,
    Employee,
    Location,
    Service,
    Shift,
    Tax,
)
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.domain.package import Package
from trafftpkg.domain.terms import CancellationPolicy, Deposit, Inclusion, Unit, Validity

VAT = Tax(id="vat", name="VAT", percent=Decimal(20), included=True)
CITY = Tax(id="city", name="City tax", percent=Decimal(5), included=False)

POLICY = CancellationPolicy(
    free_until=Length(count=24, unit="h"),
    late="keep",
    no_show="keep",
    forgiven=0,
    make_good=Length(count=30, unit="d"),
)

BUSINESS = Business(
    name="Studio Lumen",
    time_zone="Europe/Belgrade",
    currency="EUR",
    locale="en_IE",
    taxes=(VAT, CITY),
    tax_point="payment",
    payment_methods=("card", "cash", "bank-transfer", "on-site"),
    closed=(),
    booking=BookingRules(
        step=Length(count=15, unit="m"), notice=Length(count=1, unit="h"), horizon=Length(count=400, unit="d")
    ),
    cancellation=POLICY,
)


def service(named: str, duration: int, price: str, **changes: Any) -> Service:
    """Return a service of so many minutes; no buffers, one client at a time."""
    plain = Service(
        id=ServiceId(named),
        name=named.capitalize(),
        description="",
        image=None,
        color=None,
        duration=duration,
        buffer_before=0,
        buffer_after=0,
        price=Decimal(price),
        taxes=(),
        capacity=1,
        position=10,
    )
    return replace(plain, **changes)


SERVICES = [
    service("facial", 50, "60.00"),
    service("peel", 50, "60.00", buffer_before=5, buffer_after=10),
    service("massage", 60, "80.00"),
    service("yoga", 60, "15.00", capacity=3),
    service("coaching", 45, "90.00"),
]

DURATIONS = {each.id: each.duration for each in SERVICES}
PRICES = {each.id: each.price for each in SERVICES}


def location(named: str, time_zone: str = "Europe/Belgrade", closed: tuple[DaySpan, ...] = ()) -> Location:
    """Return a location that is never closed unless said."""
    return Location(id=LocationId(named), name=named.capitalize(), time_zone=time_zone, closed=closed)


def employee(
    named: str,
    services: str,
    locations: str,
    shifts: Iterable[Shift] = (),
    days_off: tuple[DaySpan, ...] = (),
) -> Employee:
    """Return an employee who works from 07:00 to 22:00 every day unless said."""
    always = tuple(Shift(weekday=day, start=time(7), end=time(22)) for day in range(7))
    return Employee(
        id=EmployeeId(named),
        name=named.capitalize(),
        services=tuple(ServiceId(each) for each in services.split()),
        locations=tuple(LocationId(each) for each in locations.split()),
        shifts=tuple(shifts) or always,
        days_off=days_off,
    )


def inclusion(service: str, most: int, *, least: int = 0, uses: int = 1, unit: Unit = "session") -> Inclusion:
    """Return how a package covers a service; `most` in appointments, or in minutes for hour packages."""
    return Inclusion(
        service=ServiceId(service),
        min=least,
        max_units=most * uses,
        uses=uses,
        duration=DURATIONS[ServiceId(service)],
        list_price=PRICES[ServiceId(service)],
    )


def package(named: str, *inclusions: Inclusion, price: str = "100.00", **changes: Any) -> Package:
    """Return a visible package for sessions without taxes, deposit, limit, or end unless said."""
    plain = Package(
        id=PackageId(named),
        name=named.replace("-", " ").capitalize(),
        description="",
        image=None,
        gallery=(),
        color=None,
        position=10,
        status="visible",
        unit="session",
        inclusions=inclusions,
        total=sum(each.max_units for each in inclusions),
        price=Decimal(price),
        original=None,
        taxes=(),
        payment_methods=BUSINESS.payment_methods,
        deposit=None,
        pay_within=Length(count=7, unit="d"),
        validity=Validity(),
        validity_from="purchase",
        redeem_by="appointment",
        limit=None,
        priority=50,
        redirect_url=None,
    )
    return replace(plain, **changes)


PACKAGES = [
    package(
        "glow-10",
        inclusion("facial", 6),
        inclusion("massage", 8),
        total=10,
        price="480.00",
        original=Decimal("600.00"),
        taxes=("vat",),
        payment_methods=("card", "cash", "on-site"),
        deposit=Deposit(percent=Decimal(30), amount=None),
        validity=Validity(months=6),
    ),
    package("facial-3", inclusion("facial", 3), price="150.00", validity=Validity(days=30)),
    package("starter", inclusion("facial", 5, least=2), price="200.00"),
    package("yoga-20", inclusion("yoga", 20), price="240.00", validity=Validity(until=date(2026, 6, 30))),
    package(
        "massage-hours",
        inclusion("massage", 240, unit="minute"),
        inclusion("coaching", 240, unit="minute"),
        unit="minute",
        total=240,
        price="300.00",
        validity=Validity(years=1),
    ),
    package("staff-only", inclusion("facial", 1), price="0.00", status="hidden", validity=Validity(weeks=6)),
    package("retired", inclusion("facial", 4), status="archived"),
]

LUMEN = Catalogue(
    business=BUSINESS,
    services={each.id: each for each in SERVICES},
    locations={each.id: each for each in (location("centre"), location("harbour"))},
    employees={
        each.id: each
        for each in (
            employee("mira", "facial peel", "centre"),
            employee("jo", "massage", "centre harbour"),
            employee("ravi", "yoga coaching", "harbour"),
        )
    },
    packages={each.id: each for each in PACKAGES},
)
