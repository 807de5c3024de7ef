"""Buying a package: choose visits, say who you are and how you pay, see a summary, and buy. One request."""

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from trafftpkg.domain.balance import is_paid_enough
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.selling import PackageNotSoldError
from trafftpkg.domain.ids import PackageId, PurchaseId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.package import Package
from trafftpkg.domain.taxes import taxes_within
from trafftpkg.domain.terms import Inclusion, Terms
from trafftpkg.domain.validity import first_expiry
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.requests.on_sale import check_in_season, check_sold
from trafftpkg.engine.requests.purchase import PurchasePackage, terms_of
from trafftpkg.web.clients import Who, who_asks
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import (
    NotFoundError,
    NotOnThePageError,
)
from trafftpkg.web.pages.conditions import package_conditions
from trafftpkg.web.pages.home import is_sold_out, package_card
from trafftpkg.web.pages.paying import ToPay, begin_checkout, transfer_of
from trafftpkg.web.pages.two_steps import (
    MOST_ROWS,
    Promise,
    carry_out,
    form_facts,
    go_on,
    rows_asked,
    summary_facts,
    write_to,
)
from trafftpkg.web.payers import paid_by_sale
from trafftpkg.web.payment import BANK_TRANSFER, Part, Way, checkout_for
from trafftpkg.web.safety.headers import FORM
from trafftpkg.web.safety.limits import PURCHASES, SUMMARIES
from trafftpkg.web.searching import Search
from trafftpkg.web.visits import VisitRow, overlapping, row_checked, row_of, row_sent, wanted_of
from trafftpkg.web.words.paying import too_little, ways_to_pay


def show(exchange: Exchange) -> Response:
    """Show the form, with the first free day for visits that have to be booked."""
    package = _package(exchange)
    if is_sold_out(exchange, package):
        raise PackageNotSoldError(package=package.id, why="sold_out")
    return _form(exchange, package)


def send(exchange: Exchange) -> Response:
    """Show the form again, or the summary, or sell."""
    package = _package(exchange)
    return go_on(
        exchange,
        partial(_form, exchange, package),
        summary=partial(_summary, exchange, package),
        done=partial(_buy, exchange, package),
    )


def ways_for(exchange: Exchange, terms: Terms) -> list[Way]:
    """Return the ways to pay this on the page. None for what is free."""
    return ways_to_pay(terms, exchange.settings.checkouts, exchange.names)


def _package(exchange: Exchange) -> Package:
    """Return the package that the address names, if clients may buy it.

    Raises:
        NotFoundError: it is not declared, or hidden: nobody who tries names learns of those.
        PackageNotSoldError: it is not sold any more, or not now.
    """
    package = exchange.catalogue.packages.get(PackageId(exchange.request.path_params["package"]))
    if package is None or package.status == "hidden":
        raise NotFoundError
    today = day_of(exchange.now, exchange.catalogue.business.time_zone)
    check_sold(package, today)
    check_in_season(package, today)
    return package


def _form(exchange: Exchange, package: Package, error: TrafftpkgError | None = None) -> Response:
    terms = terms_of(package, exchange.catalogue.business)
    return exchange.page(
        "package.html",
        keep=FORM,
        card=package_card(exchange.names, package.id),
        terms=terms,
        groups=_groups(
            exchange, package, partial(row_of, Search(exchange, paid_by_sale(exchange, package.id)))
        ),
        ways=ways_for(exchange, terms),
        too_little=too_little(
            terms.total, terms.payment_methods, exchange.settings.checkouts, exchange.names
        ),
        **form_facts(exchange, error),
    )


def _groups(
    exchange: Exchange, package: Package, make: Callable[..., VisitRow]
) -> list[tuple[Inclusion, list[VisitRow], bool]]:
    """Return the rows of each service, and whether one more can be added.

    Args:
        make: Returns a row by its name, service, and number.
    """
    counts = _counts(exchange, package)
    is_full = sum(counts) >= MOST_ROWS
    groups = []
    for place, (inclusion, count) in enumerate(zip(package.inclusions, counts, strict=True)):
        service = exchange.catalogue.services[inclusion.service]
        rows = [
            make(f"v{place}-{number}", service, number, required=number <= inclusion.min)
            for number in range(1, count + 1)
        ]
        groups.append((inclusion, rows, not is_full and count < _most_visits(inclusion, package)))
    return groups


def _counts(exchange: Exchange, package: Package) -> list[int]:
    """Return how many rows each service has: what must be booked, and what was asked for."""
    counts = [min(max(each.min, 1), _most_visits(each, package)) for each in package.inclusions]
    room = max(MOST_ROWS - sum(counts), 0)
    for place, inclusion in enumerate(package.inclusions):
        asked = min(rows_asked(exchange, place), _most_visits(inclusion, package)) - counts[place]
        more = min(max(asked, 0), room)
        counts[place] += more
        room -= more
    return counts


