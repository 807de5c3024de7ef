"""What became of the visits of a package, as its client is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trafftpkg.domain.appointment import Allocation, Appointment
from trafftpkg.domain.ids import PurchaseId

MOST_SHOWN = 50
"""How many past visits a package shows. The account has all of them by year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """A visit that is over or was called off, and its state in words."""

    appointment: Appointment
    state: str


def past_visits(purchase: PurchaseId, visits: Iterable[Appointment], now: datetime) -> tuple[PastVisit, ...]:
    """Return the visits of a purchase that are over or were called off, the latest first."""
    over = [
        each
        for each in visits
        if (not each.stands or each.visit.starts_at <= now)
        and any(part.purchase == purchase for part in _payers(each))
    ]
    over.sort(key=lambda each: (each.visit.starts_at, each.id), reverse=True)
    return tuple(PastVisit(appointment=each, state=_state(each)) for each in over[:MOST_SHOWN])


def _payers(appointment: Appointment) -> tuple[Allocation, ...]:
    """Return who pays for it, or did until it was called off."""
    return appointment.allocation if appointment.fate is None else appointment.fate.allocation


def _state(appointment: Appointment) -> str:
    if appointment.stands:
        return "Attended"
    what = "Missed" if appointment.status == "no_show" else "Cancelled"
    is_kept = appointment.fate is not None and appointment.fate.kept
    return f"{what}, counts as used" if is_kept else what
