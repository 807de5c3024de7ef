"""What is agreed with a client apart from what the catalogue declares: a price, and a day to begin."""

from datetime import date
from decimal import Decimal

from trafftpkg.domain.errors.booking import InThePastError
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.moments import day_of, start_of
from trafftpkg.domain.package import Package
from trafftpkg.domain.validity import latest_first_day
from trafftpkg.engine.requests.base import Override
from trafftpkg.engine.requests.money import checked_amount
from trafftpkg.engine.worksheet import Worksheet


def agreed_price(package: Package, price: Decimal | None, currency: str) -> Decimal | None:
    """Return the price that was agreed; None where it is the declared one (R-9.7).

    Raises:
        BadArgumentError: it is in more digits than the currency has, or above the declared price.
    """
    if price is None:
        return None
    agreed = checked_amount(price, currency, field="price", least=0)
    if agreed > package.price:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(
            field="price",
            reason="above_declared",
            given=agreed,
            limit=package.price,
            thing=package.id,
            currency=currency,
        )
    return None if agreed == package.price else agreed


def check_first_day(sheet: Worksheet, first_day: date, overrides: tuple[Override, ...]) -> None:
    """Refuse a day to begin that is past, unless that is meant, or that is too far ahead (R-4.10).

    Raises:
        InThePastError: it is past.
        BadArgumentError: it is more than two years ahead.
    """
    today = day_of(sheet.now, sheet.time_zone)
    latest = latest_first_day(today)
    if first_day > latest:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="starts", reason="too_far_ahead", given=first_day, limit=latest)
    if first_day < today and "past" not in overrides:
        begins = start_of(first_day, sheet.time_zone)
        raise InThePastError(starts_at=begins, now=sheet.now, time_zone=sheet.time_zone, day=first_day)


def check_has_time(sheet: Worksheet, first_day: date, expiry: Expiry) -> None:
    """Refuse a day to begin that leaves no day on which the purchase could be redeemed.

    Raises:
        BadArgumentError: it would be over before it begins, or already is.
    """
    last_day, first = expiry.last_day, max(first_day, day_of(sheet.now, sheet.time_zone))
    if last_day is not None and last_day < first:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="starts", reason="never_valid", given=first_day, limit=last_day)
