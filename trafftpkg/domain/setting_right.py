"""What a visit and its payers would be if the truth had been recorded at once (R-12)."""

from collections.abc import Iterable
from datetime import date, datetime

from trafftpkg.domain.appointment import Appointment, RecordedStatus, VisitFate, ended_visit
from trafftpkg.domain.balance import free_units
from trafftpkg.domain.ids import AppointmentId, PurchaseId, number_of
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Ending, Hold, Purchase
from trafftpkg.domain.validity import expiry_starting
from trafftpkg.domain.value import Value, replace, value


@value
class Truth(Value):
    """What became of a visit.

    Args:
        status: `booked` where it took place.
        at: When it was said, or would have been.
        counts: As in `VisitFate`.
    """

    status: RecordedStatus
    at: datetime
    kept: bool = False
    counts: bool = False
    forgiven_by: PurchaseId | None = None


def as_it_stood(visit: Appointment) -> Appointment:
    """Return a visit as if nothing had become of it; what was paid for it since stays."""
    if visit.fate is None:
        return visit
    if visit.fate.kept:
        return replace(visit, status="booked", fate=None)
    return replace(visit, status="booked", fate=None, allocation=visit.fate.allocation, owed=visit.fate.owed)


def visit_by(visit: Appointment, truth: Truth) -> Appointment:
    """Return a visit as what really happened leaves it."""
    stood = as_it_stood(visit)
    if truth.status == "booked":
        return stood
    fate = VisitFate(
        at=truth.at,
        kept=truth.kept,
        counts=truth.counts,
        forgiven_by=truth.forgiven_by,
        allocation=stood.allocation,
        owed=stood.owed,
    )
    return ended_visit(stood, truth.status, fate)


def purchase_by(purchase: Purchase, visit: Appointment) -> Purchase:
    """Return a purchase that holds the units that a visit allocates, whatever it held before.

    Units that come back to a purchase which has ended are voided, or paid back if they would have been with
    the rest. Those that it lacks come out of what lapsed, was voided, or paid back. `free_units` below zero
    says that they went otherwise meanwhile.
    """
    units = sum(each.units for each in visit.allocation if each.purchase == purchase.id)
    held = purchase.without(visit.id)
    if units:
        held = replace(held, holds=(*held.holds, _hold(purchase, visit, units)))
    lacking = -free_units(held)
    if lacking > 0:
        return _taken_from_what_went(held, lacking)
    if held.ended is None:
        return held
    if held.ended.kind == "refunded" and visit.fate is not None and visit.fate.at <= held.ended.at:
        return replace(held, refunded=held.refunded - lacking)
    return replace(held, voided=held.voided - lacking)


def never_bought(purchase: Purchase, at: datetime) -> Purchase:
    """Return a purchase whose very beginning was a mistake: voided, with nothing used, paid or owed."""
    return replace(
        purchase,
        holds=(),
        changes=(),
        moves=(),
        payments=(),
        paid=purchase.value * 0,
        adjusted=0,
        lapsed=0,
        refunded=0,
        sent=0,
        voided=purchase.granted + purchase.received,
        forgiven=0,
        ended=Ending(kind="voided", at=at, kept=purchase.value * 0),
    )


def never_booked(visit: Appointment) -> Appointment:
    """Return a visit whose booking was a mistake: cancelled, and nobody can say that it took place."""
    owed = None if visit.owed is None else visit.owed * 0
    return replace(
        visit, status="cancelled", fate=None, allocation=(), owed=owed, paid=visit.paid * 0, payments=()
    )


def with_forgiven(purchase: Purchase, before: Appointment, after: Appointment) -> Purchase:
    """Return a purchase that has forgiven a visit which it had not, or no longer has."""
    had, has = (visit.fate is not None and visit.fate.forgiven_by == purchase.id for visit in (before, after))
    return replace(purchase, forgiven=purchase.forgiven + has - had)


def with_first_visit(purchase: Purchase, after: Appointment, zone: str) -> Purchase:
    """Return a purchase that is valid from its first appointment with the start that the visit gives it."""
    if purchase.terms.validity_from == "purchase" or purchase.extended:
        return purchase
    day = day_of(after.visit.starts_at, zone)
    start_day = _started(purchase, day, zone, after.status != "cancelled" or bool(after.allocation))
    if start_day == purchase.start_day:
        return purchase
    return expiry_starting(purchase, start_day, zone).applied_to(purchase)


def forgiven_among(counting: Iterable[tuple[AppointmentId, datetime]], allowed: int) -> set[AppointmentId]:
    """Return which of the late and missed visits of a purchase are forgiven: the first so many (R-8.1)."""
    ordered = sorted(counting, key=lambda each: (each[1], number_of(each[0])))
    return {visit for visit, _ in ordered[:allowed]}


def _started(purchase: Purchase, day: date, zone: str, was_there: bool) -> date | None:
    if was_there:
        return day if purchase.start_day is None else min(day, purchase.start_day)
    if purchase.start_day != day:
        return purchase.start_day
    return min((day_of(hold.starts_at, zone) for hold in purchase.holds), default=None)


def _hold(purchase: Purchase, visit: Appointment, units: int) -> Hold:
    fate, starts_at = visit.fate, visit.visit.starts_at
    since = fate.at if fate is not None and fate.at < starts_at else None
    held = next((hold for hold in purchase.holds if hold.appointment == visit.id), None)
    if held is not None and held.since is not None and held.since > starts_at:
        # It was redeemed later, and took its share then.
        return replace(held, kept=fate is not None)
    return Hold(
        appointment=visit.id,
        service=visit.visit.service,
        employee=visit.visit.employee,
        location=visit.visit.location,
        units=units,
        starts_at=starts_at,
        kept=fate is not None,
        since=since,
        after=0 if since is None else sum(each.at <= since for each in purchase.changes),
    )


def _taken_from_what_went(purchase: Purchase, lacking: int) -> Purchase:
    lapsed = min(lacking, purchase.lapsed)
    lacking -= lapsed
    after = replace(purchase, lapsed=purchase.lapsed - lapsed)
    if purchase.ended is None:
        return after
    voided = min(lacking, purchase.voided)
    refunded = min(lacking - voided, purchase.refunded)
    return replace(after, voided=purchase.voided - voided, refunded=purchase.refunded - refunded)
