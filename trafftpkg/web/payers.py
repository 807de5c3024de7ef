"""Who pays for a visit: one of the client's packages, or the client at its price."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from trafftpkg.domain.appointment import Allocation
from trafftpkg.domain.balance import balance_of, bookable_units, first_day_ahead, status_of
from trafftpkg.domain.ids import PackageId, PurchaseId, ServiceId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.validity import first_expiry
from trafftpkg.engine.questions.explain import ExplainPayer
from trafftpkg.engine.reading import View
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import terms_of
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.searching import Payer

THEMSELVES = "self"
"""The value of the field for a client who pays the price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one purchase gives to a visit.

    Args:
        owner: Who shares it with the client. None for their own.
        gives: How much it gives: `1 session`.
        left: How much of it is left before the visit.
    """

    purchase: Purchase
    owner: str | None
    gives: str
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayToPay:
    """One way to pay for a visit.

    Args:
        choice: The value of its field.
        payer: The purchase that pays first. None for the client at its price.
        shares: What pays, with what completes it.
    """

    choice: str
    payer: PurchaseId | None
    shares: tuple[Share, ...]


def ways_to_pay(exchange: Exchange, wanted: VisitWanted, party: int) -> tuple[WayToPay, ...]:
    """Return the ways in the order of R-6.10: the first is usual, and the last is the client at its price."""
    themselves = WayToPay(choice=THEMSELVES, payer=None, shares=())
    if exchange.client is None:
        return (themselves,)
    client = exchange.client.key
    found = exchange.ask(ExplainPayer(client=client, wanted=wanted, party=party))
    own = exchange.settings.addresses.own
    packages = (
        WayToPay(
            choice=own(client, way[0].purchase),
            payer=way[0].purchase,
            shares=tuple(_share(exchange, each, found.view) for each in way),
        )
        for way in found.ways
    )
    return (*packages, themselves)


def _share(exchange: Exchange, part: Allocation, view: View) -> Share:
    purchase = (view.payers or {})[part.purchase]
    units, is_own = exchange.names.formats.units, exchange.client and exchange.client.key == purchase.client
    return Share(
        purchase=purchase,
        owner=None if is_own else view.called(purchase.client),
        gives=units(part.units, purchase.terms.measure),
        left=units(balance_of(purchase, exchange.now).available, purchase.terms.measure),
    )


def is_usable(exchange: Exchange, purchase: Purchase) -> bool:
    """Tell whether visits can be booked with a purchase: also now, for the time after a freeze."""
    zone = exchange.catalogue.business.time_zone
    status, today = status_of(purchase, exchange.now, zone), day_of(exchange.now, zone)
    is_thawing = all(each.last is not None for each in purchase.freezes if today in each)
    return status == "active" or (status == "frozen" and is_thawing)


def can_pay(exchange: Exchange, purchase: Purchase, service: ServiceId) -> bool:
    """Tell whether a purchase has anything left for a service, at some time."""
    inclusion = purchase.terms.inclusion_of(service)
    available = balance_of(purchase, exchange.now).available
    return (
        inclusion is not None
        and is_usable(exchange, purchase)
        and bool(bookable_units(purchase, inclusion, available))
    )


def paid_by(exchange: Exchange, purchase: Purchase, party: int = 1) -> Payer:
    """Return what limits times to those for which a purchase can pay."""
    first, last = days_of([purchase], exchange)
    return Payer(payer=purchase.id, party=party, first_day=first, last_day=last)


def paid_by_sale(exchange: Exchange, package: PackageId) -> Payer:
    """Return what limits times to those for which a package pays that is bought now."""
    business = exchange.catalogue.business
    terms = terms_of(exchange.catalogue.packages[package], business)
    today = day_of(exchange.now, business.time_zone)
    expiry = first_expiry(PurchaseId(""), terms, today, business.time_zone)
    return Payer(package=package, last_day=expiry.last_day if terms.redeem_by == "appointment" else None)


def days_of(purchases: Iterable[Purchase], exchange: Exchange) -> tuple[date | None, date | None]:
    """Return the first and the last day on which all of these can pay. None where nothing limits them."""
    zone, paying = exchange.catalogue.business.time_zone, list(purchases)
    today = day_of(exchange.now, zone)
    firsts = [first for each in paying if (first := first_day_ahead(each, exchange.now, zone)) is not None]
    firsts += [
        freeze.last + timedelta(days=1)
        for each in paying
        for freeze in each.freezes
        if freeze.last is not None and today in freeze
    ]
    lasts = [
        each.last_day
        for each in paying
        if each.last_day is not None and each.terms.redeem_by == "appointment"
    ]
    return max(firsts, default=None), min(lasts, default=None)
