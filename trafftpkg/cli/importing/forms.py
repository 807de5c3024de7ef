"""Numbers, days and hours as other systems write them. Values with two meanings are refused."""

import re
from datetime import date
from decimal import Decimal

from trafftpkg.cli.days import iso_day
from trafftpkg.cli.errors import AmbiguousDayError, MalformedError
from trafftpkg.cli.parsing import Units, amount_or_nothing, count

_DAY = "a day as year-month-day, such as 2026-06-30"
_UNITS = "a number of sessions, such as 6, or hours or minutes, such as 6h, 1.5h or 90m"

_GROUPED = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<group>[.,'’ \u00a0\u202f])\d{3})(?:(?P=group)\d{3})*)(?P<rest>[.,]\d{1,2})",
    re.ASCII,
)
_TIME = re.compile(r"[T ]00:00(:00(\.0+)?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_LOCAL = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_EITHER = re.compile(r"(?P<whole>\d{1,6})[.,](?P<rest>\d{3})(?P<unit> ?h)?", re.ASCII | re.IGNORECASE)
"""Thousands in one country, and a fraction in another."""
_SESSIONS = re.compile(r"(\d{1,9})(?:[.,]0+)?", re.ASCII)
_HOURS = re.compile(r"(?:(\d{1,6}(?:[.,]\d{1,3})?) ?h)? ?(?:(\d{1,7}) ?m(?:in)?)?", re.ASCII | re.IGNORECASE)


def amount(typed: str, what: str) -> Decimal:
    """Return an amount of money: `480.00`, `480,00`, `1.480,00`, `1,480.00`, `1 480,00`."""
    grouped = _GROUPED.fullmatch(typed)
    if grouped and grouped["group"] != grouped["rest"][0]:
        whole = re.sub(r"\D", "", grouped["whole"])
        return amount_or_nothing(f"{whole}.{grouped['rest'][1:]}", what)
    comma = re.fullmatch(r"(\d{1,15}),(\d+)", typed, re.ASCII)
    if comma and len(comma[2]) == len("000"):
        whole, rest = comma.groups()
        expected = (
            f"{whole}{rest} or {whole}.{rest.removesuffix('0')}: a comma before three digits can be either"
        )
        raise MalformedError(what=what, typed=typed, expected=expected)
    if comma:
        return amount_or_nothing(f"{comma[1]}.{comma[2]}", what)
    return amount_or_nothing(typed, what)


def day(typed: str, what: str) -> date:
    """Return a day: `2026-06-30`, `2026/6/30`, `30.06.2026`, `30/06/2026`, with a time of midnight or none.

    Raises:
        MalformedError: it is no day.
        AmbiguousDayError: day and month may be either.
    """
    text = _TIME.sub("", typed)
    if found := _ISO.fullmatch(text):
        return iso_day(f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}", what)
    local = _LOCAL.fullmatch(text)
    if not local:
        raise MalformedError(what=what, typed=typed, expected=_DAY)
    one, two, year = int(local[1]), int(local[3]), local[4]
    readings = [f"{year}-{two:02}-{one:02}", f"{year}-{one:02}-{two:02}"]
    if local[2] == "." or one == two:  # with points the day stands first everywhere
        return iso_day(readings[0], what)
    months = [each for each in readings if int(each[5:7]) <= 12]
    if len(months) > 1:
        raise AmbiguousDayError(what=what, typed=typed, readings=tuple(readings))
    return iso_day((months or readings)[0], what)


def units(typed: str, what: str) -> Units:
    """Return units and what they were typed in: `6` or `6.0` sessions; `6h`, `1,5h`, `1h 30m` as minutes."""
    if either := _EITHER.fullmatch(typed):
        raise MalformedError(what=what, typed=typed, expected=_readings(either))
    if found := _SESSIONS.fullmatch(typed):
        return Units(int(found[1]), "session")
    hours = _HOURS.fullmatch(typed)
    if not hours or not any(hours.groups()):
        raise MalformedError(what=what, typed=typed, expected=_UNITS)
    minutes = Decimal((hours[1] or "0").replace(",", ".")) * 60 + int(hours[2] or 0)
    if minutes != int(minutes):
        raise MalformedError(what=what, typed=typed, expected="whole minutes, such as 1.5h or 90m")
    return Units(int(minutes), "minute")


def _readings(either: re.Match[str]) -> str:
    whole, rest, unit = either["whole"], either["rest"], either["unit"] or ""
    fraction = f"{whole}.{rest}".rstrip("0").rstrip(".")
    sign = "comma" if "," in either[0] else "point"
    return f"{whole}{rest}{unit} or {fraction}{unit}: a {sign} before three digits can be either"


def units_above_zero(typed: str, what: str) -> Units:
    """Return units above zero and what they were typed in, as `units` does."""
    found = units(typed, what)
    return found if found.number else Units(count(typed, what), found.unit)
