"""Appointments in their locations' time: as JSON, in a table, and as one line."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words, visit_words
from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.appointment import Allocation, Appointment, AppointmentStatus, appointment_status
from trafftpkg.engine.answers import View

APPOINTMENT_FIELDS = (
    "appointment client service employee location starts_at ends_at status units allocation price paid due"
).split()


def appointment_object(appointment: Appointment, view: View) -> Json:
    """Return an appointment as it stands at `view.now`; its price is there only where no package pays."""
    visit = appointment.visit
    return {
        "appointment": appointment.id,
        "client": view.handle_of(appointment.client),
        "service": visit.service,
        "employee": visit.employee,
        "location": visit.location,
        "starts_at": moment_text(visit.starts_at, visit.time_zone),
        "ends_at": moment_text(visit.ends_at, visit.time_zone),
        "status": appointment_status(appointment, view.now),
        "units": appointment.units,
        "allocation": [allocation_object(each) for each in appointment.allocation],
        **_money(appointment, view.currency),
    }


def allocation_object(allocation: Allocation) -> Json:
    """Return how many units one purchase gave."""
    return {"purchase": allocation.purchase, "units": allocation.units}


def _money(appointment: Appointment, currency: str) -> Json:
    if appointment.price is None or appointment.due is None:
        return {}
    return {
        "price": money_text(appointment.price, currency),
        "paid": money_text(appointment.paid, currency),
        "due": money_text(appointment.due, currency),
    }


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


def appointment_words(appointment: Appointment, view: View, names: CatalogueNames) -> str:
    """`Facial with Mira, Tue 20 Jan 2026 10:00–10:50, City centre`, and what became of it."""
    visit = appointment.visit
    words = (
        f"{names.service(visit.service)} with {names.employee(visit.employee)}, "
        f"{visit_words(visit)}, {names.location(visit.location)}"
    )
    status = appointment_status(appointment, view.now)
    said = [fate for fate in (_fate(appointment, status), _owed(appointment, view)) if fate]
    return f"{words}: {', '.join(said)}" if said else words


def _fate(appointment: Appointment, status: AppointmentStatus) -> str:
    """What became of a visit that will not take place, and of the units that were to pay for it."""
    if status not in {"cancelled", "no_show"}:
        return ""
    fate = "cancelled" if status == "cancelled" else "missed"
    if appointment.price is not None:
        return fate
    return f"{fate}, units {'kept' if appointment.allocation else 'released'}"


def _owed(appointment: Appointment, view: View) -> str:
    return f"{money_words(appointment.due, view.currency)} to be paid" if appointment.due else ""
