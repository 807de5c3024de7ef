"""Moments, days and money as JSON has them."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from trafftpkg.domain.money import digits_of, step_of

Json = dict[str, object]
"""One object, its fields in the order they are printed."""


def moment_text(moment: datetime | None, zone: str) -> str | None:
    """Return ISO 8601 with the offset that holds then in `zone`: `2026-01-05T10:00:00+01:00`."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(zone)).isoformat()


def day_text(day: date | None) -> str | None:
    """Return `2026-07-05`."""
    return None if day is None else day.isoformat()


def money_text(amount: Decimal, currency: str) -> str:
    """Return decimal text with the currency's digits, and never fewer than the amount has."""
    if amount.same_quantum(step_of(currency)):  # hardly any has not
        return str(amount)
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int), "an amount of money is a finite number"
    return f"{amount:.{max(digits_of(currency), -exponent)}f}"
