"""Booking a service: one of the client's packages pays if it can, else it is paid on site."""

from collections.abc import Iterable
from functools import partial

from starlette.responses import Response

from trafftpkg.domain.catalogue import Service
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.taxes import visit_taxes
from trafftpkg.engine.answers import View
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.explain import ExplainPayer
from trafftpkg.engine.questions.show import ShowPurchase
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.web.clients import Who, who_asks
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import IncompleteError, NotFoundError
from trafftpkg.web.pages.home import price_of_visit
from trafftpkg.web.pages.own import only_of, own_purchase, the_client
from trafftpkg.web.pages.two_steps import (
    PAYER,
    carry_out,
    check_told,
    form_facts,
    go_on,
    summary_facts,
    write_to,
)
from trafftpkg.web.safety.headers import FORM
from trafftpkg.web.safety.limits import PURCHASES, SUMMARIES
from trafftpkg.web.searching import Search
from trafftpkg.web.visits import VisitRow, row_checked, row_of, row_sent
from trafftpkg.web.words.policy import package_policy, visit_policy

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


def _preferred(exchange: Exchange) -> PurchaseId | None:
    """Return the purchase that the address names to pay, for its own client only."""
    named = exchange.request.query_params.get("with")
    return None if named is None or exchange.client is None else own_purchase(exchange, named).id


def _paying(exchange: Exchange) -> list[Purchase]:
    """Return the purchase that the address names to pay, if it names one."""
    preferred = _preferred(exchange)
    return [] if preferred is None else [exchange.ask(ShowPurchase(purchase=preferred)).purchase]


def _form(exchange: Exchange, service: Service, error: TrafftpkgError | None = None) -> Response:
    preferred = _preferred(exchange)
    page = None if preferred is None else exchange.ask(ShowPurchase(purchase=preferred))
    paying = [] if page is None else [page.purchase]
    return exchange.page(
        "service.html",
        keep=FORM,
        service=service,
        price=price_of_visit(exchange, service),
        row=row_of(Search(exchange), ROW, service, 1, required=True, only=only_of(paying)),
        most_people=_most_people(service),
        purchase=page and page.purchase,
        shared_by=None if page is None else _shared_by(exchange, [page.purchase], page.view).get(preferred),
        **form_facts(exchange, error),
    )


def _summary(exchange: Exchange, service: Service) -> Response:
    exchange.check_limit(SUMMARIES)
    only = only_of(_paying(exchange))
    row = row_checked(Search(exchange), ROW, service, 1, required=True, only=only)
    who = who_asks(exchange, None, _problems(exchange, service, row))
    wanted, party = _wanted(row), _party(exchange, service)
    payer = _payer(exchange, who, wanted, party)
    foreseen = exchange.foresee(_request(who, wanted, payer, party), newcomer=who.newcomer)
    return exchange.page(
        "service_summary.html",
        keep=FORM,
        service=service,
        appointment=foreseen.appointments[0],
        purchases=foreseen.purchases,
        shared_by=_shared_by(exchange, foreseen.purchases, foreseen.view),
        who=who,
        taxes=visit_taxes(foreseen.appointments[0]),
        cancelling=_cancelling(exchange, foreseen),
        payer=None if payer is None else exchange.settings.addresses.own(the_client(exchange).key, payer),
        **summary_facts(exchange, _told(exchange, service, payer, party)),
    )


def _book(exchange: Exchange, service: Service) -> Response:
    key = exchange.request_name()
    exchange.check_limit(PURCHASES)
    row = row_sent(exchange, ROW, service, 1, required=True)
    who = who_asks(exchange, key, _problems(exchange, service, row))
    wanted, party = _wanted(row), _party(exchange, service)
    request = _request(who, wanted, _payer_told(exchange, service, party), party)
    appointment = carry_out(exchange, request, [wanted] * party, who).appointments[0]
    write_to(exchange, who, appointment.client)
    return exchange.go(exchange.settings.addresses.done(appointment.id, exchange.now))


def _shared_by(exchange: Exchange, purchases: Iterable[Purchase], view: View) -> dict[PurchaseId | None, str]:
    """Return whose the purchases are that others share with the client."""
    own = None if exchange.client is None else exchange.client.key
    return {each.id: view.called(each.client) for each in purchases if own and each.client != own}


def _problems(exchange: Exchange, service: Service, row: VisitRow) -> dict[str, str]:
    """Return what is wrong with the visit and how many come, by field."""
    problems: dict[str, str] = {}
    for look in (partial(_wanted, row), partial(_party, exchange, service)):
        try:
            look()
        except IncompleteError as error:
            problems |= error.problems
    return problems


def _cancelling(exchange: Exchange, foreseen: Outcome) -> str:
    """Return what cancelling the visit costs, by the package that decides it, or at its price."""
    visit = foreseen.appointments[0]
    if not visit.allocation:
        return visit_policy(exchange.catalogue.business.cancellation)
    first = visit.allocation[0].purchase
    return package_policy(next(each for each in foreseen.purchases if each.id == first).terms.cancellation)


def _wanted(row: VisitRow) -> VisitWanted:
    if row.problem or row.wanted is None:
        raise IncompleteError(problems={row.name: row.problem or "Please choose a time."})
    return row.wanted


def _most_people(service: Service) -> int:
    return min(service.capacity, MOST_PEOPLE)


def _party(exchange: Exchange, service: Service) -> int:
    """Return how many come, of whom the form offers."""
    offered = {str(n): n for n in range(1, _most_people(service) + 1)}
    typed = exchange.fields.get("party", "1")
    if typed not in offered:
        raise IncompleteError(problems={"party": f"Please choose 1 to {len(offered)} people."})
    return offered[typed]


def _payer(exchange: Exchange, who: Who, wanted: VisitWanted, party: int) -> PurchaseId | None:
    """Return the purchase that pays: the one asked for, or the first that can. None if none can."""
    if exchange.client is None:
        return None
    preferred = _preferred(exchange)
    if preferred is not None:
        return preferred
    return exchange.ask(ExplainPayer(client=who.typed, wanted=wanted, party=party)).payer


def _told(exchange: Exchange, service: Service, payer: PurchaseId | None, party: int) -> str:
    by = f"price {price_of_visit(exchange, service)}" if payer is None else f"purchase {payer}"
    return f"{'' if exchange.client is None else exchange.client.key} {service.id} {by} for {party}"


def _payer_told(exchange: Exchange, service: Service, party: int) -> PurchaseId | None:
    """Return the purchase that pays as the summary said, or raise ChangedMeanwhileError if that changed."""
    named = exchange.fields.get(PAYER, "")
    payer = None
    if named and exchange.client is not None:
        payer = own_purchase(exchange, named).id
    check_told(exchange, _told(exchange, service, payer, party))
    return payer


def _request(who: Who, wanted: VisitWanted, payer: PurchaseId | None, party: int) -> BookAppointment:
    return BookAppointment(
        client=who.typed, wanted=wanted, payer=payer, without_package=payer is None, party=party
    )
