"""A free time as JSON, in its location's time."""

from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.engine.questions.slots import Slot

SLOT_FIELDS = "starts_at ends_at employee location places".split()


def slot_object(slot: Slot) -> Json:
    """Return a time that can be booked, and how many places are left."""
    return {
        "starts_at": moment_text(slot.starts_at, slot.time_zone),
        "ends_at": moment_text(slot.ends_at, slot.time_zone),
        "employee": slot.employee,
        "location": slot.location,
        "places": slot.places,
    }
