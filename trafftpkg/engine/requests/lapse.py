"""Writing down what time has done to a purchase: the requests of the `expire` job."""

from datetime import timedelta
from decimal import Decimal

from trafftpkg.domain.balance import free_units
from trafftpkg.domain.events.ending import PurchaseLapsed, PurchaseVoided
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import value
from trafftpkg.domain.worth import worth_at
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.cancel import cancel
from trafftpkg.engine.worksheet import Worksheet


@value
class LapsePurchase(Request):
    """Write off what was free when a purchase expired (R-4.3)."""

    name = "expire"

    purchase: str

    def decide(self, sheet: Worksheet) -> None:
        purchase = sheet.purchase(self.purchase)
        assert purchase.expires_at is not None
        sheet.record(
            PurchaseLapsed(
                purchase=purchase.id,
                units=free_units(purchase),
                value=lapsed_worth(purchase),
                lapsed_at=purchase.expires_at,
            )
        )


@value
class VoidUnpaidPurchase(Request):
    """Void a sale that was not paid in time, and release what it held for visits still to come (R-7.5)."""

    name = "expire"

    purchase: str

    def decide(self, sheet: Worksheet) -> None:
        for hold in sheet.purchase(self.purchase).holds:
            if not hold.is_used(sheet.now):
                cancel(sheet, sheet.appointment(hold.appointment), by="business", verdict="release")
        purchase = sheet.purchase(self.purchase)
        sheet.record(
            PurchaseVoided(
                purchase=purchase.id, units=free_units(purchase), cause="unpaid", kept=purchase.value * 0
            )
        )


def lapsed_worth(purchase: Purchase) -> Decimal:
    """Return what was paid for the units that lapsed when the purchase expired: unpaid ones earn nothing."""
    assert purchase.expires_at is not None
    before = worth_at(purchase, purchase.expires_at - timedelta(microseconds=1))
    then = worth_at(purchase, purchase.expires_at)
    received = max(purchase.paid - then.used - then.left, purchase.value * 0)
    return min(then.lapsed - before.lapsed, received)
