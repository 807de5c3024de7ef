"""The parts of an RFC 5545 rule: which there are, what they may hold, and beside which others.

Source:
    RFC 5545, 3.3.10: the table of BYxxx parts by FREQ, and the ranges of their numbers.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""Visits are at most daily."""

Parts = Mapping[str, str]
"""The parts of a rule by name."""

_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_BYDAY = re.compile(rf"([+-]?[0-9]{{1,2}})?{_WEEKDAY}\Z")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}\Z")
_UNTIL = re.compile(r"[0-9]{8}(?:T[0-9]{6}Z?)?\Z")
_RANGES = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 59, False),
}
"""The least and the most of each part's numbers, and whether they may count from the end."""
_FREQUENCIES_OF = {
    "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY"),
    "BYYEARDAY": ("YEARLY",),
    "BYWEEKNO": ("YEARLY",),
}
"""Beside which FREQ a part may stand; the others beside each."""


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name; of what is no part, or comes twice, only what was written."""
    found: dict[str, str] = {}
    for part in rule.split(";"):
        name, equals, given = part.partition("=")
        is_part = equals and name not in found
        found[name if is_part else part] = given if is_part else ""
    return found


def forbidden_part(parts: Parts) -> str | None:
    """Return the first part that a rule may not have, as it was written. None if all are allowed."""
    for name, given in parts.items():
        if not _is_allowed(name, given, parts):
            return f"{name}={given}" if given else name
    return None


def _is_allowed(name: str, given: str, parts: Parts) -> bool:
    if name in _RANGES:
        return _is_beside(name, parts) and all(_is_in_range(each, name) for each in given.split(","))
    is_good = _OTHERS.get(name)
    return is_good is not None and is_good(given, parts)


def _is_beside(name: str, parts: Parts) -> bool:
    """Tell whether a part may stand beside the others."""
    if name == "BYSETPOS":
        return any(each.startswith("BY") for each in parts if each != name)
    return name not in _FREQUENCIES_OF or parts.get("FREQ") in _FREQUENCIES_OF[name]


def _is_in_range(number: str, name: str) -> bool:
    least, most, from_end = _RANGES[name]
    if not _NUMBER.match(number) or (number.startswith("-") and not from_end):
        return False
    return least <= abs(int(number)) <= most


def _is_number(given: str, digits: int) -> bool:
    """Tell whether a number is above zero: with an interval of nothing a series never ends."""
    return given.isascii() and given.isdigit() and len(given) <= digits and int(given) > 0


def _is_weekday(given: str, parts: Parts) -> bool:
    """A number before a weekday counts it in a month or a year: `-1FR` is the last Friday."""
    found = _BYDAY.match(given)
    if found is None or found[1] is None:
        return found is not None
    monthly = parts.get("FREQ") == "MONTHLY" or (parts.get("FREQ") == "YEARLY" and "BYMONTH" in parts)
    yearly = parts.get("FREQ") == "YEARLY" and "BYWEEKNO" not in parts
    return (monthly or yearly) and 1 <= abs(int(found[1])) <= (5 if monthly else 53)


def _is_moment(given: str) -> bool:
    if not _UNTIL.match(given):
        return False
    try:
        datetime.fromisoformat(given.removesuffix("Z"))
    except ValueError:
        return False
    return True


_OTHERS: dict[str, Callable[[str, Parts], bool]] = {
    "FREQ": lambda given, _: given in FREQUENCIES,
    "COUNT": lambda given, _: _is_number(given, 9),
    "INTERVAL": lambda given, _: _is_number(given, 3),
    "UNTIL": lambda given, _: _is_moment(given),
    "WKST": lambda given, _: re.fullmatch(_WEEKDAY, given) is not None,
    "BYDAY": lambda given, parts: all(_is_weekday(each, parts) for each in given.split(",")),
}
