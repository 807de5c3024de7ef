"""Whether a rule of RFC 5545 gives a moment, at once: asked for its first, it may search thousands of years.

A moment is given if each part alone has it, and if BYSETPOS picks it from those of its period: a day, week,
month or year.
"""

from calendar import isleap, monthrange
from collections.abc import Callable
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

from trafftpkg.domain.recurrence_parts import Parts

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OF_DAYS = ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY")
_MAY_BE_NEVER = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "INTERVAL")
"""Two of these together may give nothing at all: 30 February."""


def gives(parts: Parts, wall: datetime) -> bool:
    """Tell whether a rule, of allowed parts, gives a moment that it begins with."""
    return all(has(parts, wall) for name, has in _HAS.items() if name in parts) and _is_picked(parts, wall)


def is_ever(parts: Parts) -> bool:
    """Tell whether a rule surely gives something, and soon. Of some only a long search could say so."""
    numbered = any(character.isdigit() for character in parts.get("BYDAY", ""))
    rare = sum(name in parts for name in _MAY_BE_NEVER) + numbered
    return rare == 0 or (rare == 1 and "BYSETPOS" not in parts and "INTERVAL" not in parts)


def _numbers(parts: Parts, name: str) -> set[int]:
    return {int(each) for each in parts[name].split(",")}


def _is_one_of(name: str, read: Callable[[datetime], int]) -> Callable[[Parts, datetime], bool]:
    return lambda parts, wall: read(wall) in _numbers(parts, name)


def _has_month_day(parts: Parts, wall: datetime) -> bool:
    days = monthrange(wall.year, wall.month)[1]
    return bool({wall.day, wall.day - days - 1} & _numbers(parts, "BYMONTHDAY"))


def _has_year_day(parts: Parts, wall: datetime) -> bool:
    day = wall.timetuple().tm_yday
    return bool({day, day - _days_in(wall.year) - 1} & _numbers(parts, "BYYEARDAY"))


def _has_weekday(parts: Parts, wall: datetime) -> bool:
    return any(_is_weekday(each, parts, wall) for each in parts["BYDAY"].split(","))


def _is_weekday(given: str, parts: Parts, wall: datetime) -> bool:
    number, day = given[:-2], given[-2:]
    if WEEKDAYS[wall.weekday()] != day:
        return False
    if not number:
        return True
    in_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    place = wall.day if in_month else wall.timetuple().tm_yday
    days = monthrange(wall.year, wall.month)[1] if in_month else _days_in(wall.year)
    return int(number) in ((place - 1) // 7 + 1, -((days - place) // 7 + 1))


def _has_week(parts: Parts, wall: datetime) -> bool:
    begins = f";WKST={parts['WKST']}" if "WKST" in parts else ""
    first = wall.replace(month=1, day=1)
    days = rrulestr(f"FREQ=YEARLY;BYWEEKNO={parts['BYWEEKNO']}{begins}", dtstart=first)
    return wall in days.between(first, wall, inc=True)


_HAS: dict[str, Callable[[Parts, datetime], bool]] = {
    "BYMONTH": _is_one_of("BYMONTH", lambda wall: wall.month),
    "BYHOUR": _is_one_of("BYHOUR", lambda wall: wall.hour),
    "BYMINUTE": _is_one_of("BYMINUTE", lambda wall: wall.minute),
    "BYSECOND": _is_one_of("BYSECOND", lambda wall: wall.second),
    "BYMONTHDAY": _has_month_day,
    "BYYEARDAY": _has_year_day,
    "BYDAY": _has_weekday,
    "BYWEEKNO": _has_week,
}


def _is_picked(parts: Parts, wall: datetime) -> bool:
    if "BYSETPOS" not in parts:
        return True
    all_of_it = {name: each for name, each in parts.items() if name.startswith(("FREQ", "BY", "WKST"))}
    del all_of_it["BYSETPOS"]
    rule = ";".join(f"{name}={each}" for name, each in {**_implied(parts, wall), **all_of_it}.items())
    begin, end = _period(parts, wall)
    found = rrulestr(rule, dtstart=begin).between(begin, end, inc=True)
    places = [each - 1 if each > 0 else each for each in _numbers(parts, "BYSETPOS")]
    return any(-len(found) <= each < len(found) and found[each] == wall for each in places)


def _implied(parts: Parts, wall: datetime) -> dict[str, str]:
    """Return the days that a rule takes from its start where it names none."""
    if any(each in parts for each in _OF_DAYS):
        return {}
    return {
        "DAILY": {},
        "WEEKLY": {"BYDAY": WEEKDAYS[wall.weekday()]},
        "MONTHLY": {"BYMONTHDAY": str(wall.day)},
        "YEARLY": {"BYMONTHDAY": str(wall.day), "BYMONTH": str(wall.month)},
    }[parts["FREQ"]]


def _period(parts: Parts, wall: datetime) -> tuple[datetime, datetime]:
    """Return the first and the last moment of the day, week, month or year."""
    last = timedelta(days=1, microseconds=-1)
    # Where hours are named, each day begins with the first of them; else they are those of the start.
    begin = wall.replace(hour=0, minute=0, second=0) if "BYHOUR" in parts else wall
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    match parts["FREQ"]:
        case "DAILY":
            return begin, midnight + last
        case "WEEKLY":
            since = timedelta(days=(wall.weekday() - WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)
            return begin - since, midnight - since + timedelta(days=6) + last
        case "MONTHLY":
            days = monthrange(wall.year, wall.month)[1]
            return begin.replace(day=1), midnight.replace(day=days) + last
    return begin.replace(month=1, day=1), midnight.replace(month=12, day=31) + last


def _days_in(year: int) -> int:
    return 366 if isleap(year) else 365
