"""Paying back: what is left of a purchase, some units, an amount as goodwill, or a visit at its price."""

from decimal import Decimal
from typing import Any, Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units
from trafftpkg.domain.errors.changing import (
    AppointmentsAheadError,
    RefundExceedsPaidError,
)
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.ending import (
    PriceLowered,
    PurchaseRefunded,
    UnitsRefunded,
    VisitRepriced,
)
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.refunding import (
    Quote,
    QuoteKind,
    QuoteLine,
    after_end,
    less_list_price,
    of_units,
    pro_rata,
    total_of,
)
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import value
from trafftpkg.domain.worth import owed_back, worth_at
from trafftpkg.engine.requests.base import CountingRequest, Request
from trafftpkg.engine.requests.cancel import cancel
from trafftpkg.engine.requests.end import clear_of_appointments
from trafftpkg.engine.requests.money import checked_amount
from trafftpkg.engine.requests.returning import Return, return_for_purchase, return_for_visit
from trafftpkg.engine.requests.standing import live_purchase, not_enough
from trafftpkg.engine.worksheet import Worksheet

Basis = Literal["pro-rata", "list-price"]


@value
class RefundPurchase(CountingRequest):
    """End a purchase and pay back what is left; or pay back some units or goodwill, and it goes on (R-7.7).

    Args:
        basis: As promised with the sale if None; pro rata where nothing was.
        amount: Exactly this much in place of the basis; with `goodwill` the price falls by it.
        units: So many units only, pro rata.
        method: One of the ways the money came; by all of them, the latest payment first, if None.
    """

    name = "refund"
    needs_reason = True
    added = ("units", "goodwill", "reference")

    purchase: str
    basis: Basis | None = None
    amount: Decimal | None = None
    method: str | None = None
    cancel_appointments: bool = False
    reason: str | None = None
    units: int | None = None
    unit: Unit | None = None
    goodwill: bool = False
    reference: str | None = None

    def arguments(self) -> dict[str, Any]:
        # What it came to before anything could be promised.
        return {**CountingRequest.arguments(self), "basis": self.basis or "pro-rata"}

    def decide(self, sheet: Worksheet) -> None:
        self._check_options()
        if self.goodwill:
            self._lower_the_price(sheet)
        elif self.units is not None:
            self._pay_back_units(sheet, self.units)
        elif self._is_after_the_end(sheet.purchase(self.purchase)):
            self._pay_back_after_the_end(sheet)
        else:
            self._end(sheet)

    def _is_after_the_end(self, purchase: Purchase) -> bool:
        """Whether money is asked for of a purchase that has ended, or some is still owed to the client."""
        return bool(owed_back(purchase)) or (purchase.ended is not None and self.amount is not None)

    def _check_options(self) -> None:
        if self.goodwill and self.amount is None:
            raise BadArgumentError(field="amount", reason="goodwill_without_amount")
        if self.units is not None and (self.amount is not None or self.basis == "list-price"):
            raise BadArgumentError(field="units", reason="units_and_amount", given=self.units)

    def _lower_the_price(self, sheet: Worksheet) -> None:
        purchase = sheet.purchase(self.purchase)
        assert self.amount is not None
        amount = _at_most_paid(purchase, checked_amount(self.amount, sheet.currency))
        self._return(sheet, purchase, (QuoteLine(kind="goodwill", amount=amount),))
        sheet.record(PriceLowered(purchase=purchase.id, amount=amount, reason=sheet.reason_hash))

    def _pay_back_units(self, sheet: Worksheet, units: int) -> None:
        purchase = live_purchase(sheet, self.purchase)
        self.check_unit(units, purchase)
        self._basis_for(purchase)
        _check_free(purchase, units)
        quote = of_units(purchase, units, sheet.now)
        self._return(sheet, purchase, quote)
        sheet.record(
            UnitsRefunded(purchase=purchase.id, units=units, value=quote[0].amount, reason=sheet.reason_hash)
        )

    def _pay_back_after_the_end(self, sheet: Worksheet) -> None:
        purchase = sheet.purchase(self.purchase)
        quote = after_end(purchase)
        if self.amount is not None:
            amount = checked_amount(self.amount, sheet.currency)
            if amount > owed_back(purchase):
                raise RefundExceedsPaidError(purchase=purchase.id, amount=amount, paid=owed_back(purchase))
            quote = (QuoteLine(kind="amount", amount=amount),)
        self._return(sheet, purchase, quote)

    def _end(self, sheet: Worksheet) -> None:
        purchase = clear_of_appointments(sheet, self.purchase, self.cancel_appointments)
        quote = self._quote(sheet, purchase)
        amount, used = total_of(quote), worth_at(purchase, sheet.now).used
        above = max(purchase.paid - used, used * 0)
        self._return(sheet, purchase, quote)
        sheet.record(
            PurchaseRefunded(
                purchase=purchase.id,
                units=free_units(purchase),
                basis="amount" if self.amount is not None else self._basis_for(purchase),
                amount=amount,
                reason=sheet.reason_hash,
                kept=max(above - amount, used * 0),
                forgiven=amount - above if amount > above else None,
            )
        )

    def _quote(self, sheet: Worksheet, purchase: Purchase) -> Quote:
        if self.amount is not None:
            amount = checked_amount(self.amount, sheet.currency, thing=purchase.id)
            return (QuoteLine(kind="amount", amount=_at_most_paid(purchase, amount)),)
        if self._basis_for(purchase) == "list-price":
            return less_list_price(purchase, sheet.now, sheet.currency)
        return pro_rata(purchase, sheet.now)

    def _basis_for(self, purchase: Purchase) -> Basis:
        """Return the basis: the one that was given, or else as promised (R-7.15).

        Raises:
            BadArgumentError: nothing was to be paid back, and no basis was given all the same.
        """
        if self.basis is not None:
            return self.basis
        if purchase.terms.refunds == "none":
            raise BadArgumentError(field="basis", reason="sold_without_refunds", thing=purchase.id)
        return purchase.terms.refunds or "pro-rata"

    def _return(self, sheet: Worksheet, purchase: Purchase, quote: Quote) -> None:
        sheet.quote = quote
        back = Return(amount=total_of(quote), method=self.method, reference=self.reference)
        return_for_purchase(sheet, purchase, back)


