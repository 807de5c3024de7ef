"""What was just bought or booked, and what is still to be done for it."""

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import appointment_id
from trafftpkg.engine.questions.show import ShowAppointment, ShowPurchase
from trafftpkg.web.call import Call
from trafftpkg.web.pages.account import holding
from trafftpkg.web.pages.buying import first_payment


def show(call: Call) -> Response:
    """Show it to whoever has its address: the one who sent the form, for a day, signed in or not."""
    thing, part = call.site.addresses.opened_done(call.request.path_params["sealed"], call.now)
    if appointment_id(thing) is not None:
        return _booked(call, call.ask(ShowAppointment(appointment=thing)).appointment)
    page = call.ask(ShowPurchase(purchase=thing))
    standing = tuple(each for each in page.appointments if each.status == "booked")
    declared = call.catalogue.packages.get(page.purchase.terms.package)
    return call.page(
        "done.html",
        holding=holding(call, page.purchase, standing, page.view),
        first=first_payment(page.purchase.terms, part) - page.purchase.paid,
        onward=None if declared is None else declared.redirect_url,
        zone=page.view.time_zone,
    )


def _booked(call: Call, appointment: Appointment) -> Response:
    payers = [call.ask(ShowPurchase(purchase=each.purchase)).purchase for each in appointment.allocation]
    return call.page("done_booking.html", appointment=appointment, payers=payers)
