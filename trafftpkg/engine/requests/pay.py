"""Taking money for a purchase, or for a visit without a package."""

from decimal import Decimal

from trafftpkg.domain.errors.selling import PaymentExceedsDueError
from trafftpkg.domain.events.paying import PaymentReceived
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.value import value
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.money import accepted_method, checked_amount
from trafftpkg.engine.requests.standing import live_purchase
from trafftpkg.engine.worksheet import Worksheet


@value
class ReceivePayment(Request):
    """Receive an amount above zero, or with None all that is due, for a purchase or an appointment."""

    name = "pay"
    goes_by_catalogue = True

    thing: str
    amount: Decimal | None
    method: str | None
    reference: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        if self.thing.startswith("apt-"):
            self._for_appointment(sheet)
        else:
            self._for_purchase(sheet)

    def _for_purchase(self, sheet: Worksheet) -> None:
        purchase = sheet.purchase(self.thing)
        if not due_of(purchase):
            live_purchase(sheet, self.thing, expired_too=True)
        method = accepted_method(self.method, purchase.terms.payment_methods)
        amount = self._amount(sheet, purchase.id, due_of(purchase))
        self._receive(sheet, amount, method, purchase=purchase.id)

    def _for_appointment(self, sheet: Worksheet) -> None:
        appointment = sheet.appointment(self.thing)
        due = Decimal(0) if appointment.due is None else appointment.due
        amount = self._amount(sheet, appointment.id, due)
        method = accepted_method(self.method, appointment.payment_methods)
        self._receive(sheet, amount, method, appointment=appointment.id)

    def _amount(self, sheet: Worksheet, thing: PurchaseId | AppointmentId, due: Decimal) -> Decimal:
        amount = due if self.amount is None else checked_amount(self.amount, sheet.currency)
        if amount > due or not due:
            raise PaymentExceedsDueError(thing=thing, amount=amount, due=due)
        return amount

    def _receive(
        self,
        sheet: Worksheet,
        amount: Decimal,
        method: str,
        purchase: PurchaseId | None = None,
        appointment: AppointmentId | None = None,
    ) -> None:
        sheet.record(
            PaymentReceived(
                purchase=purchase,
                appointment=appointment,
                amount=amount,
                method=method,
                reference=self.reference,
            )
        )
