"""Appointments in their locations' time, as JSON."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from trafftpkg.cli.views.values import Json, moment_text, money_text, tax_objects
from trafftpkg.domain.appointment import Allocation, Appointment, appointment_status
from trafftpkg.domain.taxes import visit_taxes
from trafftpkg.engine.reading import View

_OF_ALL: dict[str, Callable[[Appointment, View], object]] = {
    "appointment": lambda appointment, _: appointment.id,
    "client": lambda appointment, view: view.handle_of(appointment.client),
    "client_name": lambda appointment, view: view.name_of(appointment.client),
    "service": lambda appointment, _: appointment.visit.service,
    "employee": lambda appointment, _: appointment.visit.employee,
    "location": lambda appointment, _: appointment.visit.location,
    "starts_at": lambda appointment, _: _there(appointment.visit.starts_at, appointment),
    "ends_at": lambda appointment, _: _there(appointment.visit.ends_at, appointment),
    "status": lambda appointment, view: appointment_status(appointment, view.now),
    "party": lambda appointment, _: appointment.visit.party,
    "units": lambda appointment, _: appointment.units,
    "allocation": lambda appointment, view: [
        {**allocation_object(each), **_numbered(appointment, each, view)} for each in appointment.allocation
    ],
}
_WITHOUT_PACKAGE: dict[str, Callable[[Appointment, View], object]] = {
    "price": lambda appointment, view: _money(appointment.price, view),
    "paid": lambda appointment, view: _money(appointment.paid, view),
    "due": lambda appointment, view: _money(appointment.due, view),
    "taxes": lambda appointment, view: tax_objects(visit_taxes(appointment), view.currency),
}
APPOINTMENT_FIELDS = (*_OF_ALL, *_WITHOUT_PACKAGE)


def appointment_object(appointment: Appointment, view: View) -> Json:
    """Return an appointment as it stands at `view.now`; its price is there only where no package pays."""
    found = {name: read(appointment, view) for name, read in _OF_ALL.items()}
    if appointment.price is not None:
        found |= {name: read(appointment, view) for name, read in _WITHOUT_PACKAGE.items()}
    return found


def allocation_object(allocation: Allocation) -> Json:
    """Return how many units one purchase gave."""
    return {"purchase": allocation.purchase, "units": allocation.units}


def _numbered(appointment: Appointment, allocation: Allocation, view: View) -> Json:
    """Which visit of its purchase it is: null where visits are not counted."""
    number = view.number_of(appointment.id, allocation.purchase)
    return {"visit": number and number.visit, "of": number and number.of}


def _there(moment: datetime, appointment: Appointment) -> str | None:
    return moment_text(moment, appointment.visit.time_zone)


def _money(amount: Decimal | None, view: View) -> str | None:
    return None if amount is None else money_text(amount, view.currency)
