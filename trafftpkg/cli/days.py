"""Days and moments as people type them: `2026-03-02`, `tomorrow`, `mon`, `+3d`, `mon 9:15`.

Ambiguous dates are refused, and the error lists what they may mean. `today` is the business's day, or the
day of `--now`; it is only looked up when needed. `what` is the name of the option, as in the help.
"""

import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from trafftpkg.cli.errors import AmbiguousDayError, MalformedError

TODAY: ContextVar[Callable[[], date]] = ContextVar("TODAY")
"""Returns the business's day; set by the command that is being parsed."""

_A_DAY = "a day such as 2026-03-02, today, tomorrow, mon or +3d"
_A_MOMENT = "a moment such as 2026-03-02T10:00, 'mon 9:15' or 9:15"
_TO_NOUGHTS = str.maketrans("123456789", "000000000")
_SECONDS = ("", ":00", *(f":00.{'0' * digits}" for digits in range(1, 7)))
_ISO_ENDS = {f"{seconds}{offset}" for seconds in _SECONDS for offset in ("", "Z", "+00:00", "-00:00")}
# Texts, which `re` compiles when the first is needed: every command loads this module, few are given a day.
_ISO_DAY = r"(?a)\d{4}-\d\d-\d\d"
_TIME = r"(?a)(\d{1,2}):(\d\d)"
_LATER = r"(?a)\+(\d{1,4})([dw])"
_NUMBERS = r"(?a)(\d{1,4})([./-])(\d{1,2})(?:\2(\d{1,4}))?\.?"
_DISTANCES = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# Far from the limits of `datetime`, so that lengths and offsets can be added to every one.
_YEARS = range(1900, 3000)


def day(typed: str, what: str) -> date:
    """Return a whole day. A weekday means the next one, never today."""
    found = _day(typed, what, typed)
    if found is None:
        raise MalformedError(what=what, typed=typed, expected=_A_DAY)
    _refuse_other_centuries(found.year, typed, what)
    return found


def moment(typed: str, what: str) -> datetime:
    """Return a moment, naive if no offset was given. A time alone means today."""
    if _is_iso_moment(typed):
        return iso_moment(typed, what)
    found = re.fullmatch(r"(?:(.+?)[T ])?(\S+)", typed.strip(), re.IGNORECASE)
    at = _time(found[2]) if found else None
    if found is None or at is None:
        is_a_day = _day(typed.strip(), what, typed) is not None
        expected = f"the time too, as in '{typed.strip()} 10:00'" if is_a_day else _A_MOMENT
        raise MalformedError(what=what, typed=typed, expected=expected)
    on = TODAY.get()() if found[1] is None else _day(found[1].strip(), what, typed, at=f"T{at:%H:%M}")
    if on is None:
        raise MalformedError(what=what, typed=typed, expected=_A_MOMENT)
    _refuse_other_centuries(on.year, typed, what)
    return datetime.combine(on, at)


def start(typed: str, what: str) -> datetime:
    """Return the start of an appointment: a moment on a whole minute."""
    found = moment(typed, what)
    if found.second or found.microsecond:
        raise MalformedError(what=what, typed=typed, expected="a start on a whole minute")
    return found


def moment_or_day(typed: str, what: str) -> datetime | date:
    """Return a moment, or a whole day if no time was given."""
    if _is_iso_moment(typed) or ":" in typed:
        return moment(typed, what)
    found = _day(typed, what, typed)
    if found is None:
        raise MalformedError(what=what, typed=typed, expected=f"{_A_MOMENT}, or {_A_DAY}")
    _refuse_other_centuries(found.year, typed, what)
    return found


def time_of_day(typed: str, what: str) -> time:
    """Return a time: `16:00`, `9:15`."""
    found = _time(typed)
    if found is None:
        raise MalformedError(what=what, typed=typed, expected="a time such as 16:00")
    return found


