"""Booking a service: one of the client's packages pays if it can, else it is paid on site."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from starlette.responses import Response

from trafftpkg.domain.catalogue import Service
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.domain.pricing import charge_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.web.clients import Who, who_asks
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import IncompleteError, NotFoundError, NotSharedError
from trafftpkg.web.pages.conditions import purchase_conditions, visit_conditions
from trafftpkg.web.pages.home import price_of_visit
from trafftpkg.web.pages.own import own_purchase, the_client
from trafftpkg.web.pages.two_steps import (
    PAYER,
    TOLD,
    Promise,
    carry_out,
    form_facts,
    go_on,
    kept_fields,
    signed,
    write_to,
)
from trafftpkg.web.payers import THEMSELVES, WayToPay, can_pay, paid_by, ways_to_pay
from trafftpkg.web.safety.headers import FORM
from trafftpkg.web.safety.limits import PURCHASES, SUMMARIES
from trafftpkg.web.searching import Payer, Search
from trafftpkg.web.visits import VisitRow, row_checked, row_of, row_sent

ROW = "v0-1"
MOST_PEOPLE = 6
"""How many may be booked at once here. The desk can book more."""


def show(exchange: Exchange) -> Response:
    """Show the form with the first free day."""
    return _form(exchange, _service(exchange))


def send(exchange: Exchange) -> Response:
    """Show the form again, or the summary, or book."""
    service = _service(exchange)
    return go_on(
        exchange,
        partial(_form, exchange, service),
        summary=partial(_summary, exchange, service),
        done=partial(_book, exchange, service),
    )


def _service(exchange: Exchange) -> Service:
    found = exchange.catalogue.services.get(ServiceId(exchange.request.path_params["service"]))
    if found is None:
        raise NotFoundError
    return found


def _preferred(exchange: Exchange) -> Purchase | None:
    """Return the purchase that the address names to pay, for its own client only."""
    named = exchange.request.query_params.get("with")
    return None if named is None or exchange.client is None else own_purchase(exchange, named)


def _form(exchange: Exchange, service: Service, error: TrafftpkgError | None = None) -> Response:
    preferred = _preferred(exchange)
    row = row_of(_search(exchange, service, preferred), ROW, service, 1, required=True)
    return exchange.page(
        "service.html",
        keep=FORM,
        service=service,
        price=price_of_visit(exchange, service),
        row=row,
        most_people=_most_people(service),
        purchase=preferred,
        shared_by=None if preferred is None else _owner(exchange, preferred),
        paying=preferred or _paying(exchange, service, row),
        **form_facts(exchange, error),
    )


def _search(exchange: Exchange, service: Service, preferred: Purchase | None) -> Search:
    """Return the search for times at which the purchase can pay that the address names.

    If it can pay for none, all are on show: the engine says why, when one is chosen.
    """
    party = _offered_party(exchange, service) or 1
    if preferred is None or not can_pay(exchange, preferred, service.id):
        return Search(exchange, Payer(party=party))
    return Search(exchange, paid_by(exchange, preferred, party))


def _paying(exchange: Exchange, service: Service, row: VisitRow) -> Purchase | None:
    """Return the client's package that pays for the chosen time: as they chose, or the first that can."""
    if exchange.client is None or row.wanted is None:
        return None
    ways = ways_to_pay(exchange, row.wanted, _offered_party(exchange, service) or 1)
    way = _typed_way(exchange, ways) or ways[0]
    return way.shares[0].purchase if way.shares else None


def _summary(exchange: Exchange, service: Service) -> Response:
    exchange.check_limit(SUMMARIES)
    row = row_checked(Search(exchange), ROW, service, 1, required=True)
    who = who_asks(exchange, None, _problems(exchange, service, row))
    wanted, party = _wanted(exchange, row), _party(exchange, service)
    ways = ways_to_pay(exchange, wanted, party)
    chosen = _chosen(exchange, ways)
    foreseen = exchange.foresee(_request(who, wanted, chosen, party), newcomer=who.newcomer)
    return exchange.page(
        "service_summary.html",
        keep=FORM,
        service=service,
        appointment=foreseen.appointments[0],
        who=who,
        ways=[_as_told(exchange, service, each, party) for each in ways],
        chosen=chosen,
        charge=charge_of(service, exchange.catalogue.business, times=party),
        kept=kept_fields(exchange),
    )


