"""When the appointments of a series start: RFC 5545 rules on the local wall clock (R-5.8)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.recurrence_fit import gives, is_ever
from trafftpkg.domain.recurrence_parts import FREQUENCIES, forbidden_part, parts_of

MOST_APPOINTMENTS = 366
_FURTHEST = timedelta(days=36_525)
"""No series is longer than a hundred years: rare days would be sought for too long."""


def starts_of(rule: str, first: datetime, zone: str) -> list[datetime]:
    """Return the starts of a series as typed moments, `first` being its first.

    The wall clock stays the same across clock changes; an offset typed with `first` names its moment only.

    Raises:
        BadArgumentError: it is not a rule, or one without an end; it has a part that RFC 5545 forbids;
            `first` does not fit it, or it gives more than 366 appointments.
    """
    wall = first if first.tzinfo is None else first.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    bare = rule.strip().upper().removeprefix("RRULE:")
    parts = _checked_parts(bare, rule)
    series = _with_local_end(bare, parts.get("UNTIL"), zone)
    if not gives(parts, wall):
        near = next(iter(rrulestr(series, dtstart=wall)), None) if is_ever(parts) else None
        raise BadArgumentError(field="at", reason="start_not_in_rule", given=wall, nearest=near, thing=rule)
    starts = _within_a_century(series, wall)
    if len(starts) > MOST_APPOINTMENTS:
        raise BadArgumentError(
            field="repeat", reason="too_many_appointments", given=rule, limit=MOST_APPOINTMENTS
        )
    if len(starts) < int(parts.get("COUNT", "1")):
        if not starts:  # It ends before it begins.
            raise BadArgumentError(field="at", reason="start_not_in_rule", given=wall, thing=rule)
        raise BadArgumentError(field="repeat", reason="too_rare", given=rule, limit=len(starts))
    return [first, *starts[1:]]


def _checked_parts(bare: str, rule: str) -> dict[str, str]:
    parts = parts_of(bare)
    if ("COUNT" in parts) == ("UNTIL" in parts) or parts.get("FREQ") not in FREQUENCIES:
        raise BadArgumentError(field="repeat", reason="not_a_repeat_rule", given=rule)
    forbidden = forbidden_part(parts)
    if forbidden is not None:
        raise BadArgumentError(field="repeat", reason="forbidden_rule_part", given=rule, thing=forbidden)
    return parts


def _within_a_century(series: str, wall: datetime) -> list[datetime]:
    """Return the starts, one more than there may be."""
    starts = takewhile(lambda each: each - wall <= _FURTHEST, rrulestr(series, dtstart=wall))
    return list(islice(starts, MOST_APPOINTMENTS + 1))


def _with_local_end(rule: str, until: str | None, zone: str) -> str:
    """A day as UNTIL is whole; one in UTC becomes the wall clock's, since the series is local."""
    if until is None:
        return rule
    if until.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        with suppress(OverflowError):  # at either end of the calendar, where no visit is
            moment = moment.astimezone(ZoneInfo(zone))
        local = moment.replace(tzinfo=None).isoformat().replace("-", "").replace(":", "")
        return rule.replace(f"UNTIL={until}", f"UNTIL={local}")
    return rule.replace(f"UNTIL={until}", f"UNTIL={until}T235959") if "T" not in until else rule
