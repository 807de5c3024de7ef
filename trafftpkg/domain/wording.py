"""Days and amounts of units in words, for the reasons that rules give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from trafftpkg.domain.terms import Measure, Unit

_MONTHS = "January February March April May June July August September October November December".split()

_WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def day_in_words(day: date) -> str:
    """`5 July 2026`, whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekdays_in_words(days: Iterable[int]) -> str:
    """`Mon–Thu, Sat`, of days from 0 for Monday, in order."""
    return told_in_runs(days, _WEEKDAYS.__getitem__)


def told_in_runs(days: Iterable[int], name: Callable[[int], str]) -> str:
    """Name weekdays, in order; of three or more that follow each other only the first and the last."""
    runs: list[list[str]] = []
    before = None
    for day in days:
        if before is None or day != before + 1:
            runs.append([])
        runs[-1].append(name(day))
        before = day
    return ", ".join(", ".join(each) if len(each) < 3 else f"{each[0]}–{each[-1]}" for each in runs)


def clock_in_words(minute: int) -> str:
    """`07:30`, of a minute of the day; `24:00` at its end."""
    return "{:02}:{:02}".format(*divmod(minute, 60))


def hours_in_words(hours: Iterable[tuple[int, int]]) -> str:
    """`09:00–13:00, 14:00–18:00`, of minutes of the day."""
    return ", ".join(f"{clock_in_words(first)}–{clock_in_words(until)}" for first, until in hours)


def timetable_in_words(times: Iterable[tuple[int, int]]) -> str:
    """`Mon–Sat 08:00, 09:30; Wed 18:30`, of weekdays and minutes of the day."""
    by_clock: dict[int, list[int]] = {}
    for day, minute in times:
        by_clock.setdefault(minute, []).append(day)
    by_days: dict[str, list[str]] = {}
    for minute, days in sorted(by_clock.items()):
        by_days.setdefault(weekdays_in_words(days), []).append(clock_in_words(minute))
    return "; ".join(f"{days} {', '.join(clocks)}" for days, clocks in by_days.items())


def units_in_words(units: int, unit: Unit) -> str:
    """`1 session`, `9 sessions`, `7 h 30 min`."""
    if unit == "session":
        return f"{units} session" if units == 1 else f"{units} sessions"
    hours, minutes = divmod(abs(units), 60)
    words = " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or not hours))
    return f"-{words}" if units < 0 else words


def told_in_words(units: int, measure: Measure) -> str:
    """`9 sessions`, `7 h 30 min`; `6 visits` where each takes several, `6 visits and 1 session` (R-2.5)."""
    if measure.uses in (1, None):
        return units_in_words(units, measure.unit)
    visits, rest = divmod(units, measure.uses)
    over = units_in_words(rest, "session")
    if not rest:
        return visits_in_words(visits)
    return f"{visits_in_words(visits)} and {over}" if visits else over


def told_number(units: int, measure: Measure) -> str:
    """The same without the noun, for a column or a sentence that says elsewhere what is counted."""
    if measure.unit == "minute" or units % (measure.uses or 1):
        return told_in_words(units, measure)
    return str(units // (measure.uses or 1))


def visits_in_words(visits: int) -> str:
    """`1 visit`, `6 visits`."""
    return f"{visits} visit{'s' * (visits != 1)}"
