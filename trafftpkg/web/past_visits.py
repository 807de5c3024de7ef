"""What became of the visits of a package, as its client is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trafftpkg.domain.appointment import Allocation, Appointment
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.languages.telling import Telling

MOST_SHOWN = 50
"""How many past visits a package shows. The account has all of them by year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """A visit that is over or was called off, and its state in words."""

    appointment: Appointment
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisits:
    """The latest of the visits that are over or were called off.

    Args:
        in_all: How many there are. If there are more than these, the page says so.
    """

    latest: tuple[PastVisit, ...]
    in_all: int


def past_visits(
    names: Telling, purchase: PurchaseId, visits: Iterable[Appointment], now: datetime
) -> PastVisits:
    """Return the visits of a purchase that are over or were called off, the latest first."""
    over = [
        each
        for each in visits
        if (not each.stands or each.visit.starts_at <= now)
        and any(part.purchase == purchase for part in _payers(each))
    ]
    over.sort(key=lambda each: (each.visit.starts_at, each.id), reverse=True)
    latest = tuple(PastVisit(appointment=each, state=_state(names, each)) for each in over[:MOST_SHOWN])
    return PastVisits(latest=latest, in_all=len(over))


def _payers(appointment: Appointment) -> tuple[Allocation, ...]:
    """Return who pays for it, or did until it was called off."""
    return appointment.allocation if appointment.fate is None else appointment.fate.allocation


def _state(names: Telling, appointment: Appointment) -> str:
    if appointment.stands:
        return names.gettext("Attended")
    is_kept = appointment.fate is not None and appointment.fate.kept
    if appointment.status == "no_show":
        return names.gettext("Missed, counts as used") if is_kept else names.gettext("Missed")
    return names.gettext("Cancelled, counts as used") if is_kept else names.gettext("Cancelled")
