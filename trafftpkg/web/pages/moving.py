"""Moving an appointment to another time."""

from functools import partial

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.catalogue import Service
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.booking import TooLateToRescheduleError
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.questions.show import ShowPurchase
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import ChangedMeanwhileError, IncompleteError, NotFoundError
from trafftpkg.web.pages.own import free_words, own_appointment, signed_in, the_client
from trafftpkg.web.pages.two_steps import (
    Promise,
    check_unless_done,
    form_facts,
    go_on,
    signed,
    visit_told,
    was_told,
)
from trafftpkg.web.payers import days_of
from trafftpkg.web.safety.limits import CHANGES
from trafftpkg.web.searching import Payer, Search, check_offered
from trafftpkg.web.visits import row_of, row_sent

ROW = "v0-1"


@signed_in
def show(exchange: Exchange) -> Response:
    """Show free times, and until when the visit can be moved."""
    return _form(exchange, own_appointment(exchange))


@signed_in
def send(exchange: Exchange) -> Response:
    """Move the visit if that button was pressed, else show the times of the chosen day."""
    appointment = own_appointment(exchange)
    return go_on(exchange, partial(_form, exchange, appointment), done=partial(_move, exchange, appointment))


def _move(exchange: Exchange, appointment: Appointment) -> Response:
    service = _service(exchange, appointment)
    wanted = row_sent(exchange, ROW, service, 1, required=True).wanted
    if wanted is None:
        raise IncompleteError(problems={ROW: exchange.names.gettext("Please choose a time.")})
    request = RescheduleAppointment(
        appointment=appointment.id, at=wanted.at, employee=wanted.employee, location=wanted.location
    )
    key = exchange.request_name()
    exchange.check_limit(CHANGES, the_client(exchange).key)

    def check() -> None:
        if not was_told(exchange, _told(exchange, appointment)):
            raise ChangedMeanwhileError
        check_offered(_search(exchange, appointment), [wanted], lambda: exchange.foresee(request))

    check_unless_done(exchange, key, check)
    exchange.execute(request, key=key)
    return exchange.go("/account?moved=1")


def _form(exchange: Exchange, appointment: Appointment, error: TrafftpkgError | None = None) -> Response:
    service = _service(exchange, appointment)
    until, late = free_words(exchange, appointment, _payers(exchange, appointment))
    if late and error is None:
        visit = appointment.visit
        error = TooLateToRescheduleError(
            appointment=appointment.id,
            starts_at=visit.starts_at,
            until=exchange.now,
            time_zone=visit.time_zone,
        )
    there = day_of(appointment.visit.starts_at, appointment.visit.time_zone)
    exchange.fields.setdefault(f"{ROW}-day", there.isoformat())  # Most visits are moved a little.
    row = row_of(_search(exchange, appointment), ROW, service, 1, required=True)
    return exchange.page(
        "move.html",
        appointment=appointment,
        service=service,
        row=row,
        until=until,
        late=late,
        told=signed(exchange, _told(exchange, appointment)),
        **form_facts(exchange, error),
    )


def _service(exchange: Exchange, appointment: Appointment) -> Service:
    found = exchange.catalogue.services.get(appointment.visit.service)
    if found is None:
        raise NotFoundError
    return found


def _told(exchange: Exchange, appointment: Appointment) -> Promise:
    until, _ = free_words(exchange, appointment, _payers(exchange, appointment))
    return visit_told(appointment, until)


def _search(exchange: Exchange, appointment: Appointment) -> Search:
    first, last = days_of(_payers(exchange, appointment), exchange)
    party = appointment.visit.party
    return Search(exchange, Payer(moving=appointment.id, party=party, first_day=first, last_day=last))


def _payers(exchange: Exchange, appointment: Appointment) -> tuple[Purchase, ...]:
    return tuple(
        exchange.ask(ShowPurchase(purchase=each.purchase)).purchase for each in appointment.allocation
    )
