"""What was just bought or booked, and what is still to be done for it."""

from datetime import datetime

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import appointment_id
from trafftpkg.engine.questions.show import ShowAppointment, ShowPurchase
from trafftpkg.web.addresses import DONE_SHOWN
from trafftpkg.web.call import Call
from trafftpkg.web.pages.account import holding
from trafftpkg.web.pages.buying import first_payment
from trafftpkg.web.safety.limits import CONFIRM_WITHIN


def show(call: Call) -> Response:
    """Show it to whoever has its address: the one who sent the form, for a day, signed in or not."""
    thing, part, ends_at = call.site.addresses.opened_done(call.request.path_params["sealed"], call.now)
    if appointment_id(thing) is not None:
        visit = call.ask(ShowAppointment(appointment=thing)).appointment
        return _booked(call, visit, _answer_by(call, ends_at))
    page = call.ask(ShowPurchase(purchase=thing))
    standing = tuple(each for each in page.appointments if each.status == "booked")
    declared = call.catalogue.packages.get(page.purchase.terms.package)
    return call.page(
        "done.html",
        holding=holding(call, page.purchase, standing, page.view),
        first=first_payment(page.purchase.terms, part) - page.purchase.paid,
        onward=None if declared is None else declared.redirect_url,
        zone=page.view.time_zone,
        answer_by=_answer_by(call, ends_at),
    )


def _booked(call: Call, appointment: Appointment, answer_by: str | None) -> Response:
    payers = [call.ask(ShowPurchase(purchase=each.purchase)).purchase for each in appointment.allocation]
    return call.page("done_booking.html", appointment=appointment, payers=payers, answer_by=answer_by)


def _answer_by(call: Call, ends_at: datetime) -> str | None:
    """Until when a newcomer has to open our letter; None for who has signed in, or gets none."""
    until = ends_at - DONE_SHOWN + CONFIRM_WITHIN
    if call.client is not None or call.site.mail is None or until <= call.now:
        return None
    return call.names.formats.moment(until, call.catalogue.business.time_zone)
