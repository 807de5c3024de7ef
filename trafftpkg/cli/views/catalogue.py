"""Packages, services, employees and locations as declared: as JSON, in tables, and each alone."""

from collections.abc import Callable, Mapping
from typing import Any

from trafftpkg.cli.declared import days_declared, facts_in_words, shifts_by_day
from trafftpkg.cli.views.card import (
    card_heading,
    contents_words,
    package_card,
    price_words,
    service_card,
    validity_words,
)
from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import money_words
from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.cli.views.widths import listed
from trafftpkg.domain.catalogue import Catalogue, Employee, Location, Service, by_category
from trafftpkg.domain.package import OnSale, Package
from trafftpkg.domain.terms import Deposit, Inclusion, Only, Validity
from trafftpkg.domain.wording import clock_in_words, timetable_in_words, units_in_words, weekdays_in_words

Declared = Package | Service | Employee | Location
"""What has an id that commands take."""

_OF_PACKAGE: dict[str, Callable[[Package, str], object]] = {
    "package": lambda package, _: package.id,
    "name": lambda package, _: package.name,
    "description": lambda package, _: package.description,
    "status": lambda package, _: package.status,
    "unit": lambda package, _: package.unit,
    "total": lambda package, _: package.total,
    "services": lambda package, _: [_inclusion(each) for each in package.inclusions],
    "currency": lambda _, currency: currency,
    "price": lambda package, currency: money_text(package.price, currency),
    "original": lambda package, currency: (
        None if package.original is None else money_text(package.original, currency)
    ),
    "taxes": lambda package, _: list(package.taxes),
    "payment_methods": lambda package, _: list(package.payment_methods),
    "deposit": lambda package, currency: package.deposit and _deposit(package.deposit, currency),
    "validity": lambda package, _: _validity(package.validity),
    "validity_from": lambda package, _: package.validity_from,
    "redeem_by": lambda package, _: package.redeem_by,
    "priority": lambda package, _: package.priority,
    "members": lambda package, _: package.members,
    "on_sale": lambda package, _: package.on_sale and _on_sale(package.on_sale),
    "only": lambda package, _: package.only and _only(package.only),
    "refunds": lambda package, _: package.refunds,
}
_OF_SERVICE: dict[str, Callable[[Service, str], object]] = {
    "service": lambda service, _: service.id,
    "name": lambda service, _: service.name,
    "description": lambda service, _: service.description,
    "duration": lambda service, _: service.duration,
    "buffer_before": lambda service, _: service.buffer_before,
    "buffer_after": lambda service, _: service.buffer_after,
    "currency": lambda _, currency: currency,
    "price": lambda service, currency: money_text(service.price, currency),
    "capacity": lambda service, _: service.capacity,
    "category": lambda service, _: service.category,
    "timetable": lambda service, _: timetable_in_words(service.timetable),
}
_OF_EMPLOYEE: dict[str, Callable[[Employee, str], object]] = {
    "employee": lambda employee, _: employee.id,
    "name": lambda employee, _: employee.name,
    "services": lambda employee, _: list(employee.services),
    "locations": lambda employee, _: list(employee.locations),
    "hours": lambda employee, _: shifts_by_day(employee.shifts),
    "days_off": lambda employee, _: [days_declared(each) for each in employee.days_off],
}
_OF_LOCATION: dict[str, Callable[[Location, str], object]] = {
    "location": lambda location, _: location.id,
    "name": lambda location, _: location.name,
    "address": lambda location, _: list(location.address),
    "time_zone": lambda location, _: location.time_zone,
    "closed": lambda location, _: [days_declared(each) for each in location.closed],
}
_FIELDS: dict[type, Mapping[str, Callable[[Any, str], object]]] = {
    Package: _OF_PACKAGE,
    Service: _OF_SERVICE,
    Employee: _OF_EMPLOYEE,
    Location: _OF_LOCATION,
}
_OF_SEVERAL_PARTS = ("deposit", "validity", "on_sale", "only", "hours")
"""What has no one cell."""

CATALOGUE_FIELDS = [
    each
    for each in dict.fromkeys(
        ("package", "service", *_OF_PACKAGE, *_OF_SERVICE, *_OF_EMPLOYEE, *_OF_LOCATION),
    )
    if each not in _OF_SEVERAL_PARTS
]


def things_declared(catalogue: Catalogue) -> dict[str, list[Declared]]:
    """Return all that is shown of a catalogue, by kind."""
    return {
        "packages": [*catalogue.packages.values()],
        "services": [*catalogue.services.values()],
        "employees": [*catalogue.employees.values()],
        "locations": [*catalogue.locations.values()],
    }


