"""The rows of the index: the facts that SQL compares with the time, and the whole state beside them."""

from datetime import UTC, datetime, timedelta

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units, is_paid_enough
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.lines.line import compact
from trafftpkg.stores.lines.wire import encode

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Row = tuple[int | str | None, ...]

PURCHASE, APPOINTMENT, BLOCK = 0, 1, 2
"""The kinds in `touched` and `former`."""

NEVER = 2**62
"""When a purchase without an end expires, in microseconds: later than any moment."""

NO_END = "9999-12-31"
"""The last day of a freeze that has no end yet: as text it sorts after every day."""


def micros(moment: datetime) -> int:
    """Return a moment in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(count: int) -> datetime:
    """Return the moment this many microseconds after 1970, UTC."""
    return _EPOCH + count * _MICROSECOND


def purchase_row(purchase: Purchase) -> Row:
    """Return a purchase as a row of `purchases`.

    `latest_hold` is when the last visit begins that may still be to come: no units are booked from then on.
    """
    to_come = [hold.starts_at for hold in purchase.holds if hold.units and not hold.kept]
    return (
        number_of(purchase.id),
        purchase.client,
        purchase.terms.package,
        purchase.ended.kind if purchase.ended else None,
        NEVER if purchase.expires_at is None else micros(purchase.expires_at),
        int(is_paid_enough(purchase)),
        free_units(purchase),
        _micros(max(to_come, default=None)),
        _micros(purchase.pay_by),
        compact(encode(purchase)),
    )


def freeze_rows(purchase: Purchase) -> list[Row]:
    """Return the freezes of a purchase as rows of `freezes`."""
    return [
        (number_of(purchase.id), each.first.isoformat(), each.last.isoformat() if each.last else NO_END)
        for each in purchase.freezes
    ]


def appointment_row(appointment: Appointment) -> Row:
    """Return an appointment as a row of `appointments`."""
    visit = appointment.visit
    return (
        number_of(appointment.id),
        appointment.client,
        visit.employee,
        visit.location,
        visit.service,
        appointment.status,
        micros(visit.starts_at),
        micros(visit.ends_at),
        micros(visit.occupied_from),
        micros(visit.occupied_until),
        compact(encode(appointment)),
    )


def occupied_micros(appointment: Appointment) -> int:
    """Return how long an appointment occupies its employee, in microseconds."""
    return (appointment.visit.occupied_until - appointment.visit.occupied_from) // _MICROSECOND


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else micros(moment)
