"""A client's own appointments and purchases, by sealed addresses that open for them only."""

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.cancelling import free_until
from trafftpkg.domain.client import Client
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.questions.show import ShowAppointment, ShowPurchase
from trafftpkg.web.call import Call, Handler
from trafftpkg.web.failures import NotFoundError


def signed_in(handle: "Handler") -> "Handler":
    """Answer only a client who is signed in; send others to sign in, and then back here."""

    def answer(call: Call) -> Response:
        if call.client is None:
            back = call.here if call.request.method == "GET" else "/account"
            return call.go(call.site.addresses.sign_in(back))
        return handle(call)

    return answer


def the_client(call: Call) -> Client:
    """Return who is signed in."""
    assert call.client is not None
    return call.client


def own_appointment(call: Call) -> Appointment:
    """Return the appointment that the address names.

    Raises:
        NotFoundError: the address is not this client's.
    """
    client = the_client(call)
    named = call.opened(f"appointment {client.key}")
    found = call.ask(ShowAppointment(appointment=named)).appointment
    if found.client != client.key:
        raise NotFoundError
    return found


def own_purchase(call: Call) -> Purchase:
    """Return the purchase that the address names.

    Raises:
        NotFoundError: the address is not this client's.
    """
    client = the_client(call)
    found = call.ask(ShowPurchase(purchase=call.opened(f"purchase {client.key}"))).purchase
    if found.client != client.key:
        raise NotFoundError
    return found


def free_words(call: Call, appointment: Appointment, payers: tuple[Purchase, ...]) -> tuple[str, bool]:
    """Return until when an appointment can be cancelled or moved freely, and whether that is over."""
    first = next(
        (each for each in payers if any(a.purchase == each.id for a in appointment.allocation)), None
    )
    policy = first.terms.cancellation if first is not None else appointment.cancellation
    if policy is None:
        return "", False
    visit = appointment.visit
    until = free_until(visit.starts_at, policy, visit.time_zone)
    return call.names.formats.moment(until, visit.time_zone), call.now > until
