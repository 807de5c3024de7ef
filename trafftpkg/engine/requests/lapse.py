"""Writing down what time has done to a purchase: the requests of the `expire` job."""

from trafftpkg.domain.balance import free_units
from trafftpkg.domain.events.ending import PurchaseLapsed, PurchaseVoided
from trafftpkg.domain.value import value
from trafftpkg.domain.worth import lapsed_worth
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
