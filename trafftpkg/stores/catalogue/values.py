"""Turns the models of a good catalogue into values of the domain."""

from decimal import Decimal
from typing import TypeVar

from trafftpkg.domain import catalogue as domain
from trafftpkg.domain import package
from trafftpkg.domain.accounts import Accounts
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.terms import CancellationPolicy, Deposit, Inclusion, Unit, Validity
from trafftpkg.stores.catalogue import schema
from trafftpkg.stores.catalogue.declared import Declarations
from trafftpkg.stores.catalogue.time_forms import weekdays_of
from trafftpkg.stores.catalogue.units import most_units, total_units

Model = TypeVar("Model", schema.Service, schema.Location, schema.Employee)

_UNITS: dict[str, Unit] = {"session": "session", "hour": "minute"}
_NO_VALIDITY = Validity()


def catalogue_of(declared: Declarations) -> domain.Catalogue:
    """Return the catalogue, by position and id.

    `declared` must have no errors.
    """
    assert declared.business is not None
    business = _business_of(declared.business)
    step = Decimal(1).scaleb(-digits_of(business.currency))
    services = [_service_of(each, step) for each in _good(declared.services)]
    by_id = {each.id: each for each in services}
    packages = [
        _package_of(name, each, business, by_id, step)
        for name, each in declared.packages.items()
        if each is not None
    ]
    locations = [_location_of(each, business) for each in _good(declared.locations)]
    employees = [_employee_of(each) for each in _good(declared.employees)]
    return domain.Catalogue(
        business=business,
        services={each.id: each for each in sorted(services, key=_by_position)},
        locations={each.id: each for each in sorted(locations, key=lambda each: each.id)},
        employees={each.id: each for each in sorted(employees, key=lambda each: each.id)},
        packages={each.id: each for each in sorted(packages, key=_by_position)},
    )


def _by_position(each: domain.Service | package.Package) -> tuple[int, str]:
    return each.position, each.id


def _good(items: list[Model | None]) -> list[Model]:
    return [each for each in items if each is not None]


def _business_of(declared: schema.Business) -> domain.Business:
    """Return the business."""
    booking, cancellation = declared.booking, declared.cancellation
    return domain.Business(
        name=declared.name,
        time_zone=declared.time_zone,
        currency=declared.currency,
        locale=declared.locale,
        region=declared.region,
        contact=domain.Contact(**{**dict(declared.contact), "address": tuple(declared.contact.address)}),
        legal=domain.Legal(**dict(declared.legal)),
        accounts=_accounts_of(declared.accounts),
        taxes=tuple(domain.Tax(**dict(each)) for each in declared.taxes),
        tax_point=declared.tax_point,
        payment_methods=tuple(declared.payment_methods),
        closed=tuple(declared.closed),
        booking=domain.BookingRules(step=booking.step, notice=booking.notice, horizon=booking.horizon),
        cancellation=CancellationPolicy(**dict(cancellation)),
    )


def _accounts_of(declared: schema.Accounts) -> Accounts:
    """Return the accounts of the journal."""
    others = {"methods": tuple(declared.methods.items()), "taxes": tuple(declared.taxes.items())}
    return Accounts(**{**dict(declared), **others})


def _service_of(declared: schema.Service, step: Decimal) -> domain.Service:
    """Return a service. `step` is the smallest amount of the currency."""
    return domain.Service(
        id=ServiceId(declared.id),
        name=declared.name,
        description=declared.description,
        image=declared.image,
        color=declared.color,
        duration=declared.duration,
        buffer_before=declared.buffer_before,
        buffer_after=declared.buffer_after,
        price=declared.price.quantize(step),
        taxes=tuple(declared.taxes),
        capacity=declared.capacity,
        position=declared.position,
    )


def _location_of(declared: schema.Location, business: domain.Business) -> domain.Location:
    """Return a location, in the business's time zone unless it has its own."""
    return domain.Location(
        id=LocationId(declared.id),
        name=declared.name,
        time_zone=declared.time_zone or business.time_zone,
        closed=tuple(declared.closed),
    )


def _employee_of(declared: schema.Employee) -> domain.Employee:
    """Return an employee, with shifts by weekday and start."""
    shifts = [
        domain.Shift(weekday=weekday, start=start, end=end)
        for days, times in declared.hours.items()
        for weekday in weekdays_of(days)
        for start, end in times
    ]
    return domain.Employee(
        id=EmployeeId(declared.id),
        name=declared.name,
        services=tuple(map(ServiceId, declared.services)),
        locations=tuple(map(LocationId, declared.locations)),
        shifts=tuple(sorted(shifts, key=lambda each: (each.weekday, each.start))),
        days_off=tuple(declared.days_off),
    )


def _package_of(
    name: str,
    declared: schema.Package,
    business: domain.Business,
    services: dict[ServiceId, domain.Service],
    step: Decimal,
) -> package.Package:
    """Return a package in units, with the terms that it takes from business and services."""
    price, limit = declared.price, declared.limit_per_client
    total = total_units(declared)
    return package.Package(
        id=PackageId(name),
        name=declared.name,
        description=declared.description,
        image=declared.image,
        gallery=tuple(declared.gallery),
        color=declared.color,
        position=declared.position,
        status=declared.status,
        unit=_UNITS[declared.unit],
        inclusions=tuple(
            _inclusion_of(each, declared, services[ServiceId(each.service)], total)
            for each in declared.services
        ),
        total=total,
        price=price.amount.quantize(step),
        original=None if price.original is None else price.original.quantize(step),
        taxes=tuple(price.taxes),
        payment_methods=business.payment_methods
        if price.payment_methods is None
        else tuple(price.payment_methods),
        deposit=None if price.deposit is None else _deposit_of(price.deposit, step),
        pay_within=price.pay_within,
        validity=_NO_VALIDITY if declared.validity is None else Validity(**declared.validity.__dict__),
        validity_from=declared.validity_from,
        redeem_by=declared.redeem_by,
        limit=None if limit is None else package.PurchaseLimit(purchases=limit.purchases, every=limit.every),
        priority=declared.priority,
        redirect_url=declared.redirect_url,
        members=declared.members,
    )


def _inclusion_of(
    declared: schema.Inclusion, package: schema.Package, service: domain.Service, total: int
) -> Inclusion:
    most = most_units(declared, package)
    return Inclusion(
        service=service.id,
        min=declared.min,
        max_units=total if most is None else most,
        uses=declared.uses,
        duration=service.duration,
        list_price=service.price,
    )


def _deposit_of(declared: schema.Deposit, step: Decimal) -> Deposit:
    amount = None if declared.amount is None else declared.amount.quantize(step)
    return Deposit(percent=declared.percent, amount=amount)
