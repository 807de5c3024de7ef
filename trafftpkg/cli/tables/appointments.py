"""Appointments in a table."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words, visit_words
from trafftpkg.domain.appointment import Appointment, appointment_status
from trafftpkg.engine.answers import View

_COLUMNS = (
    Column("appointment"),
    Column("when"),
    Column("client", elastic=True),
    Column("service", elastic=True),
    Column("with", elastic=True),
    Column("where", elastic=True),
    Column("status"),
    Column("paid by"),
)


def appointments_table(appointments: Sequence[Appointment], view: View, names: CatalogueNames) -> list[str]:
    """Return one row an appointment, by its location's clock."""
    return table(_COLUMNS, [_row(each, view, names) for each in appointments])


def _row(appointment: Appointment, view: View, names: CatalogueNames) -> list[str]:
    visit = appointment.visit
    return [
        appointment.id,
        visit_words(visit),
        view.handle_of(appointment.client),
        names.service(visit.service),
        names.employee(visit.employee),
        names.location(visit.location),
        appointment_status(appointment, view.now).replace("_", " "),
        _payer(appointment, view),
    ]


def _payer(appointment: Appointment, view: View) -> str:
    if appointment.price is None:
        return " + ".join(each.purchase for each in appointment.allocation)
    if appointment.due:
        return f"{money_words(appointment.due, view.currency)} due"
    return money_words(appointment.paid, view.currency) if appointment.paid else ""
