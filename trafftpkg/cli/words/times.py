"""Moments, spans and money inside sentences."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from trafftpkg.cli.views.people import moment_words
from trafftpkg.domain.moments import Length


def local(moment: datetime, zone: str | None) -> str:
    """`Tue 20 Jan 2026 10:00`, in the zone if there is one, else in UTC and saying so."""
    if zone is None:
        return f"{moment_words(moment.astimezone(UTC))} UTC"
    return moment_words(moment.astimezone(ZoneInfo(zone)))


def typeable(moment: datetime, zone: str) -> str:
    """`2026-01-20T10:00`, as `--at` takes it."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def money(amount: Decimal) -> str:
    """An amount as it was recorded or typed."""
    return f"{amount:f}"


def length_words(length: Length) -> str:
    """`1 hour`, `24 hours`, `30 days`."""
    word = {"m": "minute", "h": "hour", "d": "day", "w": "week"}[length.unit]
    return f"{length.count} {word}{'' if length.count == 1 else 's'}"
