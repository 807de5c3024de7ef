"""Ending a purchase by hand."""

from trafftpkg.domain.balance import free_units
from trafftpkg.domain.errors.changing import AppointmentsAheadError, MoneyWasPaidError
from trafftpkg.domain.events.ending import PurchaseVoided
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import value
from trafftpkg.domain.worth import worth_at
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.cancel import cancel
from trafftpkg.engine.requests.standing import live_purchase
from trafftpkg.engine.worksheet import Worksheet


@value
class VoidPurchase(Request):
    """End a purchase by hand: what was used stays used, what was free is voided (R-9.5).

    Args:
        keep_money: What was paid above what was used is kept for good.
    """

    name = "void"
    needs_reason = True
    added = ("keep_money",)

    purchase: str
    cancel_appointments: bool = False
    reason: str | None = None
    keep_money: bool = False

    def decide(self, sheet: Worksheet) -> None:
        purchase = clear_of_appointments(sheet, self.purchase, self.cancel_appointments)
        used = worth_at(purchase, sheet.now).used
        kept = max(purchase.paid - used, used * 0)
        if kept and not self.keep_money:
            raise MoneyWasPaidError(purchase=purchase.id, paid=purchase.paid, used=used)
        sheet.record(
            PurchaseVoided(
                purchase=purchase.id,
                units=free_units(purchase),
                cause="staff",
                reason=sheet.reason_hash,
                kept=kept,
            )
        )


def clear_of_appointments(sheet: Worksheet, purchase: str, cancel_them: bool) -> Purchase:
    """Return a live purchase that holds nothing still to come, once those are cancelled if asked.

    Raises:
        AppointmentsAheadError: there are some, and they are not to be cancelled.
    """
    found = live_purchase(sheet, purchase)
    ahead = [hold.appointment for hold in found.holds if not hold.is_used(sheet.now)]
    if ahead and not cancel_them:
        raise AppointmentsAheadError(purchase=found.id, appointments=tuple(sorted(ahead, key=number_of)))
    for appointment in ahead:
        cancel(sheet, sheet.appointment(appointment), by="business", verdict="release")
    return sheet.purchase(purchase)
