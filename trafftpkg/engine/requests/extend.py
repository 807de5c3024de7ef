"""Giving a purchase more time."""

from datetime import date, timedelta

from trafftpkg.domain.errors.changing import LongExtensionError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.ending import PurchaseExtended
from trafftpkg.domain.moments import LATEST_DAY, DaySpan, Length, day_of, days_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.validity import expiry_from, frozen_until
from trafftpkg.domain.value import replace, value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.standing import live_purchase
from trafftpkg.engine.worksheet import Worksheet

_TWO_YEARS = 2 * 366
"""Days, with a leap day in each year."""


@value
class ExtendPurchase(Request):
    """Set the last day for good, or move it by a length in days or weeks; what lapsed comes back (R-4.7)."""

    name = "extend"
    needs_reason = True
    added = ("confirmed",)

    purchase: str
    until: date | None = None
    by: Length | None = None
    reason: str | None = None
    confirmed: bool = False

    def decide(self, sheet: Worksheet) -> None:
        purchase = live_purchase(sheet, self.purchase, expired_too=True)
        today = day_of(sheet.now, sheet.time_zone)
        closed = tuple(each for freeze in purchase.freezes if (each := _closed(freeze, today)))
        # While a freeze has no end yet, the old last day is what it would be if that ended with today.
        so_far = replace(purchase, freezes=closed)
        before = purchase.last_day or frozen_until(purchase.base_day, so_far, purchase.start_day)
        day = self._last_day(purchase, before)
        if not self.confirmed:
            _check_length(purchase, before, day, today)
        # The last day no longer counts from a first appointment, so days frozen before one move it too.
        start_day = purchase.start_day if purchase.terms.validity_from == "purchase" else None
        expiry = expiry_from(replace(purchase, absorbed=closed), start_day, day, sheet.time_zone)
        sheet.record(
            PurchaseExtended(
                purchase=purchase.id,
                absorbed=closed,
                expiry=replace(expiry, restored=purchase.lapsed),
                reason=sheet.reason_hash,
            )
        )

    def _last_day(self, purchase: Purchase, before: date | None) -> date:
        day = self.until if self.until is not None else self._moved(before)
        if day > LATEST_DAY:
            field = "by" if self.until is None else "until"
            raise BadArgumentError(field=field, reason="too_far_ahead", given=day, limit=LATEST_DAY)
        if before is not None and day <= before:
            raise BadArgumentError(
                field="until", reason="not_later", given=day, limit=before, thing=purchase.id
            )
        first = purchase.terms.first_day
        if first is not None and day < first:
            raise BadArgumentError(field="until", reason="before_start", given=day, limit=first)
        if before is None and purchase.start_day is not None:
            raise BadArgumentError(field="until", reason="endless", given=day, thing=purchase.id)
        return day

    def _moved(self, before: date | None) -> date:
        days = None if self.by is None else days_of(self.by)
        if before is None:
            raise BadArgumentError(field="by", reason="no_last_day")
        if not days:
            raise BadArgumentError(field="by", reason="not_whole_days", given=str(self.by))
        return before + timedelta(days=min(days, (LATEST_DAY - before).days + 1))


def _check_length(purchase: Purchase, before: date | None, day: date, today: date) -> None:
    """More than two years more, from now on, is probably a mistyped year."""
    since = today if before is None else max(before, today)
    limit = min(since + timedelta(days=_TWO_YEARS), LATEST_DAY)
    if day > limit:
        raise LongExtensionError(purchase=purchase.id, last_day=before, given=day, limit=limit)


def _closed(freeze: DaySpan, today: date) -> DaySpan | None:
    """The days of a freeze that the new last day counts in: of one without an end, those gone by."""
    if freeze.last is not None:
        return freeze
    return DaySpan(first=freeze.first, last=today) if freeze.first <= today else None
