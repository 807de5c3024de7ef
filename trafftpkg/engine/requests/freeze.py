"""Days in which a purchase cannot be redeemed, and its validity stands still."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from trafftpkg.domain.balance import is_expired
from trafftpkg.domain.errors.changing import AppointmentsAheadError, NotFrozenError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.ending import PurchaseFrozen, PurchaseUnfrozen
from trafftpkg.domain.ids import AppointmentId, number_of
from trafftpkg.domain.moments import LATEST_DAY, DaySpan, day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.validity import expiry_by_freezes, merged
from trafftpkg.domain.value import replace, value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.cancel import cancel
from trafftpkg.engine.requests.standing import live_purchase
from trafftpkg.engine.worksheet import Worksheet


@value
class FreezePurchase(Request):
    """Freeze from a day until another, both included, or without an end yet (R-4.6)."""

    name = "freeze"
    needs_reason = True
    added = ("cancel_appointments",)

    purchase: str
    first: date
    last: date | None = None
    reason: str | None = None
    cancel_appointments: bool = False

    def decide(self, sheet: Worksheet) -> None:
        before = live_purchase(sheet, self.purchase)
        self._check_days(before, sheet.time_zone)
        added = DaySpan(first=self.first, last=self.last)
        purchase = self._clear(sheet, before, added)
        frozen = replace(purchase, freezes=merged((*purchase.freezes, added)))
        if frozen == before:
            raise BadArgumentError(field="first", reason="frozen_already", thing=purchase.id)
        expiry = expiry_by_freezes(frozen, sheet.now, sheet.time_zone)
        sheet.record(
            PurchaseFrozen(
                purchase=purchase.id, freezes=frozen.freezes, expiry=expiry, reason=sheet.reason_hash
            )
        )

    def _clear(self, sheet: Worksheet, purchase: Purchase, freeze: DaySpan) -> Purchase:
        """Visits to come inside refuse the freeze, or are cancelled with it; those that took place do not."""
        inside = _ahead(sheet, purchase, lambda start: day_of(start, sheet.time_zone) in freeze)
        if inside and not self.cancel_appointments:
            raise AppointmentsAheadError(purchase=purchase.id, appointments=inside, asked="freeze")
        for appointment in inside:
            cancel(sheet, sheet.appointment(appointment), by="business", verdict="release")
        return sheet.purchase(purchase.id)

    def _check_days(self, purchase: Purchase, zone: str) -> None:
        last = self.first if self.last is None else self.last
        if last < self.first:
            raise BadArgumentError(field="last", reason="before_start", given=last, limit=self.first)
        if self.first < day_of(purchase.purchased_at, zone):
            raise BadArgumentError(
                field="first", reason="before_purchase", given=self.first, thing=purchase.id
            )
        if last > LATEST_DAY:
            raise BadArgumentError(field="last", reason="too_far_ahead", given=last, limit=LATEST_DAY)


@value
class UnfreezePurchase(Request):
    """End the freeze that is on, or comes next: `on`, by default today, can be booked again."""

    name = "unfreeze"

    purchase: str
    on: date | None = None
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        purchase = live_purchase(sheet, self.purchase)
        on_day = self.on or day_of(sheet.now, sheet.time_zone)
        left = _without(purchase.freezes, on_day)
        if left == purchase.freezes:
            raise NotFrozenError(purchase=purchase.id)
        thawed = replace(purchase, freezes=left)
        expiry = expiry_by_freezes(thawed, sheet.now, sheet.time_zone)
        _check_outside(sheet, replace(thawed, last_day=expiry.last_day, expires_at=expiry.expires_at))
        sheet.record(
            PurchaseUnfrozen(
                purchase=purchase.id,
                on_day=on_day,
                freezes=left,
                expiry=expiry,
                reason=sheet.reason_hash,
            )
        )


def _without(freezes: tuple[DaySpan, ...], on_day: date) -> tuple[DaySpan, ...]:
    """The freezes with the one that `on_day` is in cut short before it, or else the next one left out."""
    for place, freeze in enumerate(freezes):
        if on_day in freeze:
            shorter = DaySpan(first=freeze.first, last=on_day - timedelta(days=1))
            rest = (shorter,) if freeze.first < on_day else ()
            return (*freezes[:place], *rest, *freezes[place + 1 :])
        if freeze.first > on_day:
            return (*freezes[:place], *freezes[place + 1 :])
    return freezes


def _check_outside(sheet: Worksheet, purchase: Purchase) -> None:
    """Visits to come that the earlier end would leave outside refuse it, unless booking in time is enough."""
    if purchase.terms.redeem_by == "appointment":
        outside = _ahead(sheet, purchase, lambda start: is_expired(purchase, start))
        if outside:
            raise AppointmentsAheadError(purchase=purchase.id, appointments=outside, asked="earlier_end")


def _ahead(
    sheet: Worksheet, purchase: Purchase, stands_in_the_way: Callable[[datetime], bool]
) -> tuple[AppointmentId, ...]:
    found = (
        hold.appointment
        for hold in purchase.holds
        if not hold.is_used(sheet.now) and stands_in_the_way(hold.starts_at)
    )
    return tuple(sorted(found, key=number_of))
