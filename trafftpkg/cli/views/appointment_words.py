"""Appointments in their locations' time, in words: in a table, and as one line."""

from collections.abc import Sequence
from decimal import Decimal

from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import client_words, money_words, visit_words
from trafftpkg.domain.appointment import Allocation, Appointment, AppointmentStatus, Visit, appointment_status
from trafftpkg.engine.reading import View


def number_words(appointment: Appointment, view: View) -> str:
    """`visit 3 of 10`; empty where visits are not counted, or no package pays."""
    numbers = (view.number_of(appointment.id, each.purchase) for each in appointment.allocation)
    return ", ".join(f"visit {each.visit} of {each.of}" for each in numbers if each)


def appointments_table(appointments: Sequence[Appointment], view: View, names: CatalogueNames) -> list[str]:
    """Return one row an appointment, by its location's clock."""
    from trafftpkg.cli.views.grid import Column, table  # one appointment is a line

    columns = (
        Column("appointment"),
        Column("when"),
        Column("client", elastic=True),
        Column("service", elastic=True),
        Column("with", elastic=True),
        Column("where", elastic=True),
        Column("status"),
        Column("paid by", elastic=True),
    )
    return table(columns, [_row(each, view, names) for each in appointments])


def _row(appointment: Appointment, view: View, names: CatalogueNames) -> list[str]:
    visit = appointment.visit
    return [
        appointment.id,
        visit_words(visit),
        client_words(appointment.client, view),
        service_words(visit, names),
        names.employee(visit.employee),
        names.location(visit.location),
        appointment_status(appointment, view.now).replace("_", " "),
        _payer(appointment, view),
    ]


def _payer(appointment: Appointment, view: View) -> str:
    if appointment.allocation or appointment.price is None:
        return " + ".join(_paying(appointment, each, view) for each in appointment.allocation)
    if appointment.due:
        return f"{money_words(appointment.due, view.currency)} due"
    return money_words(appointment.paid, view.currency) if appointment.paid else ""


def _paying(appointment: Appointment, allocation: Allocation, view: View) -> str:
    """`pur-1, 3 of 10`."""
    number = view.number_of(appointment.id, allocation.purchase)
    return f"{allocation.purchase}, {number.visit} of {number.of}" if number else allocation.purchase


def appointment_words(appointment: Appointment, view: View, names: CatalogueNames) -> str:
    """`Facial with Mira, Tue 20 Jan 2026 10:00–10:50, City centre: visit 3 of 10`, and what became of it."""
    visit = appointment.visit
    words = (
        f"{service_words(visit, names)} with {names.employee(visit.employee)}, "
        f"{visit_words(visit)}, {names.location(visit.location)}"
    )
    status = appointment_status(appointment, view.now)
    said = [
        each
        for each in (number_words(appointment, view), _fate(appointment, status), _owed(appointment, view))
        if each
    ]
    return f"{words}: {', '.join(said)}" if said else words


def service_words(visit: Visit, names: CatalogueNames) -> str:
    """`Facial`, or `Facial for 3` where several come together."""
    party = f" for {visit.party}" if visit.party > 1 else ""
    return f"{names.service(visit.service)}{party}"


def _fate(appointment: Appointment, status: AppointmentStatus) -> str:
    """What became of a visit that will not take place, and of the units that were to pay for it."""
    if status not in {"cancelled", "no_show"}:
        return ""
    fate = "cancelled" if status == "cancelled" else "missed"
    became = appointment.fate
    if appointment.price is not None or (became is not None and not became.allocation):
        return fate
    return f"{fate}, units {'kept' if appointment.allocation else 'released'}"


def _owed(appointment: Appointment, view: View) -> str:
    if appointment.due:
        return f"{money_words(appointment.due, view.currency)} to be paid"
    above = Decimal(0) if appointment.owed is None else appointment.paid - appointment.owed
    return f"{money_words(above, view.currency)} to be paid back" if above > 0 else ""
