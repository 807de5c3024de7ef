"""Asking for one thing with all that belongs to it, and printing it."""

from datetime import date
from typing import TYPE_CHECKING

from trafftpkg.cli.output import Format, write_lines, write_object
from trafftpkg.cli.views.appointment import APPOINTMENT_FIELDS
from trafftpkg.cli.views.client import CLIENT_FIELDS
from trafftpkg.cli.views.client_page import client_page_object
from trafftpkg.cli.views.pages import appointment_page_object, purchase_page_object
from trafftpkg.cli.views.purchase import PURCHASE_FIELDS
from trafftpkg.engine.questions.show import ShowAppointment, ShowClient, ShowPurchase

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk


def show_purchase(desk: "Desk", purchase: str, as_of: date | None, form: Format) -> None:
    """Print a purchase with its appointments and payments."""
    page = desk.inquiry.ask(ShowPurchase(purchase=purchase), as_of=as_of)
    if form == "table":
        from trafftpkg.cli.views.names import CatalogueNames
        from trafftpkg.cli.views.pages import purchase_page

        write_lines(purchase_page(page, CatalogueNames(desk)))
    else:
        write_object(purchase_page_object(page), form, [*PURCHASE_FIELDS, "appointments", "payments"])


def show_appointment(desk: "Desk", appointment: str, as_of: date | None, form: Format) -> None:
    """Print an appointment."""
    page = desk.inquiry.ask(ShowAppointment(appointment=appointment), as_of=as_of)
    if form == "table":
        from trafftpkg.cli.views.names import CatalogueNames
        from trafftpkg.cli.views.pages import appointment_page

        write_lines(appointment_page(page, CatalogueNames(desk)))
    else:
        write_object(appointment_page_object(page), form, APPOINTMENT_FIELDS)


def show_client(desk: "Desk", client: str, as_of: date | None, form: Format) -> None:
    """Print a client with their purchases and appointments."""
    page = desk.inquiry.ask(ShowClient(client=client), as_of=as_of)
    if form == "table":
        from trafftpkg.cli.views.client_page import client_page
        from trafftpkg.cli.views.names import CatalogueNames

        write_lines(client_page(page, CatalogueNames(desk)))
    else:
        write_object(
            client_page_object(page),
            form,
            [*CLIENT_FIELDS, "reminders", "purchases", "shared", "paid_for", "appointments"],
        )
