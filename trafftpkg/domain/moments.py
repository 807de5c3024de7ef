"""Moments, whole days, and lengths of time.

A moment is a `datetime` in UTC; a whole day is a `date` in some time zone. Nothing here reads a clock.
Errors are imported where they are raised: every command loads this module.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from trafftpkg.domain.value import Value, value

MINUTES_A_DAY = 1440

LATEST_DAY = date(2999, 12, 31)
"""The latest day that a person may set. Leave the day out to mean never."""

LONGEST_MINUTES = 100 * 366 * MINUTES_A_DAY
"""The longest length that a person may give: a hundred years."""

LengthUnit = Literal["m", "h", "d", "w"]


@value
class Length(Value):
    """A length of time as declared: minutes and hours are absolute, days and weeks are the calendar's."""

    count: int
    unit: LengthUnit

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


@value
class Span(Value):
    """A half-open stretch of time: `start` belongs to it, `end` does not."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether they overlap. Touching is not overlapping."""
        return self.start < other.end and other.start < self.end


@value
class DaySpan(Value):
    """Whole days, both included; without a last day it has no end yet."""

    first: date
    last: date | None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def day_of(moment: datetime, zone: str) -> date:
    """Return the calendar day of a moment, as a clock on the wall in `zone` has it."""
    return moment.astimezone(ZoneInfo(zone)).date()


def start_of(day: date, zone: str) -> datetime:
    """Return the first moment of a day in `zone`, in UTC.

    Where a clock change skips midnight, the day starts at the change; where it comes twice, at the first.
    """
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def end_of(day: date, zone: str) -> datetime:
    """Return the first moment after a whole day in `zone`: the local midnight that ends it."""
    return start_of(day + timedelta(days=1), zone)


def later(moment: datetime, length: Length, zone: str) -> datetime:
    """Return the moment `length` after another.

    Days and weeks keep the local wall clock of `zone`; minutes and hours are absolute.
    """
    return _moved(moment, length, zone, 1)


def earlier(moment: datetime, length: Length, zone: str) -> datetime:
    """Return the moment `length` before another, counted as `later` counts."""
    return _moved(moment, length, zone, -1)


def minutes_of(length: Length) -> int:
    """Return an absolute length in minutes; a calendar day counts as 24 hours."""
    return length.count * {"m": 1, "h": 60, "d": MINUTES_A_DAY, "w": 7 * MINUTES_A_DAY}[length.unit]


def days_of(length: Length) -> int | None:
    """Return a calendar length in days, or None for an absolute one."""
    return {"d": length.count, "w": length.count * 7}.get(length.unit)


def moment_typed(typed: datetime, zone: str) -> datetime:
    """Return what a person typed as a moment in UTC; without an offset it is local to `zone`.

    Raises:
        SkippedTimeError: a clock change skips this local time.
        TwiceOccurringTimeError: it occurs twice and has no offset to tell which is meant.
    """
    if typed.tzinfo is not None:
        return typed.astimezone(UTC)
    first, second = (typed.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    # In a gap fold=0 uses the offset before the change, so lands after fold=1; in an overlap it comes first.
    if first > second:
        from trafftpkg.domain.errors.usage import SkippedTimeError

        raise SkippedTimeError(typed=typed, time_zone=zone)
    from trafftpkg.domain.errors.usage import TwiceOccurringTimeError

    raise TwiceOccurringTimeError(typed=typed, time_zone=zone, first=first, second=second)


def first_moment_typed(typed: datetime, zone: str) -> datetime:
    """Return the same, and of a local time that occurs twice the first."""
    from trafftpkg.domain.errors.usage import TwiceOccurringTimeError

    try:
        return moment_typed(typed, zone)
    except TwiceOccurringTimeError as error:
        return error.first


def which_of_two(moment: datetime, zone: str) -> Literal["first", "second"] | None:
    """Tell which one a moment is, where its local time in `zone` occurs twice; None where it does not."""
    there = moment.astimezone(ZoneInfo(zone))
    if there.utcoffset() == there.replace(fold=1 - there.fold).utcoffset():
        return None
    return "second" if there.fold else "first"


def _moved(moment: datetime, length: Length, zone: str, sign: int) -> datetime:
    days = days_of(length)
    if days is None:
        return moment + sign * timedelta(minutes=minutes_of(length))
    wall = moment.astimezone(ZoneInfo(zone)) + timedelta(days=sign * days)
    return wall.astimezone(UTC)
