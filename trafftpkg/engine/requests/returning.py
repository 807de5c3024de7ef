"""Paying money back: by the ways that it came."""

from decimal import Decimal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.errors.changing import RefundExceedsPaidError
from trafftpkg.domain.errors.selling import PaymentMethodNotAcceptedError
from trafftpkg.domain.events.ending import UnitsTransferred
from trafftpkg.domain.events.paying import PaymentReturned
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.refunding import Way, split_by_way, ways_back
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.requests.money import accepted_method
from trafftpkg.engine.worksheet import Worksheet


@value
class Return(Value):
    """An amount to be paid back: by one method, or with None by all the ways that it came."""

    amount: Decimal
    method: str | None
    reference: str | None


def return_for_purchase(sheet: Worksheet, purchase: Purchase, back: Return) -> None:
    """Record that money goes back for a purchase. Nothing is recorded for an amount of zero (R-7.11).

    Raises:
        PaymentMethodNotAcceptedError: nothing came by the method.
        RefundExceedsPaidError: less came by the method, or in all.
        BadArgumentError: nobody knows by which way it came, several are possible, and none was named.
    """
    if not back.amount:
        return
    ways = ways_back(purchase.payments, purchase.moves)
    unknown = purchase.paid - sum((amount for _, amount in ways), back.amount * 0)
    if unknown > 0:
        ways.append((_unknown_way(sheet, purchase, back.method), unknown))
    for method, amount in _split(back, ways, purchase=purchase.id):
        sheet.record(
            PaymentReturned(
                purchase=purchase.id,
                amount=amount,
                method=method,
                reference=back.reference,
                reason=sheet.reason_hash,
            )
        )


def return_for_visit(sheet: Worksheet, visit: Appointment, back: Return) -> None:
    """Record that money goes back for a visit at its price; errors are those for a purchase."""
    for method, amount in _split(back, ways_back(visit.payments), appointment=visit.id):
        sheet.record(
            PaymentReturned(
                purchase=None,
                appointment=visit.id,
                amount=amount,
                method=method,
                reference=back.reference,
                reason=sheet.reason_hash,
            )
        )


def _split(
    back: Return,
    ways: list[Way],
    purchase: PurchaseId | None = None,
    appointment: AppointmentId | None = None,
) -> list[Way]:
    if back.method is None:
        return split_by_way(back.amount, ways)
    brought = [amount for method, amount in ways if method == back.method]
    if not brought:
        accepted = tuple(dict.fromkeys(method for method, _ in ways))
        raise PaymentMethodNotAcceptedError(method=back.method, accepted=accepted)
    if back.amount > sum(brought):
        raise RefundExceedsPaidError(
            purchase=purchase,
            appointment=appointment,
            amount=back.amount,
            paid=sum(brought, back.amount * 0),
            method=back.method,
        )
    return [(back.method, back.amount)]


def _unknown_way(sheet: Worksheet, purchase: Purchase, method: str | None) -> str:
    """How goes back what came before this ledger, or with units under rules 1: as the giver had paid last."""
    return accepted_method(method or _last_method(sheet, purchase), purchase.terms.payment_methods)


def _last_method(sheet: Worksheet, purchase: Purchase) -> str | None:
    if purchase.payments:
        return purchase.payments[-1].method
    if not purchase.received:
        return None
    events = (event for entry in sheet.entries_of(purchase.id) for event in entry.events)
    sent = next(
        each for each in events if isinstance(each, UnitsTransferred) and each.receiver == purchase.id
    )
    return _last_method(sheet, sheet.purchase(sent.purchase))
