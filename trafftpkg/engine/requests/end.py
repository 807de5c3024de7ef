"""Ending a purchase by hand: paying back what is left of it, or voiding it."""

from decimal import Decimal
from typing import Literal

from trafftpkg.domain.balance import balance_of, free_units
from trafftpkg.domain.errors.changing import AppointmentsAheadError, RefundExceedsPaidError
from trafftpkg.domain.events.ending import PurchaseRefunded, PurchaseVoided, UnitsTransferred
from trafftpkg.domain.events.paying import PaymentReturned
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.refunding import less_list_price, pro_rata
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.amounts import checked_amount
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.cancel import cancel
from trafftpkg.engine.requests.methods import accepted_method
from trafftpkg.engine.requests.standing import live_purchase
from trafftpkg.engine.worksheet import Worksheet


@value
class RefundPurchase(Request):
    """End a purchase and pay back what its free units are worth; the method is the last payment's."""

    name = "refund"
    needs_reason = True

    purchase: str
    basis: Literal["pro-rata", "list-price"] = "pro-rata"
    amount: Decimal | None = None
    method: str | None = None
    cancel_appointments: bool = False
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        purchase = clear_of_appointments(sheet, self.purchase, self.cancel_appointments)
        amount = self._amount(sheet, purchase)
        if amount > purchase.paid:
            raise RefundExceedsPaidError(purchase=purchase.id, amount=amount, paid=purchase.paid)
        if amount:
            self._pay_back(sheet, purchase, amount)
        sheet.record(
            PurchaseRefunded(
                purchase=purchase.id,
                units=free_units(purchase),
                basis="amount" if self.amount is not None else self.basis,
                amount=amount,
                reason=sheet.reason_hash,
            )
        )

    def _amount(self, sheet: Worksheet, purchase: Purchase) -> Decimal:
        if self.amount is not None:
            return checked_amount(self.amount, sheet.currency, least=0)
        if self.basis == "list-price":
            return less_list_price(purchase, sheet.now, sheet.currency)
        return pro_rata(purchase, balance_of(purchase, sheet.now).used, sheet.currency)

    def _pay_back(self, sheet: Worksheet, purchase: Purchase, amount: Decimal) -> None:
        method = self.method or _last_method(sheet, purchase)
        sheet.record(
            PaymentReturned(
                purchase=purchase.id,
                amount=amount,
                method=accepted_method(method, purchase.terms.payment_methods),
                reference=None,
            )
        )


@value
class VoidPurchase(Request):
    """End a purchase by hand: what was used stays used, what was free is voided (R-9.5)."""

    name = "void"
    needs_reason = True

    purchase: str
    cancel_appointments: bool = False
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        purchase = clear_of_appointments(sheet, self.purchase, self.cancel_appointments)
        sheet.record(
            PurchaseVoided(
                purchase=purchase.id,
                units=free_units(purchase),
                cause="staff",
                reason=sheet.reason_hash,
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


def _last_method(sheet: Worksheet, purchase: Purchase) -> str | None:
    """How the last payment was made: for units received, the last one for those that they were of."""
    if purchase.payments:
        return purchase.payments[-1].method
    if not purchase.received:
        return None
    events = (event for entry in sheet.entries_of(purchase.id) for event in entry.events)
    sent = next(
        each for each in events if isinstance(each, UnitsTransferred) and each.receiver == purchase.id
    )
    return _last_method(sheet, sheet.purchase(sent.purchase))