def _most_visits(inclusion: Inclusion, package: Package) -> int:
    each = inclusion.uses if package.unit == "session" else inclusion.duration
    most = max(min(inclusion.max_units, package.total) // each, 1)
    return most if inclusion.max_at_purchase is None else min(most, inclusion.max_at_purchase)


def _rows(exchange: Exchange, package: Package, make: Callable[..., VisitRow]) -> list[VisitRow]:
    return [row for _, rows, _ in _groups(exchange, package, make) for row in rows]


def _problems(exchange: Exchange, terms: Terms, rows: list[VisitRow]) -> dict[str, str]:
    """Return what is wrong with the visits and the way to pay, as far as the page can see, by field."""
    problems = overlapping(exchange.names, rows) | {row.name: row.problem for row in rows if row.problem}
    problems |= {
        row.name: exchange.names.gettext("Please choose a time for %(service)s.", service=row.service.name)
        for row in rows
        if row.required and not row.chosen and not row.problem
    }
    if terms.total and not ways_for(exchange, terms):
        raise NotOnThePageError
    if _way(exchange, terms) is None and terms.total:
        problems["method"] = exchange.names.gettext("Please choose how you pay.")
    return problems


def _request(exchange: Exchange, package: Package, who: Who, rows: list[VisitRow]) -> PurchasePackage:
    terms = terms_of(package, exchange.catalogue.business)
    way = _way(exchange, terms)
    return PurchasePackage(
        client=who.typed,
        package=package.id,
        pay="none" if terms.total else "full",
        method=None if way is None else way.method,
        appointments=wanted_of(rows),
    )


def _way(exchange: Exchange, terms: Terms) -> Way | None:
    """Return the way to pay that the form says. None for what is free, or if it says none."""
    ways = ways_for(exchange, terms)
    if len(ways) == 1:
        return ways[0]
    typed = exchange.fields.get("method", "")
    return next((each for each in ways if each.choice == typed), None)


def _summary(exchange: Exchange, package: Package) -> Response:
    exchange.check_limit(SUMMARIES)
    rows = _rows(exchange, package, partial(row_checked, Search(exchange)))
    terms = terms_of(package, exchange.catalogue.business)
    who = who_asks(exchange, None, _problems(exchange, terms, rows))
    request = _request(exchange, package, who, rows)
    foreseen = exchange.foresee(request, newcomer=who.newcomer)
    terms = foreseen.purchases[0].terms
    return exchange.page(
        "package_summary.html",
        keep=FORM,
        leads_to=exchange.settings.checkout_origins,
        card=package_card(exchange.names, package.id),
        purchase=foreseen.purchases[0],
        appointments=foreseen.appointments,
        who=who,
        taxes=taxes_within(terms, terms.total),
        way=_way(exchange, terms),
        **summary_facts(exchange, _promise(exchange, package, terms)),
    )


def _buy(exchange: Exchange, package: Package) -> Response:
    key = exchange.request_name()
    exchange.check_limit(PURCHASES)
    terms = terms_of(package, exchange.catalogue.business)
    rows = _rows(exchange, package, partial(row_sent, exchange))
    who = who_asks(exchange, key, _problems(exchange, terms, rows))
    request = _request(exchange, package, who, rows)
    least = sum(each.min for each in package.inclusions)
    promise = _promise(exchange, package, terms)
    outcome = carry_out(exchange, request, request.appointments, who=who, promise=promise, least=least)
    return _go_on(exchange, outcome, who)


def _promise(exchange: Exchange, package: Package, terms: Terms) -> Promise:
    """Return what the summary promises: the price, the deposit, and the conditions."""
    zone = exchange.catalogue.business.time_zone
    last_day = first_expiry(PurchaseId("pur-1"), terms, day_of(exchange.now, zone), zone).last_day
    told = f"{package.id} {terms.total} {terms.deposit}"
    return Promise(told, package_conditions(exchange, terms, last_day))


def _go_on(exchange: Exchange, outcome: Outcome, who: Who) -> Response:
    """Redirect to the checkout, or to the page of what was bought, which leads on."""
    purchase = outcome.purchases[0]
    way = _way(exchange, purchase.terms)
    part: Part = "full" if way is None else way.part
    method = None if way is None else way.method
    path = exchange.settings.addresses.done(
        purchase.id, exchange.now, part, method, key=exchange.request_name()
    )
    is_transfer = way is not None and method == BANK_TRANSFER and not is_paid_enough(purchase)
    transfer = transfer_of(exchange, purchase, way.first) if way is not None and is_transfer else None
    write_to(exchange, who, purchase.client, transfer)
    if way is None or checkout_for(way.method, exchange.settings.checkouts) is None or not due_of(purchase):
        return exchange.go(path)
    return begin_checkout(exchange, purchase, ToPay(way.method, way.first, is_sale=True), path)
