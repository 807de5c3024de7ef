"""When the appointments of a series start: RFC 5545 rules on the local wall clock (R-5.8)."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from trafftpkg.domain.errors.usage import BadArgumentError

MOST_APPOINTMENTS = 366
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def starts_of(rule: str, first: datetime, zone: str) -> list[datetime]:
    """Return the starts of a series as typed moments, `first` being its first.

    The wall clock stays the same across clock changes; an offset typed with `first` names its moment only.

    Raises:
        BadArgumentError: it is not a rule, or one without an end; `first` does not fit it, or it gives more
            than 366 appointments.
    """
    wall = first if first.tzinfo is None else first.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    starts = list(islice(_occurrences(rule, wall, zone), MOST_APPOINTMENTS + 1))
    if len(starts) > MOST_APPOINTMENTS:
        raise BadArgumentError(
            field="repeat", reason="too_many_appointments", given=rule, limit=MOST_APPOINTMENTS
        )
    if not starts or starts[0] != wall:
        near = starts[0] if starts else None
        raise BadArgumentError(field="at", reason="start_not_in_rule", given=wall, nearest=near, thing=rule)
    return [first, *starts[1:]]


def _occurrences(rule: str, wall: datetime, zone: str) -> "islice[datetime]":
    bare = rule.strip().upper().removeprefix("RRULE:")
    parts = dict(part.split("=", 1) for part in bare.split(";") if "=" in part)
    ends_once = ("COUNT" in parts) != ("UNTIL" in parts)
    known = parts.get("FREQ") in _FREQUENCIES
    counted = _is_some(parts, "COUNT", digits=9) and _is_some(parts, "INTERVAL", digits=3)
    if "\n" in bare or not (ends_once and known and counted):
        raise BadArgumentError(field="repeat", reason="not_a_repeat_rule", given=rule)
    try:
        series = rrulestr(_with_local_end(bare, parts.get("UNTIL"), zone), dtstart=wall)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadArgumentError(field="repeat", reason="not_a_repeat_rule", given=rule) from error
    return islice(series, None)


def _is_some(parts: dict[str, str], name: str, digits: int) -> bool:
    """Tell whether a number, if given, is above zero: with an interval of nothing a series never ends."""
    number = parts.get(name, "1")
    return number.isascii() and number.isdigit() and len(number) <= digits and int(number) > 0


def _with_local_end(rule: str, until: str | None, zone: str) -> str:
    """A day as UNTIL is whole; one in UTC becomes the wall clock's, since the series is local."""
    if until is None:
        return rule
    if until.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=ZoneInfo("UTC"))
        local = moment.astimezone(ZoneInfo(zone)).strftime("%Y%m%dT%H%M%S")
        return rule.replace(f"UNTIL={until}", f"UNTIL={local}")
    return rule.replace(f"UNTIL={until}", f"UNTIL={until}T235959") if "T" not in until else rule
