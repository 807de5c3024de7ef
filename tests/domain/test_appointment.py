"""What a visit is as of a moment."""

from dataclasses import replace

import pytest

from tests.rules import rule
from tests.stores.samples import booked, moment
from trafftpkg.domain.appointment import RecordedStatus, appointment_status
from trafftpkg.domain.ids import AppointmentId


@rule("R-3.2")
@pytest.mark.parametrize(
    ("recorded", "now", "status"),
    [
        ("booked", "2026-01-20T09:59:59", "booked"),
        ("booked", "2026-01-20T10:00", "used"),
        ("cancelled", "2026-01-20T09:59:59", "cancelled"),
        ("cancelled", "2026-01-21T10:00", "cancelled"),
        ("no_show", "2026-01-21T10:00", "no_show"),
    ],
)
def test_a_booked_visit_is_used_from_its_very_start(recorded: RecordedStatus, now: str, status: str) -> None:
    at = moment("2026-01-05T10:00")
    standing = booked(1, "2026-01-20T10:00").after(AppointmentId("apt-1"), None, at)

    assert appointment_status(replace(standing, status=recorded), moment(now)) == status
