"""Money came in or went back."""

from datetime import datetime
from decimal import Decimal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.value import replace, value


class MoneyMoved(Event):
    """Money for a purchase or for a visit without a package: one of the two is named."""

    __slots__ = ()

    purchase: PurchaseId | None
    appointment: AppointmentId | None
    method: str
    reference: str | None

    def moved(self) -> Decimal:
        """Return what came in; below zero what went back."""
        raise AssertionError(f"{type(self).__name__} moves nothing")

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return () if self.purchase is None else (self.purchase,)

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return () if self.appointment is None else (self.appointment,)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        return replace(before, paid=before.paid + self.moved(), payments=(*before.payments, self.payment(at)))

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        assert before is not None
        return replace(before, paid=before.paid + self.moved(), payments=(*before.payments, self.payment(at)))

    def payment(self, at: datetime) -> Payment:
        return Payment(amount=self.moved(), method=self.method, reference=self.reference, at=at)


@value
class PaymentReceived(MoneyMoved):
    """Money taken in."""

    purchase: PurchaseId | None
    appointment: AppointmentId | None
    amount: Decimal
    method: str
    reference: str | None

    def moved(self) -> Decimal:
        return self.amount


@value
class PaymentReturned(MoneyMoved):
    """Money given back; `amount` is positive."""

    purchase: PurchaseId | None
    amount: Decimal
    method: str
    reference: str | None
    appointment: AppointmentId | None = None
    reason: str | None = None

    def moved(self) -> Decimal:
        return -self.amount
