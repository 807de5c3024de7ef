"""Cancelling an appointment: the page says first what it costs, and keeps to it."""

from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import is_expired
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.requests.cancel import CancelAppointment
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import ChangedMeanwhileError, PageError
from trafftpkg.web.pages.own import free_words, own_appointment, signed_in, the_client
from trafftpkg.web.pages.two_steps import Promise, signed, visit_told, was_told
from trafftpkg.web.safety.limits import CHANGES
from trafftpkg.web.words.every import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What cancelling costs: a stable word for it, and whole sentences."""

    code: str
    words: str


@signed_in
def show(exchange: Exchange) -> Response:
    """Say what cancelling would cost now."""
    return _ask(exchange, own_appointment(exchange))


@signed_in
def send(exchange: Exchange) -> Response:
    """Cancel if it still costs what the page said, or this form has cancelled it already."""
    appointment = own_appointment(exchange)
    key = exchange.request_name()
    exchange.check_limit(CHANGES, the_client(exchange).key)
    request = CancelAppointment(appointment=appointment.id, places=_places(exchange))
    foreseen = exchange.foresee(request, key=key)
    told = _told(exchange, appointment, _cost(exchange, appointment, foreseen))
    if not foreseen.replayed and not was_told(exchange, told):
        return _ask(exchange, appointment, ChangedMeanwhileError())
    done = exchange.execute(request, key=key)
    return exchange.go(f"/account?{'fewer' if len(done.appointments) > 1 else 'cancelled'}=1")


def _ask(exchange: Exchange, appointment: Appointment, error: PageError | None = None) -> Response:
    places = _places(exchange)
    foreseen = exchange.foresee(CancelAppointment(appointment=appointment.id, places=places))
    cost = _cost(exchange, appointment, foreseen)
    return exchange.page(
        "cancel.html",
        status=200 if error is None else 409,
        appointment=appointment,
        places=places,
        cost=cost,
        said=None if error is None else say(error, exchange),
        told=signed(exchange, _told(exchange, appointment, cost)),
    )


def _places(exchange: Exchange) -> int | None:
    """Return how many of a party do not come; None for all."""
    typed = exchange.request.query_params.get("places", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else None


def _told(exchange: Exchange, appointment: Appointment, cost: Cost) -> Promise:
    return visit_told(appointment, f"{_places(exchange) or 'all'}", cost.words)


def _cost(exchange: Exchange, appointment: Appointment, foreseen: Outcome) -> Cost:
    after = foreseen.appointments[-1]  # of a party, the part that does not come
    until, late = free_words(exchange, appointment, foreseen.purchases)
    names = exchange.names
    since = (
        names.gettext("Cancelling was free until %(when)s.", when=until)
        if late
        else names.gettext("You can cancel for free until %(when)s.", when=until)
    )
    if appointment.price is not None:
        due = sum((each.due or Decimal(0) for each in foreseen.appointments), Decimal(0))
        return _price_cost(exchange, due, since)
    return _units_cost(exchange, foreseen, since, is_kept=bool(after.units))


def _units_cost(exchange: Exchange, foreseen: Outcome, since: str, *, is_kept: bool) -> Cost:
    names = exchange.names
    packages = names.formats.all_of([names.purchase(each) for each in foreseen.purchases])
    if is_kept:
        words = names.gettext("The visit stays used: nothing goes back to %(packages)s.", packages=packages)
        return Cost(code="kept", words=f"{since} {words}")
    if any(is_expired(each, exchange.now) for each in foreseen.purchases):
        words = names.gettext(
            "But %(packages)s has expired, so nothing can be booked with it.", packages=packages
        )
        return Cost(code="lapsed", words=f"{since} {words}")
    if foreseen.forgiven:
        words = names.gettext(
            "This time it is forgiven (%(counts)s), and the visit goes back to %(packages)s.",
            counts="; ".join(
                names.gettext("%(used)s of %(of)s for this package", used=each.used, of=each.of)
                for each in foreseen.forgiven
            ),
            packages=packages,
        )
        return Cost(code="forgiven", words=f"{since} {words}")
    words = names.gettext("The visit goes back to %(packages)s.", packages=packages)
    return Cost(code="released", words=f"{since} {words}")


def _price_cost(exchange: Exchange, due: Decimal, since: str) -> Cost:
    if due:
        owed = exchange.names.formats.money(due)
        words = exchange.names.gettext("You still pay %(amount)s on site.", amount=owed)
        return Cost(code=f"owed {due}", words=f"{since} {words}")
    return Cost(code="nothing owed", words=f"{since} {exchange.names.gettext('There is nothing to pay.')}")