def _chosen(exchange: Exchange, ways: Sequence[WayToPay]) -> PurchaseId | None:
    """Return who is to pay: as the form says, as the address says, or the first that can."""
    found = _typed_way(exchange, ways)
    if found is not None:
        return found.payer
    preferred = _preferred(exchange)
    return ways[0].payer if preferred is None else preferred.id


def _typed_way(exchange: Exchange, ways: Sequence[WayToPay]) -> WayToPay | None:
    typed = exchange.fields.get(PAYER)
    return next((each for each in ways if each.choice == typed), None)


class ToldWay(NamedTuple):
    """A way to pay as the summary offers it: the conditions, and a signature of what it says."""

    way: WayToPay
    conditions: tuple[str, ...]
    told: str


def _as_told(exchange: Exchange, service: Service, way: WayToPay, party: int) -> ToldWay:
    promise = _promise(exchange, service, way.shares[0].purchase if way.shares else None, party)
    return ToldWay(way, promise.conditions, signed(exchange, promise))


def _book(exchange: Exchange, service: Service) -> Response:
    key = exchange.request_name()
    exchange.check_limit(PURCHASES)
    row = row_sent(exchange, ROW, service, 1, required=True)
    who = who_asks(exchange, key, _problems(exchange, service, row))
    wanted, party = _wanted(exchange, row), _party(exchange, service)
    choice = exchange.fields.get(PAYER, THEMSELVES)
    payer = _payer_told(exchange, choice)
    appointment = carry_out(
        exchange,
        _request(who, wanted, None if payer is None else payer.id, party),
        [wanted] * party,
        who=who,
        promise=_promise(exchange, service, payer, party),
        field=f"{TOLD}-{choice}",
    ).appointments[0]
    write_to(exchange, who, appointment.client)
    key = exchange.request_name()
    return exchange.go(exchange.settings.addresses.done(appointment.id, exchange.now, key=key))


def _owner(exchange: Exchange, purchase: Purchase) -> str | None:
    """Return whose a purchase is that is shared with the client. None if it is their own."""
    client = the_client(exchange).key
    if purchase.client == client:
        return None
    return exchange.ask(ListPurchases(client=client)).view.called(purchase.client)


def _problems(exchange: Exchange, service: Service, row: VisitRow) -> dict[str, str]:
    """Return what is wrong with the visit and how many come, by field."""
    problems: dict[str, str] = {}
    for look in (partial(_wanted, exchange, row), partial(_party, exchange, service)):
        try:
            look()
        except IncompleteError as error:
            problems |= error.problems
    return problems


def _wanted(exchange: Exchange, row: VisitRow) -> VisitWanted:
    if row.problem or row.wanted is None:
        raise IncompleteError(
            problems={row.name: row.problem or exchange.names.gettext("Please choose a time.")}
        )
    return row.wanted


def _most_people(service: Service) -> int:
    return min(service.capacity, MOST_PEOPLE)


def _party(exchange: Exchange, service: Service) -> int:
    """Return how many come, of whom the form offers."""
    party = _offered_party(exchange, service)
    if party is None:
        again = exchange.names.gettext("Please choose 1 to %(most)s people.", most=_most_people(service))
        raise IncompleteError(problems={"party": again})
    return party


def _offered_party(exchange: Exchange, service: Service) -> int | None:
    """Return how many come. None if the form does not offer so many."""
    offered = {str(n): n for n in range(1, _most_people(service) + 1)}
    return offered.get(exchange.fields.get("party", "1"))


def _promise(exchange: Exchange, service: Service, payer: Purchase | None, party: int) -> Promise:
    """Return what the summary promises: who pays how much, and the conditions."""
    by = f"price {price_of_visit(exchange, service)}" if payer is None else f"purchase {payer.id}"
    told = f"{'' if exchange.client is None else exchange.client.key} {service.id} {by} for {party}"
    if payer is None:
        return Promise(told, visit_conditions(exchange, exchange.catalogue.business.cancellation))
    return Promise(told, purchase_conditions(exchange, payer))


def _payer_told(exchange: Exchange, choice: str) -> Purchase | None:
    """Return the purchase that was chosen in the summary.

    Raises:
        NotSharedError: it was another client's, who no longer shares it.
    """
    if choice == THEMSELVES or exchange.client is None:
        return None
    try:
        return own_purchase(exchange, choice)
    except NotFoundError as error:
        raise NotSharedError from error


def _request(who: Who, wanted: VisitWanted, payer: PurchaseId | None, party: int) -> BookAppointment:
    return BookAppointment(
        client=who.typed, wanted=wanted, payer=payer, without_package=payer is None, party=party
    )
