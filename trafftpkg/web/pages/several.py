"""Booking several visits of one package at once: rows of a form, a summary, and one request."""

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from trafftpkg.domain.balance import balance_of, bookable_units, bookable_visits
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Inclusion
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.web.clients import Who, who_asks
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import IncompleteError, NotOnThePageError
from trafftpkg.web.pages.conditions import purchase_conditions
from trafftpkg.web.pages.own import own_purchase, signed_in, the_client
from trafftpkg.web.pages.two_steps import (
    MOST_ROWS,
    Promise,
    carry_out,
    form_facts,
    go_on,
    rows_asked,
    summary_facts,
)
from trafftpkg.web.payers import is_usable, paid_by
from trafftpkg.web.safety.headers import FORM
from trafftpkg.web.safety.limits import PURCHASES, SUMMARIES
from trafftpkg.web.searching import Search
from trafftpkg.web.visits import VisitRow, overlapping, row_checked, row_of, row_sent, wanted_of

_FIRST_ROWS = 2
"""How many rows each service begins with: one visit can be booked without this form."""


@signed_in
def show(exchange: Exchange) -> Response:
    """Show the form for what is left."""
    return _form(exchange, _usable(exchange))


@signed_in
def send(exchange: Exchange) -> Response:
    """Show the form again, or the summary, or book."""
    purchase = _usable(exchange)
    return go_on(
        exchange,
        partial(_form, exchange, purchase),
        summary=partial(_summary, exchange, purchase),
        done=partial(_book, exchange, purchase),
    )


def _usable(exchange: Exchange) -> Purchase:
    return own_purchase(exchange, exchange.request.path_params["own"])


def _form(exchange: Exchange, purchase: Purchase, error: TrafftpkgError | None = None) -> Response:
    groups = _groups(exchange, purchase, partial(row_of, Search(exchange, paid_by(exchange, purchase))))
    if not groups:
        raise NotOnThePageError
    return exchange.page(
        "several.html", keep=FORM, purchase=purchase, groups=groups, **form_facts(exchange, error)
    )


def _groups(
    exchange: Exchange, purchase: Purchase, make: Callable[..., VisitRow]
) -> list[tuple[str, list[VisitRow], bool]]:
    """Return the rows of each service by its place, and whether one more can be added."""
    groups, room = [], MOST_ROWS
    for place, inclusion in enumerate(purchase.terms.inclusions):
        service = exchange.catalogue.services.get(inclusion.service)
        most = _most_visits(exchange, purchase, inclusion)
        if service is None or not most:
            continue
        count = min(max(rows_asked(exchange, place), _FIRST_ROWS), most, room)
        room -= count
        rows = [make(f"v{place}-{n}", service, n, required=False) for n in range(1, count + 1)]
        groups.append((str(place), rows, count < most and room > 0))
    return groups


def _most_visits(exchange: Exchange, purchase: Purchase, inclusion: Inclusion) -> int:
    """Return how many visits of a service can be booked now."""
    if not is_usable(exchange, purchase):
        return 0
    available = balance_of(purchase, exchange.now).available
    visits = bookable_visits(purchase, inclusion, available)
    if visits is not None:
        return visits
    service = exchange.catalogue.services.get(inclusion.service)
    return 0 if service is None else bookable_units(purchase, inclusion, available) // service.duration


def _rows(exchange: Exchange, purchase: Purchase, make: Callable[..., VisitRow]) -> list[VisitRow]:
    return [row for _, rows, _ in _groups(exchange, purchase, make) for row in rows]


def _request(exchange: Exchange, purchase: Purchase, rows: list[VisitRow]) -> tuple[BookAppointment, Who]:
    problems = overlapping(exchange.names, rows) | {row.name: row.problem for row in rows if row.problem}
    wanted = wanted_of(rows)
    if not wanted and rows and not problems:
        problems[rows[0].name] = exchange.names.gettext("Please choose a time for at least one visit.")
    who = who_asks(exchange, None, problems)
    if not wanted:
        raise IncompleteError(problems={"visits": exchange.names.gettext("Nothing is left to book.")})
    request = BookAppointment(client=who.typed, wanted=wanted[0], also=wanted[1:], payer=purchase.id)
    return request, who


def _summary(exchange: Exchange, purchase: Purchase) -> Response:
    exchange.check_limit(SUMMARIES)
    rows = _rows(exchange, purchase, partial(row_checked, Search(exchange)))
    request, who = _request(exchange, purchase, rows)
    foreseen = exchange.foresee(request)
    return exchange.page(
        "several_summary.html",
        keep=FORM,
        purchase=purchase,
        appointments=foreseen.appointments,
        who=who,
        **summary_facts(exchange, _promise(exchange, purchase)),
    )


def _book(exchange: Exchange, purchase: Purchase) -> Response:
    exchange.check_limit(PURCHASES)
    # A form that is sent again finds fewer left than it booked: its rows are those that it names.
    rows = [
        row_sent(exchange, f"v{place}-{n}", service, n, required=False)
        for place, inclusion in enumerate(purchase.terms.inclusions)
        if (service := exchange.catalogue.services.get(inclusion.service)) is not None
        for n in range(1, min(rows_asked(exchange, place), MOST_ROWS) + 1)
    ]
    request, who = _request(exchange, purchase, rows)
    visits, promise = (request.wanted, *request.also), _promise(exchange, purchase)
    carry_out(exchange, request, visits, who=who, promise=promise)
    return exchange.go(exchange.settings.addresses.purchase(the_client(exchange).key, purchase.id))


def _promise(exchange: Exchange, purchase: Purchase) -> Promise:
    told = f"{the_client(exchange).key} several {purchase.id}"
    return Promise(told, purchase_conditions(exchange, purchase))