def iso_day(typed: str, what: str) -> date:
    """Return a whole day that is written in full."""
    expected = "a day such as 2026-03-02"
    if not re.fullmatch(_ISO_DAY, typed):
        raise MalformedError(what=what, typed=typed, expected=expected)
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise MalformedError(what=what, typed=typed, expected=expected) from None
    _refuse_other_centuries(found.year, typed, what)
    return found


def iso_moment(typed: str, what: str) -> datetime:
    """Return a moment that is written in full; naive where no offset was given."""
    expected = "a moment such as 2026-03-02T10:00, or with its offset 2026-03-02T10:00+01:00"
    if not _is_iso_moment(typed):
        raise MalformedError(what=what, typed=typed, expected=expected)
    try:
        found = datetime.fromisoformat(typed.upper())
    except ValueError:
        raise MalformedError(what=what, typed=typed, expected=expected) from None
    _refuse_other_centuries(found.year, typed, what)
    return found


def _is_iso_moment(typed: str) -> bool:
    """Tell whether a text has the form of a moment in full. Compiling a pattern takes longer."""
    form = typed.translate(_TO_NOUGHTS).upper()
    return form[:16] in ("0000-00-00T00:00", "0000-00-00 00:00") and form[16:] in _ISO_ENDS


def refuse_reversed(first: date | None, last: date | None) -> None:
    """Refuse a first day that is after the last."""
    if first and last and last < first:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="last", reason="before_start", given=last, limit=first)


def _day(typed: str, what: str, whole: str, at: str = "") -> date | None:
    """Return the day that was typed; None where it is none.

    Args:
        whole: What was typed in all, which errors quote: the day, or a moment.
        at: Is appended to each possible reading.

    Raises:
        AmbiguousDayError: it is a date in numbers.
    """
    if re.fullmatch(_ISO_DAY, typed):
        return next(_real(*map(int, typed.split("-"))), None)
    word = typed.lower()
    if word in _DISTANCES:
        return TODAY.get()() + timedelta(days=_DISTANCES[word])
    later = re.fullmatch(_LATER, word)
    if later:
        return TODAY.get()() + timedelta(days=int(later[1]) * (7 if later[2] == "w" else 1))
    for weekday, name in enumerate(_WEEKDAYS):
        if word in (name, name[:3]):
            today = TODAY.get()()
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    _refuse_other_orders(word, what, whole, at)
    return None


def _refuse_other_orders(typed: str, what: str, whole: str, at: str = "") -> None:
    """Refuse dates in numbers, such as 3/4/26, and list what they may mean."""
    readings = tuple(dict.fromkeys(f"{each}{at}" for each in _readings(typed)))
    if readings:
        raise AmbiguousDayError(what=what, typed=whole, readings=readings)


def _readings(typed: str) -> Iterator[date]:
    """Yield the days that a date in numbers may mean: day first, month first, year first."""
    found = re.fullmatch(_NUMBERS, typed)
    if found is None or re.fullmatch(_ISO_DAY, typed):
        return
    first, second, third = int(found[1]), int(found[3]), found[4]
    if third is None:
        for month, number in ((second, first), (first, second)):
            yield from _next(month, number)
        return
    if len(third) in (2, 4):
        yield from _real(_year(third), second, first)
        yield from _real(_year(third), first, second)
    if len(found[1]) in (2, 4):
        yield from _real(_year(found[1]), second, int(third))


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _next(month: int, number: int) -> Iterator[date]:
    """Yield the next day with this month and number, today or later."""
    today = TODAY.get()()
    coming = (each for year in range(today.year, today.year + 9) for each in _real(year, month, number))
    yield from [each for each in coming if each >= today][:1]


def _real(year: int, month: int, number: int) -> Iterator[date]:
    """Yield the day if it exists."""
    try:
        yield date(year, month, number)
    except ValueError:
        return


def _time(typed: str) -> time | None:
    found = re.fullmatch(_TIME, typed)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _refuse_other_centuries(year: int, typed: str, what: str) -> None:
    if year not in _YEARS:
        raise MalformedError(what=what, typed=typed, expected=f"a year from {_YEARS[0]} to {_YEARS[-1]}")
