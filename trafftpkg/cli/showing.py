"""Asking for what belongs to a thing or to letters, and printing all of it."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from trafftpkg.cli.output import Format, say, write_lines, write_object, write_objects
from trafftpkg.cli.views.appointment import APPOINTMENT_FIELDS
from trafftpkg.cli.views.client import CLIENT_FIELDS
from trafftpkg.cli.views.client_page import client_page_object
from trafftpkg.cli.views.pages import appointment_page_object, purchase_page_object
from trafftpkg.cli.views.purchase import PURCHASE_FIELDS
from trafftpkg.engine.questions.show import ShowAppointment, ShowClient, ShowPurchase

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.domain.outbox import Letter


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


def show_letters(desk: "Desk", letters: "Collection[Letter]", form: Format, *, none: str) -> None:
    """Print letters with whom they are to; where there are none, what people are told instead of a table."""
    from trafftpkg.cli.views.letter import LETTER_FIELDS, LetterList, letter_object, letters_table

    clients = desk.clients.by_keys(sorted({each.client for each in letters}))
    found = LetterList(letters=tuple(letters), clients=clients, time_zone=desk.time_zone)
    if form != "table":
        write_objects((letter_object(each, found) for each in found.letters), form, LETTER_FIELDS)
    elif found.letters:
        write_lines(letters_table(found))
    else:
        say(none)
