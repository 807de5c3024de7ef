"""Recording that a checkout has sent back what was paid back."""

from decimal import Decimal

from trafftpkg.domain.errors.undoing import CannotUndoError
from trafftpkg.domain.events.paying import PaymentReturned, ReturnConfirmed
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.worksheet import Worksheet


@value
class ConfirmReturn(Request):
    """Confirm that a checkout has sent money back that an entry recorded as returned (R-7.14).

    Args:
        entry: Which recorded it.
        taken_off: The reference of the payment that it was a part of.
        reference: What the checkout calls it.
    """

    name = "confirm-return"

    purchase: str
    entry: int
    taken_off: str
    amount: Decimal
    method: str
    reference: str

    def decide(self, sheet: Worksheet) -> None:
        purchase = sheet.purchase(self.purchase)
        if not self._stands(sheet):
            raise CannotUndoError(entry=self.entry, why="taken_back", thing=purchase.id)
        sheet.record(
            ReturnConfirmed(
                purchase=purchase.id,
                entry=self.entry,
                taken_off=self.taken_off,
                amount=self.amount,
                method=self.method,
                reference=self.reference,
            )
        )

    def _stands(self, sheet: Worksheet) -> bool:
        """Whether the money is still recorded as returned, and was not taken back by mistake meanwhile."""
        purchase, entry = sheet.purchase(self.purchase), sheet.entry(self.entry)
        if entry is None:
            return False
        returned = (each for each in entry.events if isinstance(each, PaymentReturned))
        return any(each.payment(entry.at) in purchase.payments for each in returned)
