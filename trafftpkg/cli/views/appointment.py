"""An appointment as JSON, in its location's time."""

from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.appointment import Allocation, Appointment, appointment_status
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
