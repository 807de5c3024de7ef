"""The page after buying or booking: what was done, and what is still to do."""

from datetime import datetime

from starlette.responses import Response

from trafftpkg.domain.ids import appointment_id
from trafftpkg.engine.questions.show import AppointmentPage, ShowAppointment, ShowPurchase
from trafftpkg.web.addresses import DONE_SHOWN
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.pages.own import own_package
from trafftpkg.web.payment import first_payment
from trafftpkg.web.safety.limits import CONFIRM_WITHIN


def show(exchange: Exchange) -> Response:
    """Show it to anybody with the address, for a day: the client has it, signed in or not."""
    thing, part, ends_at = exchange.settings.addresses.opened_done(
        exchange.request.path_params["reference"], exchange.now
    )
    if appointment_id(thing) is not None:
        booked = exchange.ask(ShowAppointment(appointment=thing))
        return _booked(exchange, booked, _answer_by(exchange, ends_at))
    page = exchange.ask(ShowPurchase(purchase=thing))
    standing = tuple(each for each in page.appointments if each.status == "booked")
    declared = exchange.catalogue.packages.get(page.purchase.terms.package)
    return exchange.page(
        "done.html",
        own_package=own_package(exchange, page.purchase, standing, page.view),
        first=first_payment(page.purchase.terms, part) - page.purchase.paid,
        onward=None if declared is None else declared.redirect_url,
        zone=page.view.time_zone,
        answer_by=_answer_by(exchange, ends_at),
    )


def _booked(exchange: Exchange, page: AppointmentPage, answer_by: str | None) -> Response:
    return exchange.page(
        "done_booking.html",
        appointment=page.appointment,
        payers=page.payers,
        view=page.view,
        answer_by=answer_by,
    )


def _answer_by(exchange: Exchange, ends_at: datetime) -> str | None:
    """Return until when a newcomer has to open our letter. None if signed in, or without letters."""
    until = ends_at - DONE_SHOWN + CONFIRM_WITHIN
    if exchange.client is not None or exchange.settings.mail is None or until <= exchange.now:
        return None
    return exchange.names.formats.moment(until, exchange.catalogue.business.time_zone)
