"""Reads texts about time: lengths, days, spans, shifts, weekdays."""

import re
from datetime import date, time

from trafftpkg.domain.moments import LATEST_DAY, LONGEST_MINUTES, DaySpan, Length, minutes_of
from trafftpkg.stores.catalogue.text_forms import refuse, text_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LENGTH = re.compile(r"(0|[1-9][0-9]{0,5})([mhdw])\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})\Z")
_SHIFT = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})\Z")


def length_of(value: object) -> Length:
    """`50m`, `24h`, `30d`, `2w`."""
    text = text_of(value)
    found = LENGTH.match(text)
    if not found:
        refuse(
            "malformed_length",
            f"'{text}' is not a duration. Add a unit, for example 60m, 2h or 3d",
        )
    count, unit = found.groups()
    length = Length(count=int(count), unit=unit)  # type: ignore[arg-type]
    if minutes_of(length) > LONGEST_MINUTES:
        refuse("out_of_range", f"must be at most 100 years, but is {length}")
    return length


def lasting_of(value: object) -> Length:
    """A length that is not zero."""
    length = length_of(value)
    if not length.count:
        refuse("out_of_range", f"must be longer than {length}")
    return length


def minutes_given(value: object) -> int:
    """`50m`, `1h`: at most a day, in minutes."""
    length = length_of(value)
    if length.unit in "dw":
        refuse("malformed_length", f"'{length}' must be in minutes or hours, for example 90m")
    if minutes_of(length) > 1440:
        refuse("out_of_range", f"must be at most 24h, but is {length}")
    return minutes_of(length)


def some_minutes_given(value: object) -> int:
    """At least a minute, in minutes."""
    minutes = minutes_given(value)
    if not minutes:
        refuse("out_of_range", "must be at least 1m")
    return minutes


def step_of(value: object) -> Length:
    """A grid within a day: `15m`."""
    some_minutes_given(value)
    return length_of(value)


def days_given(value: object) -> Length:
    """`30d`, `2w`: whole days."""
    length = length_of(value)
    if length.unit in "mh":
        refuse("malformed_length", f"'{length}' must be in days or weeks, for example 30d")
    return length


def day_given(value: object) -> date:
    """`2026-12-25`."""
    text = text_of(value)
    if not _DAY.match(text):
        refuse("malformed_day", f"'{text}' is not a day. Write it like this: 2026-12-25")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        refuse("malformed_day", f"'{text}' is not a day in the calendar")
    if day > LATEST_DAY:
        refuse("out_of_range", f"must be {LATEST_DAY} at the latest, but is {day}. Leave it out for no end")
    return day


def days_of_span(value: object) -> DaySpan:
    """`2026-12-25`, or `2026-12-31/2027-01-02`, both days included."""
    text = text_of(value)
    first_text, slash, last_text = text.partition("/")
    if slash and not (first_text and last_text):
        refuse("malformed_day", f"'{text}' is not a range of days. Write it like this: 2026-12-31/2027-01-02")
    first = day_given(first_text)
    last = day_given(last_text) if slash else first
    if last < first:
        refuse("out_of_order", f"ends on {last}, before it starts on {first}")
    return DaySpan(first=first, last=last)


def shift_of(value: object) -> tuple[time, time | None]:
    """`09:00-13:00`. A shift until `24:00` has no end."""
    text = text_of(value)
    found = _SHIFT.match(text)
    if not found:
        refuse("malformed_shift", f"'{text}' is not a shift. Write it like this: 09:00-13:00")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    midnight = (end_hour, end_minute) == (24, 0)
    if start_hour > 23 or start_minute > 59 or end_minute > 59 or (end_hour > 23 and not midnight):
        refuse("malformed_shift", f"'{text}' has a time that does not exist. A day goes from 00:00 to 24:00")
    start, end = time(start_hour, start_minute), None if midnight else time(end_hour, end_minute)
    if end is not None and end <= start:
        remedy = "A shift past midnight ends at 24:00 and goes on from 00:00 the next day"
        refuse("out_of_order", f"'{text}' must end after it starts. {remedy}")
    return start, end


def clock_of(value: object) -> time:
    """`18:30`: a time of day."""
    text = text_of(value)
    found = _CLOCK.match(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        refuse("malformed_time", f"'{text}' is not a time of day. Write it like this: \"07:00\"")
    return time(int(found[1]), int(found[2]))


def weekdays_of(text: str) -> tuple[int, ...]:
    """Return the days of `mon-fri`, `mon,wed` or `sun` as numbers, Monday 0. A range may pass Sunday."""
    days: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            refuse(
                "malformed_weekdays", f"'{text}' has no weekdays. Write for example mon-fri, mon,wed or sun"
            )
        start = WEEKDAYS.index(first)
        count = (WEEKDAYS.index(last) - start) % 7 if dash else 0
        days.update((start + step) % 7 for step in range(count + 1))
    return tuple(sorted(days))


def weekdays_text_of(value: object) -> str:
    """A key of working hours, kept as written, so that two keys do not become one."""
    text = text_of(value)
    weekdays_of(text)
    return text
