"""Booking a service: a package of the client's pays where one can, else it is paid on site."""

from starlette.background import BackgroundTask
from starlette.responses import Response

from trafftpkg.domain.catalogue import Service
from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError, UsageError
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.engine.questions.explain import ExplainPayer
from trafftpkg.engine.questions.show import ShowPurchase
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import Wanted
from trafftpkg.web.addresses import DONE_SHOWN
from trafftpkg.web.clients import Who, who_asks
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import ChangedMeanwhileError, IncompleteError, NotFoundError, PageError
from trafftpkg.web.mail_texts import welcome
from trafftpkg.web.safety.headers import FORM
from trafftpkg.web.safety.limits import PURCHASES, SUMMARIES
from trafftpkg.web.searching import Search
from trafftpkg.web.visit_limits import count_visits
from trafftpkg.web.visits import Row, check_offered, row_of
from trafftpkg.web.words.every import say

ROW = "v0-1"
TOLD = "told"
"""The sealed field with what the summary told of who pays, or how much is paid on site."""


def show(exchange: Exchange) -> Response:
    """Show the form, at the first free day."""
    return _form(exchange, _service(exchange))


def send(exchange: Exchange) -> Response:
    """Go on as the button that was pressed says; anything but the last one only shows the form again."""
    service = _service(exchange)
    go = exchange.fields.get("go", "")
    if go not in ("summary", "buy"):
        return _form(exchange, service)
    try:
        return _book(exchange, service) if go == "buy" else _summary(exchange, service)
    except (RefusedError, UsageError, PageError) as error:
        return _form(exchange, service, error)


def _service(exchange: Exchange) -> Service:
    found = exchange.catalogue.services.get(ServiceId(exchange.opened("service")))
    if found is None:
        raise NotFoundError
    return found


def _preferred(exchange: Exchange) -> PurchaseId | None:
    """The purchase that the address asks to be redeemed; it opens for its own client only."""
    sealed = exchange.request.query_params.get("with")
    if sealed is None or exchange.client is None:
        return None
    return PurchaseId(exchange.settings.addresses.opened(f"purchase {exchange.client.key}", sealed))


def _form(exchange: Exchange, service: Service, error: TrafftpkgError | None = None) -> Response:
    preferred = _preferred(exchange)
    return exchange.page(
        "service.html",
        keep=FORM,
        status=200 if error is None else say(error, exchange).status,
        service=service,
        row=row_of(Search(exchange), ROW, service, 1, required=True),
        purchase=None if preferred is None else exchange.ask(ShowPurchase(purchase=preferred)).purchase,
        said=None if error is None else say(error, exchange),
        problems=error.problems if isinstance(error, IncompleteError) else {},
        fields=exchange.fields,
    )


def _summary(exchange: Exchange, service: Service) -> Response:
    exchange.check_limit(SUMMARIES)
    row = row_of(Search(exchange), ROW, service, 1, required=True)
    who = who_asks(exchange, None)
    wanted = _wanted(row)
    payer = _payer(exchange, who, wanted)
    foreseen = exchange.foresee(_request(who, wanted, payer), newcomer=who.newcomer)
    return exchange.page(
        "service_summary.html",
        keep=FORM,
        service=service,
        appointment=foreseen.appointments[0],
        purchases=foreseen.purchases,
        who=who,
        kept={
            name: value
            for name, value in exchange.fields.items()
            if name not in ("go", "mark", "request", TOLD)
        },
        told=exchange.seals.seal(TOLD, _told(who, service, payer)),
    )


def _book(exchange: Exchange, service: Service) -> Response:
    key = exchange.request_name()
    exchange.check_limit(PURCHASES)
    who = who_asks(exchange, key)
    wanted = Row.wanted_in(service, exchange.fields.get(f"{ROW}-time", ""))
    if wanted is None:
        raise IncompleteError(problems={ROW: "Please choose a time."})
    request = _request(who, wanted, _payer_told(exchange, who, service))
    if not exchange.was_done(key):
        check_offered(exchange, [wanted], lambda: exchange.foresee(request, newcomer=who.newcomer))
        count_visits(exchange, who, key, 1)
    outcome = exchange.execute(request, key=key, newcomer=who.newcomer)
    appointment = outcome.appointments[0]
    letter = None
    if who.newcomer is not None and exchange.settings.mail is not None:
        letter = BackgroundTask(
            welcome, exchange.settings, appointment.client, who.newcomer.email, exchange.now
        )
    return exchange.go(exchange.settings.addresses.done(appointment.id, exchange.now + DONE_SHOWN), letter)


def _wanted(row: Row) -> Wanted:
    if row.problem or row.wanted is None:
        raise IncompleteError(problems={row.name: row.problem or "Please choose a time."})
    return row.wanted


def _payer(exchange: Exchange, who: Who, wanted: Wanted) -> PurchaseId | None:
    """Who pays: the purchase that was asked for, or the first that can; None where none can."""
    if exchange.client is None:
        return None
    preferred = _preferred(exchange)
    if preferred is not None:
        return preferred
    return exchange.ask(ExplainPayer(client=who.typed, wanted=wanted)).payer


def _told(who: Who, service: Service, payer: PurchaseId | None) -> str:
    by = f"price {service.price}" if payer is None else f"purchase {payer}"
    return f"{who.typed if who.newcomer is None else ''} {service.id} {by}"


def _payer_told(exchange: Exchange, who: Who, service: Service) -> PurchaseId | None:
    """Return who pays as the summary told, or raise ChangedMeanwhileError where that is another price now."""
    told = (exchange.seals.opened(TOLD, exchange.fields.get(TOLD, "")) or "").split(" ")
    if len(told) != 4:
        raise ChangedMeanwhileError
    typed, named, how, what = told
    mine = typed == (who.typed if exchange.client is not None else "")
    if not mine or named != service.id or (how == "price" and what != str(service.price)):
        raise ChangedMeanwhileError
    return PurchaseId(what) if how == "purchase" else None


def _request(who: Who, wanted: Wanted, payer: PurchaseId | None) -> BookAppointment:
    return BookAppointment(client=who.typed, wanted=wanted, payer=payer, without_package=payer is None)
