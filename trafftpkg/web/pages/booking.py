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
from trafftpkg.web.call import Call
from trafftpkg.web.clients import Who, who_asks
from trafftpkg.web.failures import ChangedMeanwhileError, IncompleteError, NotFoundError, PageError
from trafftpkg.web.holding import hold
from trafftpkg.web.letters import welcome
from trafftpkg.web.safety.headers import FORM
from trafftpkg.web.safety.limits import PURCHASES, SUMMARIES
from trafftpkg.web.searching import Search
from trafftpkg.web.visits import Row, check_offered, row_of
from trafftpkg.web.words.every import say

ROW = "v0-1"
TOLD = "told"
"""The sealed field with what the summary told of who pays, or how much is paid on site."""


def show(call: Call) -> Response:
    """Show the form, at the first free day."""
    return _form(call, _service(call))


def send(call: Call) -> Response:
    """Go on as the button that was pressed says; anything but the last one only shows the form again."""
    service = _service(call)
    go = call.fields.get("go", "")
    if go not in ("summary", "buy"):
        return _form(call, service)
    try:
        return _book(call, service) if go == "buy" else _summary(call, service)
    except (RefusedError, UsageError, PageError) as error:
        return _form(call, service, error)


def _service(call: Call) -> Service:
    found = call.catalogue.services.get(ServiceId(call.opened("service")))
    if found is None:
        raise NotFoundError
    return found


def _preferred(call: Call) -> PurchaseId | None:
    """The purchase that the address asks to be redeemed; it opens for its own client only."""
    sealed = call.request.query_params.get("with")
    if sealed is None or call.client is None:
        return None
    return PurchaseId(call.site.addresses.opened(f"purchase {call.client.key}", sealed))


def _form(call: Call, service: Service, error: TrafftpkgError | None = None) -> Response:
    preferred = _preferred(call)
    return call.page(
        "service.html",
        keep=FORM,
        status=200 if error is None else say(error, call).status,
        service=service,
        row=row_of(Search(call), ROW, service, 1, required=True),
        purchase=None if preferred is None else call.ask(ShowPurchase(purchase=preferred)).purchase,
        said=None if error is None else say(error, call),
        problems=error.problems if isinstance(error, IncompleteError) else {},
        fields=call.fields,
    )


def _summary(call: Call, service: Service) -> Response:
    call.knock(SUMMARIES)
    row = row_of(Search(call), ROW, service, 1, required=True)
    who = who_asks(call, None)
    wanted = _wanted(row)
    payer = _payer(call, who, wanted)
    foreseen = call.foresee(_request(who, wanted, payer), newcomer=who.newcomer)
    return call.page(
        "service_summary.html",
        keep=FORM,
        service=service,
        appointment=foreseen.appointments[0],
        purchases=foreseen.purchases,
        who=who,
        kept={
            name: value for name, value in call.fields.items() if name not in ("go", "mark", "request", TOLD)
        },
        told=call.seals.seal(TOLD, _told(who, service, payer)),
    )


def _book(call: Call, service: Service) -> Response:
    key = call.request_name()
    call.knock(PURCHASES)
    who = who_asks(call, key)
    wanted = Row.wanted_in(service, call.fields.get(f"{ROW}-time", ""))
    if wanted is None:
        raise IncompleteError(problems={ROW: "Please choose a time."})
    request = _request(who, wanted, _payer_told(call, who, service))
    if not call.was_done(key):
        check_offered(call, [wanted], lambda: call.foresee(request, newcomer=who.newcomer))
        hold(call, who, key, 1)
    outcome = call.execute(request, key=key, newcomer=who.newcomer)
    appointment = outcome.appointments[0]
    letter = None
    if who.newcomer is not None and call.site.mail is not None:
        letter = BackgroundTask(welcome, call.site, appointment.client, who.newcomer.email, call.now)
    return call.go(call.site.addresses.done(appointment.id, call.now + DONE_SHOWN), letter)


def _wanted(row: Row) -> Wanted:
    if row.problem or row.wanted is None:
        raise IncompleteError(problems={row.name: row.problem or "Please choose a time."})
    return row.wanted


def _payer(call: Call, who: Who, wanted: Wanted) -> PurchaseId | None:
    """Who pays: the purchase that was asked for, or the first that can; None where none can."""
    if call.client is None:
        return None
    preferred = _preferred(call)
    if preferred is not None:
        return preferred
    return call.ask(ExplainPayer(client=who.typed, wanted=wanted)).payer


def _told(who: Who, service: Service, payer: PurchaseId | None) -> str:
    by = f"price {service.price}" if payer is None else f"purchase {payer}"
    return f"{who.typed if who.newcomer is None else ''} {service.id} {by}"


def _payer_told(call: Call, who: Who, service: Service) -> PurchaseId | None:
    """Return who pays as the summary told, or raise ChangedMeanwhileError where that is another price now."""
    told = (call.seals.opened(TOLD, call.fields.get(TOLD, "")) or "").split(" ")
    if len(told) != 4:
        raise ChangedMeanwhileError
    typed, named, how, what = told
    mine = typed == (who.typed if call.client is not None else "")
    if not mine or named != service.id or (how == "price" and what != str(service.price)):
        raise ChangedMeanwhileError
    return PurchaseId(what) if how == "purchase" else None


def _request(who: Who, wanted: Wanted, payer: PurchaseId | None) -> BookAppointment:
    return BookAppointment(client=who.typed, wanted=wanted, payer=payer, without_package=payer is None)
