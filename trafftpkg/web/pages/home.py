"""The front page, with packages and services as cards; and what search engines are told of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape

from starlette.responses import PlainTextResponse, Response

from trafftpkg.domain.catalogue import Business, Catalogue, Service, by_category
from trafftpkg.domain.errors.selling import PackageNotSoldError
from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.package import OnSale, Package
from trafftpkg.domain.pricing import Charge, charge_for, charge_of
from trafftpkg.domain.taxes import TaxPart
from trafftpkg.domain.terms import Only, Validity
from trafftpkg.engine.questions.sold_out import IsSoldOut
from trafftpkg.engine.requests.on_sale import check_in_season, check_sold
from trafftpkg.languages.policy import package_policy
from trafftpkg.languages.telling import Telling
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.safety.headers import PUBLIC

_NOT_FOR_THEM = ("/account", "/done/", "/sign-in", "/sign-out")
"""Paths of what belongs to one client."""

_KEPT = 512
"""How many cards are cached: the catalogue alone says what is on them."""

_LANGUAGES = 32
"""In how many languages the services are cached: no more, as each keeps a whole catalogue in memory."""


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
    """Show what is sold, and after it the packages that are sold out. It is the same for everybody."""
    packages = on_sale(exchange)
    sold_out = {each.id for each in packages if is_sold_out(exchange, each)}
    packages.sort(key=lambda each: each.id in sold_out)
    cards = [package_card(exchange.names, each.id) for each in packages]
    return exchange.page(
        "home.html", keep=PUBLIC, cards=cards, sold_out=sold_out, groups=_services(exchange.names)
    )


@lru_cache(_LANGUAGES)
def _services(names: Telling) -> list[tuple[str, list[tuple[Service, Decimal]]]]:
    """Return the services that somebody gives, with their prices, by category."""
    catalogue = names.catalogue
    groups = [
        (
            category,
            [
                (each, charge_of(each, catalogue.business).total)
                for each in found
                if is_given(catalogue, each)
            ],
        )
        for category, found in by_category(catalogue)
    ]
    return [(category, found) for category, found in groups if found]


def robots(exchange: Exchange) -> Response:
    """Answer with what search engines may look at."""
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in _NOT_FOR_THEM), ""]
    lines.append(f"Sitemap: {exchange.settings.address}/sitemap.xml")
    return PlainTextResponse("\n".join(lines) + "\n", headers={"cache-control": PUBLIC})


def sitemap(exchange: Exchange) -> Response:
    """Answer with the addresses of all that is sold today."""
    to, catalogue = exchange.settings.addresses, exchange.catalogue
    paths = ["/", *(to.package(each.id) for each in on_sale(exchange))]
    paths += [to.service(each.id) for each in catalogue.services.values() if is_given(catalogue, each)]
    places = "".join(f"<url><loc>{escape(exchange.settings.address + each)}</loc></url>\n" for each in paths)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    )
    return Response(text, headers={"cache-control": PUBLIC}, media_type="application/xml")


def price_of_visit(exchange: Exchange, service: Service) -> Decimal:
    """Return what a visit costs without a package, with taxes that come on top."""
    return charge_of(service, exchange.catalogue.business).total


def on_sale(exchange: Exchange) -> list[Package]:
    """Return the packages that clients may buy today: those that are visible, and in season."""
    today = day_of(exchange.now, exchange.catalogue.business.time_zone)
    return [
        each
        for each in exchange.catalogue.packages.values()
        if each.status == "visible" and _is_sold(each, today)
    ]


def is_sold_out(exchange: Exchange, package: Package) -> bool:
    """Tell whether as many of a package are sold as may be. The ledger is read only where that is limited."""
    return package.is_limited and exchange.ask(IsSoldOut(package=package.id))


def _is_sold(package: Package, today: date) -> bool:
    try:
        check_sold(package, today)
        check_in_season(package, today)
    except PackageNotSoldError:
        return False
    return True


@lru_cache(_KEPT)
def package_card(names: Telling, name: PackageId) -> PackageCard:
    """Return what a package's card shows. Prices include all taxes."""
    package, business = names.catalogue.packages[name], names.catalogue.business
    charge = _charge(package.price, package, business)
    total = charge.total
    original = None
    if package.original is not None and package.original > package.price:
        original = _charge(package.original, package, business).total
    discount = 0 if not original else int((1 - total / original) * 100 + Decimal("0.5"))
    services = tuple(
        (names.catalogue.services[each.service], _how_many(names, package, each.service))
        for each in package.inclusions
    )
    return PackageCard(
        package=package,
        total=total,
        taxes=charge.parts,
        original=original,
        discount=discount,
        services=services,
        validity=validity_words(names, package.validity, from_first=package.validity_from != "purchase"),
        cancelling=package_policy(names, business.cancellation),
        conditions=tuple(_conditions(names, package)),
    )