def catalogue_object(catalogue: Catalogue) -> Json:
    """Return all packages, services, employees and locations."""
    return {
        kind: [declared_object(each, catalogue) for each in things]
        for kind, things in things_declared(catalogue).items()
    }


def declared_object(thing: Declared, catalogue: Catalogue) -> Json:
    """Return a thing; `total` is in units, `max` in appointments, and lengths are minutes."""
    return {name: read(thing, catalogue.business.currency) for name, read in _FIELDS[type(thing)].items()}


def _inclusion(inclusion: Inclusion) -> Json:
    return {
        "service": inclusion.service,
        "min": inclusion.min,
        "max": inclusion.max_units // inclusion.uses,
        "uses": inclusion.uses,
        "max_at_purchase": inclusion.max_at_purchase,
    }


def _on_sale(season: OnSale) -> Json:
    """The keys as declared; None where one is left out."""
    return {
        "from": season.first and season.first.isoformat(),
        "until": season.until and season.until.isoformat(),
        "sales": season.sales,
        "new_clients_only": season.new_clients_only,
    }


def _only(only: Only) -> Json:
    """The keys as declared; None where one is left out."""
    return {
        "locations": list(only.locations) or None,
        "employees": list(only.employees) or None,
        "days": weekdays_in_words(only.days) or None,
        "hours": [f"{clock_in_words(first)}-{clock_in_words(until)}" for first, until in only.hours] or None,
    }


def _deposit(deposit: Deposit, currency: str) -> Json:
    if deposit.amount is not None:
        return {"amount": money_text(deposit.amount, currency)}
    return {"percent": f"{deposit.percent:f}"}


def _validity(validity: Validity) -> Json | None:
    """The declared parts only; None never ends."""
    lengths = {
        "days": validity.days,
        "weeks": validity.weeks,
        "months": validity.months,
        "years": validity.years,
    }
    found: Json = {unit: count for unit, count in lengths.items() if count is not None}
    if validity.until is not None:
        found["until"] = validity.until.isoformat()
    return found or None


_PACKAGES = (
    Column("package"),
    Column("name", elastic=True),
    Column("status"),
    Column("contains", elastic=True),
    Column("price", elastic=True),
    Column("valid", elastic=True),
)
_SERVICES = (
    Column("service"),
    Column("name", elastic=True),
    Column("category", elastic=True),
    Column("takes"),
    Column("price", right=True),
    Column("places", right=True),
)
_EMPLOYEES = (
    Column("employee"),
    Column("name", elastic=True),
    Column("services", elastic=True),
    Column("locations", elastic=True, stays=True),
)
_LOCATIONS = (Column("location"), Column("name", elastic=True), Column("address", elastic=True))


def declared_card(thing: Declared, catalogue: Catalogue) -> list[str]:
    """Return a package or service as a client would see it, an employee or location as it is declared."""
    match thing:
        case Package():
            return package_card(thing, catalogue)
        case Service():
            return service_card(thing, catalogue)
        case _:
            facts = facts_in_words(thing, catalogue.business.currency)
            rows = [(field, words) for field, words in facts.items() if field != "name"]
            return [*card_heading(thing.name, thing.id), *listed(rows, margin="  ")]


def catalogue_tables(catalogue: Catalogue) -> list[str]:
    """Return a table of each kind: packages by position, services with those of one category together."""
    packages = [_package(each, catalogue) for each in catalogue.packages.values()]
    services = [_service(each, catalogue) for _, many in by_category(catalogue) for each in many]
    employees = [
        [each.id, each.name, ", ".join(each.services), ", ".join(each.locations)]
        for each in catalogue.employees.values()
    ]
    locations = [[each.id, each.name, ", ".join(each.address)] for each in catalogue.locations.values()]
    tables = (_PACKAGES, packages), (_SERVICES, services), (_EMPLOYEES, employees), (_LOCATIONS, locations)
    return [line for columns, rows in tables for line in ["", *table(columns, rows)]][1:]


def _package(package: Package, catalogue: Catalogue) -> list[str]:
    return [
        package.id,
        package.name,
        package.status,
        contents_words(package),
        price_words(package, catalogue.business.currency),
        validity_words(package),
    ]


def _service(service: Service, catalogue: Catalogue) -> list[str]:
    return [
        service.id,
        service.name,
        service.category,
        units_in_words(service.duration, "minute"),
        money_words(service.price, catalogue.business.currency),
        str(service.capacity),
    ]
