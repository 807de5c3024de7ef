"""Money came in or went back."""

from datetime import datetime
from decimal import Decimal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event, PurchaseEvent
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.value import replace, value


@value
class PaymentReceived(Event):
    """Money for a purchase or for a visit without a package: one of the two is named."""

    purchase: PurchaseId | None
    appointment: AppointmentId | None
    amount: Decimal
    method: str
    reference: str | None

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return () if self.purchase is None else (self.purchase,)

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return () if self.appointment is None else (self.appointment,)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        return replace(before, paid=before.paid + self.amount, payments=(*before.payments, self._payment(at)))

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        assert before is not None
        return replace(before, paid=before.paid + self.amount, payments=(*before.payments, self._payment(at)))

    def _payment(self, at: datetime) -> Payment:
        return Payment(amount=self.amount, method=self.method, reference=self.reference, at=at)


@value
class PaymentReturned(PurchaseEvent):
    """Money given back for a purchase; `amount` is positive."""

    purchase: PurchaseId
    amount: Decimal
    method: str
    reference: str | None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        returned = Payment(amount=-self.amount, method=self.method, reference=self.reference, at=at)
        return replace(before, paid=before.paid - self.amount, payments=(*before.payments, returned))
