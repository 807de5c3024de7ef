"""Money came in or went back."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event, PurchaseEvent
from trafftpkg.domain.ids import AppointmentId, PurchaseId, ThingId
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.value import replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


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

    def touched(self) -> tuple[ThingId, ...]:
        return tuple(each for each in (self.purchase, self.appointment) if each is not None)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        assert isinstance(before, Purchase | Appointment)
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


@value
class PaymentReversed(MoneyMoved):
    """A payment was typed wrong: it never came in, or below zero never went back.

    Args:
        entry: Which recorded it.
        paid_at: That entry's moment.
        pay_by: Until when the purchase may be paid from now on; None where that stays.
    """

    purchase: PurchaseId | None
    appointment: AppointmentId | None
    amount: Decimal
    method: str
    reference: str | None
    entry: int
    paid_at: datetime
    pay_by: datetime | None = None
    reason: str | None = None

    def moved(self) -> Decimal:
        return -self.amount

    def sets_right(self) -> int | None:
        return self.entry

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        assert isinstance(before, Purchase | Appointment)
        after = replace(before, paid=before.paid - self.amount, payments=self._others(before.payments))
        if isinstance(after, Purchase) and self.pay_by is not None:
            return replace(after, pay_by=self.pay_by)
        return after

    def _others(self, payments: tuple[Payment, ...]) -> tuple[Payment, ...]:
        wrong = Payment(amount=self.amount, method=self.method, reference=self.reference, at=self.paid_at)
        place = payments.index(wrong)
        return (*payments[:place], *payments[place + 1 :])


@value
class ReturnConfirmed(PurchaseEvent):
    """A checkout has sent money back that an earlier entry recorded as returned. Facts stay as they are.

    Args:
        entry: Which recorded it.
        taken_off: The reference of the payment that it was a part of.
        reference: What the checkout calls it.
    """

    lasting = "confirmed"

    purchase: PurchaseId
    entry: int
    taken_off: str
    amount: Decimal
    method: str
    reference: str

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return before
