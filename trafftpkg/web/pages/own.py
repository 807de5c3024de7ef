"""A client's own appointments and purchases, by addresses that open for them only."""

from typing import TypeVar

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.cancelling import free_until
from trafftpkg.domain.client import Client
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.web.exchange import Exchange, Handler
from trafftpkg.web.failures import NotFoundError

_Thing = TypeVar("_Thing", Appointment, Purchase)


def signed_in(handle: "Handler") -> "Handler":
    """Answer only a client who is signed in; send others to sign in, and then back here."""

    def answer(exchange: Exchange) -> Response:
        if exchange.client is None:
            back = exchange.here if exchange.request.method == "GET" else "/account"
            return exchange.go(exchange.settings.addresses.sign_in(back))
        return handle(exchange)

    return answer


def the_client(exchange: Exchange) -> Client:
    """Return who is signed in."""
    assert exchange.client is not None
    return exchange.client


def own_appointment(exchange: Exchange) -> Appointment:
    """Return the appointment that the address names.

    Raises:
        NotFoundError: the address is not this client's.
    """
    client = the_client(exchange).key
    visits = exchange.ask(ListAppointments(client=client)).appointments
    return _named(exchange, exchange.request.path_params["own"], visits)


def own_purchase(exchange: Exchange, named: str) -> Purchase:
    """Return one of the client's purchases by their own name for it.

    Raises:
        NotFoundError: it is none of theirs.
    """
    client = the_client(exchange).key
    return _named(exchange, named, exchange.ask(ListPurchases(client=client)).purchases)


def _named(exchange: Exchange, named: str, things: tuple[_Thing, ...]) -> _Thing:
    own, client = exchange.settings.addresses.own, the_client(exchange).key
    found = next((each for each in things if own(client, each.id) == named), None)
    if found is None:
        raise NotFoundError
    return found


def free_words(
    exchange: Exchange, appointment: Appointment, payers: tuple[Purchase, ...]
) -> tuple[str, bool]:
    """Return until when an appointment can be cancelled or moved freely, and whether that is over."""
    first = next(
        (each for each in payers if any(a.purchase == each.id for a in appointment.allocation)), None
    )
    policy = first.terms.cancellation if first is not None else appointment.cancellation
    if policy is None:
        return "", False
    visit = appointment.visit
    until = free_until(visit.starts_at, policy, visit.time_zone)
    return exchange.names.formats.moment(until, visit.time_zone), exchange.now > until
