"""A small business in two time zones, whose packages differ in everything that rules ask about.

It is there in three currencies, of two digits, none, and three, each with a clock change of its own.
"""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from tests.lumen import CITY, LUMEN, POLICY, VAT, employee, inclusion, location, package, service
from trafftpkg.domain.catalogue import BookingRules, Catalogue, Shift, Tax
from trafftpkg.domain.ids import EmployeeId, LocationId
from trafftpkg.domain.moments import Length
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.package import OnSale, Package, PurchaseLimit
from trafftpkg.domain.terms import Deposit, Only, TaxPoint, Validity

_ALWAYS = tuple(Shift(weekday=day, start=time(0), end=None) for day in range(7))

_STAY = Tax(id="stay", name="Stay", percent=Decimal("2.5"), included=True)

_PACKAGES = [
    package(
        "mix", inclusion("facial", 3), inclusion("yoga", 4), total=5, validity=Validity(days=20), members=2
    ),
    package(
        "taxed",
        inclusion("facial", 4),
        inclusion("yoga", 7),
        price="77.77",
        taxes=("vat", "city", "stay"),
        validity=Validity(days=40),
    ),
    package(
        "doubles",
        inclusion("facial", 3, uses=2),
        total=5,
        price="99.99",
        validity=Validity(weeks=3),
        deposit=Deposit(percent=Decimal(50), amount=None),
        taxes=("vat",),
        members=1,
    ),
    package(
        "hours",
        inclusion("facial", 90, unit="minute"),
        inclusion("yoga", 120, unit="minute"),
        unit="minute",
        total=130,
        validity=Validity(months=1),
        priority=40,
        members=1,
    ),
    package(
        "minutes",
        inclusion("yoga", 70, unit="minute"),
        unit="minute",
        total=70,
        price="7.77",
        taxes=("city",),
    ),
    package(
        "first",
        inclusion("facial", 4),
        only=Only(employees=(EmployeeId("mira"),), days=(0, 1, 2, 3, 5), hours=((0, 1080),)),
        validity=Validity(days=15),
        validity_from="first-appointment",
        priority=60,
    ),
    package(
        "first-until",
        inclusion("yoga", 4),
        validity=Validity(days=15, until=date(2026, 4, 20)),
        validity_from="first-appointment",
        redeem_by="booking",
    ),
    package(
        "by-booking",
        replace(inclusion("facial", 3), max_at_purchase=0),
        only=Only(locations=(LocationId("centre"),)),
        on_sale=OnSale(first=date(2026, 3, 22), until=date(2026, 5, 10)),
        validity=Validity(days=6),
        redeem_by="booking",
        limit=PurchaseLimit(purchases=2, every=Length(count=9, unit="d")),
    ),
    package(
        "for-ever",
        replace(inclusion("yoga", 2, least=1), max_at_purchase=1),
        price="0.00",
        status="hidden",
        on_sale=OnSale(sales=4, new_clients_only=False),
    ),
]

VILLAGE = replace(
    LUMEN,
    business=replace(
        LUMEN.business,
        taxes=(VAT, CITY, _STAY),
        booking=BookingRules(
            step=Length(count=15, unit="m"),
            notice=Length(count=0, unit="m"),
            horizon=Length(count=60, unit="d"),
        ),
        cancellation=replace(POLICY, forgiven=1, make_good=Length(count=5, unit="d")),
    ),
    services={
        each.id: each
        for each in (
            service("facial", 50, "60.00", buffer_after=10, taxes=("vat", "stay")),
            service("yoga", 60, "15.00", capacity=2, taxes=("city",)),
        )
    },
    locations={each.id: each for each in (location("centre"), location("apia", "Pacific/Apia"))},
    employees={
        each.id: each
        for each in (
            employee("mira", "facial yoga", "centre", shifts=_ALWAYS),
            employee("sina", "facial yoga", "apia", shifts=_ALWAYS[:5]),
        )
    },
    packages={each.id: each for each in _PACKAGES},
)


def village(
    currency: str = "EUR", time_zone: str = "Europe/Belgrade", tax_point: TaxPoint = "payment"
) -> Catalogue:
    """Return the business in another currency: the same numbers, of its smallest unit."""
    digits = digits_of(currency)

    def priced(amount: Decimal) -> Decimal:
        return amount.scaleb(2 - digits).quantize(Decimal(1).scaleb(-digits))

    def converted(package: Package) -> Package:
        inclusions = tuple(replace(each, list_price=priced(each.list_price)) for each in package.inclusions)
        return replace(package, price=priced(package.price), inclusions=inclusions)

    return replace(
        VILLAGE,
        business=replace(VILLAGE.business, currency=currency, time_zone=time_zone, tax_point=tax_point),
        services={key: replace(each, price=priced(each.price)) for key, each in VILLAGE.services.items()},
        locations={**VILLAGE.locations, LocationId("centre"): location("centre", time_zone)},
        packages={key: converted(each) for key, each in VILLAGE.packages.items()},
    )


VILLAGES = {
    "EUR": village(),
    "JPY": village("JPY", "Australia/Lord_Howe"),
    "BHD": village("BHD", "America/New_York", "redemption"),
}
"""By currency; Lord Howe's clock changes by half an hour, and taxes in BHD fall due with the visit."""
