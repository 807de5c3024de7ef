"""The front page: packages and services as cards."""

from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from trafftpkg.domain.catalogue import Business, Service
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.package import Package
from trafftpkg.domain.pricing import Charge, charge_for, charge_of
from trafftpkg.domain.taxes import TaxPart
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.wording import visits_in_words
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.safety.headers import PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCard:
    """A package as its card shows it. `original` is struck through; `discount` is in whole percent."""

    package: Package
    total: Decimal
    taxes: tuple[TaxPart, ...]
    original: Decimal | None
    discount: int
    services: tuple[tuple[Service, str], ...]
    validity: str


def show(exchange: Exchange) -> Response:
    """Show what is sold. It is the same for everybody."""
    services = [each for each in exchange.catalogue.services.values() if _is_given(exchange, each)]
    cards = [package_card(exchange, each) for each in on_sale(exchange)]
    priced = [(each, price_of_visit(exchange, each)) for each in services]
    return exchange.page("home.html", keep=PUBLIC, cards=cards, services=priced)


def price_of_visit(exchange: Exchange, service: Service) -> Decimal:
    """Return what a visit costs without a package, with taxes that come on top."""
    return charge_of(service, exchange.catalogue.business).total


def on_sale(exchange: Exchange) -> list[Package]:
    """Return the packages that clients may buy today: those that are visible and have not ended."""
    today = day_of(exchange.now, exchange.catalogue.business.time_zone)
    return [
        each
        for each in exchange.catalogue.packages.values()
        if each.status == "visible" and (each.validity.until is None or each.validity.until >= today)
    ]


def package_card(exchange: Exchange, package: Package) -> PackageCard:
    """Return what a package's card shows. Prices include all taxes."""
    business = exchange.catalogue.business
    charge = _charge(package.price, package, business)
    total = charge.total
    original = None
    if package.original is not None and package.original > package.price:
        original = _charge(package.original, package, business).total
    discount = 0 if not original else int((1 - total / original) * 100 + Decimal("0.5"))
    services = tuple(
        (exchange.catalogue.services[each.service], _how_many(exchange, package, each.service))
        for each in package.inclusions
    )
    return PackageCard(
        package=package,
        total=total,
        taxes=charge.parts,
        original=original,
        discount=discount,
        services=services,
        validity=validity_words(exchange, package.validity, from_first=package.validity_from != "purchase"),
    )


def validity_words(exchange: Exchange, validity: Validity, *, from_first: bool) -> str:
    """`Valid for 6 months from your first visit, until 31 May 2027 at the latest`."""
    lengths = {"day": validity.days, "week": validity.weeks, "month": validity.months, "year": validity.years}
    length = next((f"{count} {unit}{'s' * (count != 1)}" for unit, count in lengths.items() if count), None)
    until = None if validity.until is None else exchange.names.formats.day(validity.until)
    if length is None:
        return "Never expires" if until is None else f"Valid until {until}"
    words = f"Valid for {length}{' from your first visit' * from_first}"
    return words if until is None else f"{words}, until {until} at the latest"


def _charge(price: Decimal, package: Package, business: Business) -> Charge:
    taxes = tuple(tax for tax in business.taxes if tax.id in package.taxes)
    return charge_for(price, taxes, business.currency)


def _how_many(exchange: Exchange, package: Package, service: str) -> str:
    inclusion = next(each for each in package.inclusions if each.service == service)
    most = min(inclusion.max_units, package.total)
    if package.unit == "minute":
        words = f"up to {exchange.names.formats.minutes(most)}"
    else:
        words = f"up to {visits_in_words(most // inclusion.uses)}"
        words += f", {inclusion.uses} sessions each" if inclusion.uses > 1 else ""
    return f"{words}, {inclusion.min} booked when you buy" if inclusion.min else words


def _is_given(exchange: Exchange, service: Service) -> bool:
    return any(service.id in each.services for each in exchange.catalogue.employees.values())
