"""The front page: packages and services as cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from starlette.responses import Response

from trafftpkg.domain.catalogue import Business, Service, by_category
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.package import OnSale, Package
from trafftpkg.domain.pricing import Charge, charge_for, charge_of
from trafftpkg.domain.taxes import TaxPart
from trafftpkg.domain.terms import Only, Validity
from trafftpkg.domain.wording import hours_in_words, visits_in_words, weekdays_in_words
from trafftpkg.engine.questions.sold_out import IsSoldOut
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.safety.headers import PUBLIC
from trafftpkg.web.words.policy import package_policy


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
    cancelling: str
    conditions: tuple[str, ...]


def show(exchange: Exchange) -> Response:
    """Show what is sold. It is the same for everybody."""
    cards = [package_card(exchange, each) for each in on_sale(exchange) if not is_sold_out(exchange, each)]
    groups = [
        (category, [(each, price_of_visit(exchange, each)) for each in services if is_given(exchange, each)])
        for category, services in by_category(exchange.catalogue)
    ]
    given = [(category, services) for category, services in groups if services]
    return exchange.page("home.html", keep=PUBLIC, cards=cards, groups=given)


def price_of_visit(exchange: Exchange, service: Service) -> Decimal:
    """Return what a visit costs without a package, with taxes that come on top."""
    return charge_of(service, exchange.catalogue.business).total


def on_sale(exchange: Exchange) -> list[Package]:
    """Return the packages that clients may buy today: those that are visible, and in season."""
    today = day_of(exchange.now, exchange.catalogue.business.time_zone)
    return [
        each
        for each in exchange.catalogue.packages.values()
        if each.status == "visible" and _is_in_season(each, today)
    ]


def is_sold_out(exchange: Exchange, package: Package) -> bool:
    """Tell whether as many of a package are sold as may be. The ledger is read only where that is limited."""
    return package.is_limited and exchange.ask(IsSoldOut(package=package.id))


def _is_in_season(package: Package, today: date) -> bool:
    season = package.on_sale or OnSale()
    ends = [each for each in (package.validity.until, season.until) if each is not None]
    return (season.first is None or season.first <= today) and all(today <= each for each in ends)


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
        cancelling=package_policy(business.cancellation),
        conditions=tuple(_conditions(exchange, package)),
    )


def _conditions(exchange: Exchange, package: Package) -> Iterator[str]:
    """Yield for whom it is, until when it is sold, and which visits it pays for."""
    season, only, names = package.on_sale or OnSale(), package.only or Only(), exchange.names
    if season.new_clients_only:
        yield "For new clients"
    if season.until is not None:
        yield f"On sale until {names.formats.day(season.until)}"
    if only.locations:
        yield f"For visits at {' or '.join(map(names.location, only.locations))}"
    if only.employees:
        yield f"For visits with {' or '.join(map(names.employee, only.employees))}"
    if only.days:
        yield f"For visits on {weekdays_in_words(only.days)}"
    if only.hours:
        yield f"For visits that begin at {hours_in_words(only.hours)}"


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
    if inclusion.max_at_purchase is not None and inclusion.max_at_purchase > inclusion.min:
        words += f", at most {inclusion.max_at_purchase} booked when you buy"
    return f"{words}, {inclusion.min} booked when you buy" if inclusion.min else words


def is_given(exchange: Exchange, service: Service) -> bool:
    """Tell whether anybody gives a service."""
    return any(service.id in each.services for each in exchange.catalogue.employees.values())