@value
class RefundVisit(Request):
    """Pay back a visit at its price: what was paid above what it owes, or an amount (R-7.9)."""

    name = "refund"
    needs_reason = True

    appointment: str
    amount: Decimal | None = None
    goodwill: bool = False
    method: str | None = None
    reference: str | None = None
    cancel_appointments: bool = False
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        visit = self._cleared(sheet)
        amount, owed = self._amount(sheet, visit), self._owed(sheet, visit)
        kind: QuoteKind = "goodwill" if self.goodwill else "amount"
        sheet.quote = (QuoteLine(kind=kind, amount=amount),) if self.amount is not None else _above(visit)
        return_for_visit(sheet, visit, Return(amount=amount, method=self.method, reference=self.reference))
        if owed != visit.owed:
            sheet.record(VisitRepriced(appointment=visit.id, owed=owed, reason=sheet.reason_hash))

    def _cleared(self, sheet: Worksheet) -> Appointment:
        """The visit, cancelled if it is still to come and that is asked for."""
        visit = sheet.appointment(self.appointment)
        if visit.price is None:
            paid_by = [each.purchase for each in visit.allocation]
            raise BadArgumentError(
                field="appointment", reason="paid_by_package", thing=visit.id, choices=tuple(paid_by)
            )
        if self.goodwill and self.amount is None:
            raise BadArgumentError(field="amount", reason="goodwill_without_amount")
        if visit.status == "booked" and visit.visit.starts_at > sheet.now:
            if self.cancel_appointments:
                cancel(sheet, visit, by="business", verdict="release")
            elif self.amount is None and total_of(_above(visit)) <= 0:
                raise AppointmentsAheadError(appointments=(visit.id,))
        return sheet.appointment(self.appointment)

    def _amount(self, sheet: Worksheet, visit: Appointment) -> Decimal:
        if self.amount is None:
            amount = total_of(_above(visit))
            if amount <= 0:
                raise BadArgumentError(field="amount", reason="nothing_overpaid", thing=visit.id)
            return amount
        amount = checked_amount(self.amount, sheet.currency)
        if amount > visit.paid:
            raise RefundExceedsPaidError(appointment=visit.id, amount=amount, paid=visit.paid)
        return amount

    def _owed(self, sheet: Worksheet, visit: Appointment) -> Decimal:
        """What the visit costs from now on: after an exact amount nothing is left to be paid back."""
        assert visit.owed is not None
        amount = self._amount(sheet, visit)
        if self.amount is None:
            return visit.owed
        if self.goodwill or visit.paid <= visit.owed:
            return max(visit.owed - amount, visit.owed * 0)
        return visit.paid - amount


def _above(visit: Appointment) -> Quote:
    assert visit.owed is not None
    lines = [QuoteLine(kind="paid", amount=visit.paid)]
    if visit.owed:
        lines.append(QuoteLine(kind="used", amount=-visit.owed, service=visit.visit.service))
    return tuple(lines)


def _at_most_paid(purchase: Purchase, amount: Decimal) -> Decimal:
    if amount > purchase.paid:
        raise RefundExceedsPaidError(purchase=purchase.id, amount=amount, paid=purchase.paid)
    return amount


def _check_free(purchase: Purchase, units: int) -> None:
    if units <= 0:
        raise BadArgumentError(field="units", reason="above_zero", given=units)
    if units > free_units(purchase):
        raise not_enough(purchase, free_units(purchase), units)
