"""What a request can change: an appointment that still stands, a purchase that has not ended, free units."""

from datetime import datetime

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import is_expired, status_of
from trafftpkg.domain.errors.booking import AlreadyCancelledError, AlreadyStartedError
from trafftpkg.domain.errors.changing import NotEnoughUnitsError, PurchaseEndedError
from trafftpkg.domain.events.booking import VisitEnded
from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import CancellationPolicy, Inclusion
from trafftpkg.engine.worksheet import Worksheet


def standing_appointment(sheet: Worksheet, appointment: str) -> Appointment:
    """Return an appointment that was neither cancelled nor missed, or raise AlreadyCancelledError."""
    found = sheet.appointment(appointment)
    if found.status != "booked":
        raise already_cancelled(sheet, found)
    return found


def already_cancelled(sheet: Worksheet, visit: Appointment) -> AlreadyCancelledError:
    """Return the refusal of a visit that was cancelled or missed, with what can take that back."""
    assert visit.status != "booked"
    return AlreadyCancelledError(
        appointment=visit.id,
        status=visit.status,
        ended_by=entry_that_ended(sheet, visit),
        begun=visit.visit.starts_at <= sheet.now,
    )


def entry_that_ended(sheet: Worksheet, visit: Appointment) -> int | None:
    """Return the last entry that said what became of a visit, or None if none did."""
    if visit.fate is None:
        return None
    said = (
        entry.seq
        for entry in reversed(sheet.entries_of(visit.id))
        for event in entry.events
        if isinstance(event, VisitEnded | ThingsSetRight) and visit.id in event.touched()
    )
    return next(said)


def appointment_ahead(sheet: Worksheet, appointment: str) -> Appointment:
    """Return a standing appointment that has not begun, or raise AlreadyStartedError."""
    found = standing_appointment(sheet, appointment)
    if found.visit.starts_at <= sheet.now:
        raise AlreadyStartedError(
            appointment=found.id, starts_at=found.visit.starts_at, time_zone=found.visit.time_zone
        )
    return found


def payers_of(sheet: Worksheet, appointment: Appointment) -> list[Purchase]:
    """Return the purchases that pay for an appointment, in the order of its allocation."""
    return [sheet.purchase(each.purchase) for each in appointment.allocation]


def policy_of(appointment: Appointment, payers: list[Purchase]) -> CancellationPolicy:
    """Return the policy as sold, by the first purchase, or as booked for a visit without one (R-8.1)."""
    if payers:
        return payers[0].terms.cancellation
    assert appointment.cancellation is not None
    return appointment.cancellation


def live_purchase(sheet: Worksheet, purchase: str, expired_too: bool = False) -> Purchase:
    """Return a purchase that was neither voided nor refunded, nor (unless `expired_too`) has expired.

    Raises:
        PurchaseEndedError: it was, or has.
    """
    found = sheet.purchase(purchase)
    if found.ended is not None:
        raise _ended(found, sheet, found.ended.at)
    if not expired_too and is_expired(found, sheet.now):
        raise _ended(found, sheet, found.expires_at)
    return found


def not_enough(
    purchase: Purchase, available: int, asked: int, inclusion: Inclusion | None = None
) -> NotEnoughUnitsError:
    """Return the refusal of a purchase that has fewer units than are asked for: in all, or of a service."""
    return NotEnoughUnitsError(
        purchase=purchase.id,
        service=None if inclusion is None else inclusion.service,
        available=available,
        asked=asked,
        unit=purchase.terms.unit,
        uses=purchase.terms.measure.uses if inclusion is None else inclusion.uses,
    )


def _ended(purchase: Purchase, sheet: Worksheet, at: datetime | None) -> PurchaseEndedError:
    status = status_of(purchase, sheet.now, sheet.time_zone)
    return PurchaseEndedError(purchase=purchase.id, status=status, ended_at=at, time_zone=sheet.time_zone)
