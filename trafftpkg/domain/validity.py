"""How long a purchase can be redeemed (R-4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.moments import DaySpan, day_of, end_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Terms, Validity
from trafftpkg.domain.value import replace


def last_day(start_day: date, validity: Validity) -> date | None:
    """Return the last whole day on which the purchase can be redeemed (R-4.2).

    Months and years clamp to the month's end, counted from `start_day` and never
    chained: 31 January + 1 month is 28 February, 29 in a leap year.

    Args:
        start_day: The day of sale, or of the first appointment, in the business's time zone.
        validity: As sold. With both a length and an end, the earlier day wins.

    Returns:
        Inclusive day, or None if the purchase never expires.

    Source:
        Trafft help, "Packages": clients use their sessions before the package expires.
    """
    # Only a sale needs it, and a booking should not wait for its import.
    from dateutil.relativedelta import relativedelta

    length = relativedelta(
        days=validity.days or 0,
        weeks=validity.weeks or 0,
        months=validity.months or 0,
        years=validity.years or 0,
    )
    ends = [start_day + length] if length else []
    if validity.until is not None:
        ends.append(validity.until)
    return min(ends, default=None)


def frozen_until(base_day: date | None, purchase: Purchase, start_day: date | None) -> date | None:
    """Return the last day as freezes move it: by one for each frozen day of its validity (R-4.6).

    A freeze that begins after the last day moves nothing; one without an end leaves it unknown.
    Days before the validity starts, and days that an extension has counted in, do not count again.
    """
    day = base_day
    for freeze in purchase.freezes:
        if day is None or freeze.first > day:
            break
        if freeze.last is None:
            return None
        day += timedelta(days=_days_that_count(freeze, purchase.absorbed, start_day))
    return day


def expiry_from(purchase: Purchase, start_day: date | None, base_day: date | None, zone: str) -> Expiry:
    """Return when the purchase ends, counted from `start_day` with `base_day` as its unfrozen last day."""
    day = frozen_until(base_day, purchase, start_day)
    return Expiry(
        purchase=purchase.id,
        start_day=start_day,
        base_day=base_day,
        last_day=day,
        expires_at=None if day is None else end_of(day, zone),
    )


_FURTHEST = timedelta(days=2 * 366)
"""A purchase that would begin later than this has probably a mistyped year."""


def latest_first_day(today: date) -> date:
    """Return the latest day that can be agreed to begin with (R-4.10)."""
    return today + _FURTHEST


def first_expiry(purchase: PurchaseId, terms: Terms, bought_on: date, zone: str) -> Expiry:
    """Return when a purchase just sold ends: a fixed end holds even before a first appointment (R-4.5)."""
    if terms.validity_from == "first-appointment":
        return expiry_on(purchase, None, terms.validity.until, zone)
    return expiry_on(purchase, bought_on, last_day(bought_on, terms.validity), zone)


def expiry_on(purchase: PurchaseId, start_day: date | None, last: date | None, zone: str) -> Expiry:
    """Return the end that a purchase without freezes has on its last day."""
    return Expiry(
        purchase=purchase,
        start_day=start_day,
        base_day=last,
        last_day=last,
        expires_at=None if last is None else end_of(last, zone),
    )


def expiry_by_visits(
    purchase: Purchase, starts: tuple[datetime, ...], now: datetime, zone: str
) -> Expiry | None:
    """Return the new end that the earliest visit gives, or None where it does not change (R-4.5).

    Once the validity has begun it is fixed, and an extension fixes it for good.

    Args:
        starts: Of the visits that will hold units, UTC.
    """
    if _is_fixed(purchase, now, zone):
        return None
    first = min(starts, default=None)
    start_day = None if first is None else day_of(first, zone)
    if start_day == purchase.start_day:
        return None
    return expiry_from(purchase, start_day, _unfrozen(purchase, start_day), zone)


def expiry_with_visit(
    purchase: Purchase, start: datetime, now: datetime, zone: str, moved: AppointmentId | None = None
) -> Expiry | None:
    """Return the new end that one visit more gives, or None where it does not change.

    Args:
        moved: The visit itself, where it had another start.
    """
    others = (hold.starts_at for hold in purchase.holds if hold.appointment != moved)
    return expiry_by_visits(purchase, (*others, start), now, zone)


def expiry_starting(purchase: Purchase, start_day: date | None, zone: str) -> Expiry:
    """Return the end of a purchase that is valid from a first appointment on this day."""
    return expiry_from(purchase, start_day, _unfrozen(purchase, start_day), zone)


def expiry_by_freezes(purchase: Purchase, now: datetime, zone: str) -> Expiry:
    """Return when the purchase ends with the freezes that it has by now (R-4.6)."""
    start_day = purchase.start_day
    fixed = _is_fixed(purchase, now, zone)
    return expiry_from(
        purchase, start_day, purchase.base_day if fixed else _unfrozen(purchase, start_day), zone
    )


def as_given(giver: Purchase) -> Purchase:
    """Return a purchase with its time as whoever gets units of it will have it (R-9.3).

    A last day that it has, or will have once a freeze ends, was promised with the gift: first appointments,
    the giver's or the receiver's, no longer move it. Days frozen before it began are not counted after all.
    """
    if giver.terms.validity_from == "purchase" or giver.base_day is None:
        return giver
    uncounted = () if giver.start_day is None else _before(giver.start_day, giver.freezes)
    return replace(giver, extended=True, start_day=None, absorbed=merged((*giver.absorbed, *uncounted)))


def merged(freezes: tuple[DaySpan, ...]) -> tuple[DaySpan, ...]:
    """Return spans sorted, with those that overlap or touch made one, so that no day counts twice (R-4.6)."""
    result: list[DaySpan] = []
    for freeze in sorted(freezes, key=lambda each: each.first):
        before = result[-1] if result else None
        if before is not None and (before.last is None or freeze.first <= before.last + timedelta(days=1)):
            ends = None if before.last is None or freeze.last is None else max(before.last, freeze.last)
            result[-1] = DaySpan(first=before.first, last=ends)
        else:
            result.append(freeze)
    return tuple(result)


def _is_fixed(purchase: Purchase, now: datetime, zone: str) -> bool:
    if purchase.terms.validity_from == "purchase" or purchase.extended:
        return True
    return _has_begun(purchase, now, zone)


def _unfrozen(purchase: Purchase, start_day: date | None) -> date | None:
    """The last day that a first visit on `start_day` gives, before the freezes from then on move it.

    The fixed end is moved by those before it as well: it held already when the purchase was sold.
    """
    validity = purchase.terms.validity
    if start_day is None or validity.until is None:
        return validity.until if start_day is None else last_day(start_day, validity)
    earlier = replace(purchase, freezes=_before(start_day, purchase.freezes))
    return last_day(start_day, replace(validity, until=frozen_until(validity.until, earlier, None)))


def _before(day: date, freezes: tuple[DaySpan, ...]) -> tuple[DaySpan, ...]:
    """The freezes as far as they lie before a day."""
    eve = day - timedelta(days=1)
    return tuple(
        DaySpan(first=each.first, last=min(each.last or eve, eve)) for each in freezes if each.first <= eve
    )


def _has_begun(purchase: Purchase, now: datetime, zone: str) -> bool:
    """Unless the visit that starts it is to come: one that has begun may have given its units back since."""
    if purchase.start_day is None:
        return False
    first = min((hold.starts_at for hold in purchase.holds), default=now)
    return first <= now or day_of(first, zone) != purchase.start_day


def _days_that_count(freeze: DaySpan, absorbed: tuple[DaySpan, ...], start_day: date | None) -> int:
    assert freeze.last is not None
    first = freeze.first if start_day is None else max(freeze.first, start_day)
    days = _days_in(first, freeze.last)
    for span in absorbed:
        assert span.last is not None
        days -= _days_in(max(first, span.first), min(freeze.last, span.last))
    return days


def _days_in(first: date, last: date) -> int:
    return max((last - first).days + 1, 0)
