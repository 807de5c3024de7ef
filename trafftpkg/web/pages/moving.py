"""Moving an appointment to another time."""

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError, UsageError
from trafftpkg.domain.errors.booking import TooLateToRescheduleError
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.questions.show import ShowPurchase
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.web.call import Call
from trafftpkg.web.failures import IncompleteError, NotFoundError, PageError
from trafftpkg.web.pages.own import free_words, own_appointment, signed_in, the_client
from trafftpkg.web.safety.limits import CHANGES
from trafftpkg.web.searching import Search
from trafftpkg.web.visits import Row, check_offered, row_of
from trafftpkg.web.words.every import say

ROW = "v0-1"


@signed_in
def show(call: Call) -> Response:
    """Show free times, and until when the visit can be moved."""
    return _form(call, own_appointment(call))


@signed_in
def send(call: Call) -> Response:
    """Move it when that button was pressed, else show the times of the day that was chosen."""
    appointment = own_appointment(call)
    if call.fields.get("go") != "buy":
        return _form(call, appointment)
    try:
        service = call.catalogue.services[appointment.visit.service]
        wanted = Row.wanted_in(service, call.fields.get(f"{ROW}-time", ""))
        if wanted is None:
            raise IncompleteError(problems={ROW: "Please choose a time."})
        request = RescheduleAppointment(
            appointment=appointment.id, at=wanted.at, employee=wanted.employee, location=wanted.location
        )
        key = call.request_name()
        call.knock(CHANGES, the_client(call).key)
        if not call.was_done(key):
            check_offered(call, [wanted], lambda: call.foresee(request))
        call.execute(request, key=key)
    except (RefusedError, UsageError, PageError) as error:
        return _form(call, appointment, error)
    return call.go("/account?moved=1")


def _form(call: Call, appointment: Appointment, error: TrafftpkgError | None = None) -> Response:
    service = call.catalogue.services.get(appointment.visit.service)
    if service is None:
        raise NotFoundError
    until, late = free_words(call, appointment, _payers(call, appointment))
    if late and error is None:
        visit = appointment.visit
        error = TooLateToRescheduleError(
            appointment=appointment.id, starts_at=visit.starts_at, until=call.now, time_zone=visit.time_zone
        )
    row = row_of(Search(call), ROW, service, 1, required=True)
    said = None if error is None else say(error, call)
    return call.page(
        "move.html",
        status=200 if said is None else said.status,
        appointment=appointment,
        service=service,
        row=row,
        until=until,
        late=late,
        said=said,
        problems=error.problems if isinstance(error, IncompleteError) else {},
        fields=call.fields,
    )


def _payers(call: Call, appointment: Appointment) -> tuple[Purchase, ...]:
    return tuple(call.ask(ShowPurchase(purchase=each.purchase)).purchase for each in appointment.allocation)