def _conditions(names: Telling, package: Package) -> Iterator[str]:
    """Yield for whom it is, until when it is sold, and which visits it pays for."""
    season, only = package.on_sale or OnSale(), package.only or Only()
    if season.new_clients_only:
        yield names.gettext("For new clients")
    if season.until is not None:
        yield names.gettext("On sale until %(day)s", day=names.formats.day(season.until))
    if only.locations:
        where = names.formats.any_of([*map(names.location, only.locations)])
        yield names.gettext("For visits at %(locations)s", locations=where)
    if only.employees:
        who = names.formats.any_of([*map(names.employee, only.employees)])
        yield names.gettext("For visits with %(employees)s", employees=who)
    if only.days:
        yield names.gettext("For visits on %(days)s", days=names.formats.weekdays(only.days))
    if only.hours:
        hours = names.formats.hours(only.hours)
        yield names.gettext("For visits that begin at %(hours)s", hours=hours)


def validity_words(names: Telling, validity: Validity, *, from_first: bool) -> str:
    """`Valid for 6 months from your first visit, until 31 May 2027 at the latest`."""
    length = _length(names, validity)
    until = None if validity.until is None else names.formats.day(validity.until)
    match length, until, from_first:
        case None, None, _:
            return names.gettext("Never expires")
        case None, _, _:
            return names.gettext("Valid until %(day)s", day=until)
        case _, None, True:
            return names.gettext("Valid for %(length)s from your first visit", length=length)
        case _, None, _:
            return names.gettext("Valid for %(length)s", length=length)
        case _, _, True:
            return names.gettext(
                "Valid for %(length)s from your first visit, until %(day)s at the latest",
                length=length,
                day=until,
            )
        case _:
            return names.gettext(
                "Valid for %(length)s, until %(day)s at the latest", length=length, day=until
            )


def _length(names: Telling, validity: Validity) -> str | None:
    """`6 months`. None without a length."""
    if validity.days:
        return names.ngettext("%(num)s day", "%(num)s days", validity.days)
    if validity.weeks:
        return names.ngettext("%(num)s week", "%(num)s weeks", validity.weeks)
    if validity.months:
        return names.ngettext("%(num)s month", "%(num)s months", validity.months)
    return names.ngettext("%(num)s year", "%(num)s years", validity.years) if validity.years else None


def _charge(price: Decimal, package: Package, business: Business) -> Charge:
    taxes = tuple(tax for tax in business.taxes if tax.id in package.taxes)
    return charge_for(price, taxes, business.currency)


def _how_many(names: Telling, package: Package, service: str) -> str:
    inclusion = next(each for each in package.inclusions if each.service == service)
    most = min(inclusion.max_units, package.total)
    told = []
    if package.unit == "minute":
        told.append(names.gettext("up to %(length)s", length=names.formats.minutes(most)))
    else:
        told.append(names.gettext("up to %(visits)s", visits=names.formats.visits(most // inclusion.uses)))
        told += [_sessions_each(names, inclusion.uses)] if inclusion.uses > 1 else []
    if inclusion.max_at_purchase is not None and inclusion.max_at_purchase > inclusion.min:
        told.append(names.gettext("at most %(count)s booked when you buy", count=inclusion.max_at_purchase))
    if inclusion.min:
        told.append(names.gettext("%(count)s booked when you buy", count=inclusion.min))
    return ", ".join(told)


def _sessions_each(names: Telling, uses: int) -> str:
    return names.ngettext("%(num)s session each", "%(num)s sessions each", uses)


def is_given(catalogue: Catalogue, service: Service) -> bool:
    """Tell whether anybody gives a service."""
    return any(service.id in each.services for each in catalogue.employees.values())
