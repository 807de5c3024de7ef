"""Packages and services as declared: as JSON, and in two tables."""

from trafftpkg.cli.views.card import contents_words, price_words, validity_words
from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import money_words
from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.catalogue import Catalogue, Service
from trafftpkg.domain.package import Package
from trafftpkg.domain.terms import Inclusion, Validity
from trafftpkg.domain.wording import units_in_words

CATALOGUE_FIELDS = (
    "package service name description status unit total services currency price original taxes "
    "payment_methods validity_from redeem_by priority duration buffer_before buffer_after capacity"
).split()


def catalogue_object(catalogue: Catalogue) -> Json:
    """Return all packages and services."""
    return {
        "packages": [package_object(each, catalogue) for each in catalogue.packages.values()],
        "services": [service_object(each, catalogue) for each in catalogue.services.values()],
    }


def package_object(package: Package, catalogue: Catalogue) -> Json:
    """Return a package; `total` and `max` are in units and in appointments, as of a purchase."""
    currency = catalogue.business.currency
    return {
        "package": package.id,
        "name": package.name,
        "description": package.description,
        "status": package.status,
        "unit": package.unit,
        "total": package.total,
        "services": [_inclusion(each) for each in package.inclusions],
        "currency": currency,
        "price": money_text(package.price, currency),
        "original": None if package.original is None else money_text(package.original, currency),
        "taxes": list(package.taxes),
        "payment_methods": list(package.payment_methods),
        "deposit": _deposit(package, currency),
        "validity": _validity(package.validity),
        "validity_from": package.validity_from,
        "redeem_by": package.redeem_by,
        "priority": package.priority,
    }


def service_object(service: Service, catalogue: Catalogue) -> Json:
    """Return a service; its lengths are minutes."""
    return {
        "service": service.id,
        "name": service.name,
        "description": service.description,
        "duration": service.duration,
        "buffer_before": service.buffer_before,
        "buffer_after": service.buffer_after,
        "currency": catalogue.business.currency,
        "price": money_text(service.price, catalogue.business.currency),
        "capacity": service.capacity,
    }


def _inclusion(inclusion: Inclusion) -> Json:
    return {
        "service": inclusion.service,
        "min": inclusion.min,
        "max": inclusion.max_units // inclusion.uses,
        "uses": inclusion.uses,
    }


def _deposit(package: Package, currency: str) -> Json | None:
    deposit = package.deposit
    if deposit is None:
        return None
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
    Column("takes"),
    Column("price", right=True),
    Column("places", right=True),
)


def catalogue_tables(catalogue: Catalogue) -> list[str]:
    """Return a table of packages, and one of services, in the order of their positions."""
    packages = [_package(each, catalogue) for each in catalogue.packages.values()]
    services = [_service(each, catalogue) for each in catalogue.services.values()]
    return [*table(_PACKAGES, packages), "", *table(_SERVICES, services)]


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
        units_in_words(service.duration, "minute"),
        money_words(service.price, catalogue.business.currency),
        str(service.capacity),
    ]
