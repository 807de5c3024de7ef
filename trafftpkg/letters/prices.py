"""What a letter says of money: a price with its taxes, what was paid, what is due, and how to pay it."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from trafftpkg.domain.balance import enough_paid, is_paid_enough
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.taxes import TaxPart, taxes_within, visit_taxes
from trafftpkg.domain.worth import total_owed
from trafftpkg.engine.requests.money import ON_SITE
from trafftpkg.letters.facts import PurchaseTold, VisitTold
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.sheet import Link, Part, Row
from trafftpkg.letters.texts import one_line

_TRANSFER = "bank-transfer"


class Asked(NamedTuple):
    """How something is paid: where to, and in what words."""

    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


def payment_part(told: PurchaseTold, saying: Saying) -> Part:
    """Return what a letter says of the price of a package, and of what is still to be paid."""
    purchase = told.purchase
    price = total_owed(purchase)
    rows = [Row(label=saying.gettext("Price"), fact=saying.money(price))]
    rows += _taxes(taxes_within(purchase.terms, price), saying)
    rows += [Row(label=saying.gettext("Paid"), fact=saying.money(purchase.paid))] * bool(purchase.paid)
    rows += [Row(label=saying.gettext("To be paid"), fact=_due(told, saying))] * bool(told.due)
    asked = ways_to_pay(purchase.id, told.due, _methods(purchase), saying)
    return Part(
        heading=saying.gettext("Payment"),
        rows=(*rows, *asked.rows),
        notes=(*_deposit(told, saying), *asked.notes),
        links=tuple(_pay(told, saying)),
    )


def refund_parts(told: PurchaseTold, saying: Saying) -> Iterator[Part]:
    """Yield what a letter says to who paid of the money that was paid back, if any was."""
    rows = tuple(_paid_back(told, saying))
    if rows:
        yield Part(heading=saying.package(told.purchase), rows=rows)


def _paid_back(told: PurchaseTold, saying: Saying) -> Iterator[Row]:
    for each in saying.facts.payments:
        if told.asked and each.purchase == told.purchase.id and each.payment.amount < 0:
            yield _refund(each.payment, saying)


def visit_refunds(told: VisitTold, saying: Saying) -> Iterator[Row]:
    """Yield what was paid back of a visit at its price."""
    for each in saying.facts.payments:
        if each.appointment == told.appointment.id and each.payment.amount < 0:
            yield _refund(each.payment, saying)


def _refund(payment: Payment, saying: Saying) -> Row:
    method = one_line(saying.telling.method(payment.method))
    return Row(label=saying.gettext("Paid back"), fact=f"{saying.money(-payment.amount)}, {method}")


def _methods(purchase: Purchase) -> Sequence[str]:
    """The ways to pay that are left: at the visit only if the sale does not end unpaid before it."""
    methods = purchase.terms.payment_methods
    is_awaited = purchase.ended is None and purchase.pay_by is not None and not is_paid_enough(purchase)
    return [each for each in methods if each != ON_SITE] if is_awaited else methods


def visit_price_rows(told: VisitTold, saying: Saying) -> Iterator[Row]:
    """Yield the price of a visit that no package pays for."""
    visit = told.appointment
    if visit.price is None:
        return
    yield Row(label=saying.gettext("Price"), fact=saying.money(visit.price))
    yield from _taxes(visit_taxes(visit), saying)
    if visit.paid:
        yield Row(label=saying.gettext("Paid"), fact=saying.money(visit.paid))
    if visit.due:
        yield Row(label=saying.gettext("To be paid"), fact=saying.money(visit.due))


def ways_to_pay(
    reference: PurchaseId | AppointmentId, due: Decimal | None, methods: Sequence[str], saying: Saying
) -> Asked:
    """Return where to transfer what is due, and whether it can be paid at the visit; nothing if none is."""
    bank = saying.business.bank
    if not due:
        return Asked()
    account = list[tuple[str, str]]()
    if _TRANSFER in methods:
        if bank is not None:
            account += [
                (saying.gettext("Account holder"), one_line(bank.holder)),
                ("IBAN", bank.iban_to_read),
            ]
            account += [("BIC", bank.bic)] if bank.bic else []
        account.append((saying.gettext("Payment reference"), reference))
    on_site = (
        saying.gettext("You can also pay when you visit us.")
        if account
        else saying.gettext("You can pay when you visit us.")
    )
    return Asked(
        rows=tuple(Row(label=label, fact=fact) for label, fact in account),
        notes=(on_site,) if ON_SITE in methods else (),
    )


def _taxes(taxes: Iterable[TaxPart], saying: Saying) -> list[Row]:
    return [
        Row(
            label=saying.gettext("of which %(tax)s", tax=one_line(each.label).replace(" %", "\u00a0%")),
            fact=saying.money(each.amount),
        )
        for each in taxes
        if each.amount
    ]


def _due(told: PurchaseTold, saying: Saying) -> str:
    due, purchase = saying.money(told.due), told.purchase
    if purchase.pay_by is None or purchase.ended is not None or is_paid_enough(purchase):
        return due
    return saying.gettext("%(amount)s by %(moment)s", amount=due, moment=saying.moment(purchase.pay_by))


def _deposit(told: PurchaseTold, saying: Saying) -> Iterator[str]:
    purchase = told.purchase
    if purchase.ended is not None or is_paid_enough(purchase):
        return
    enough = enough_paid(purchase) - purchase.paid
    if enough < told.due:
        yield saying.gettext("With %(deposit)s paid, you can begin to use it.", deposit=saying.money(enough))
    yield saying.gettext("If it is not paid in time, it ends, and so do the visits that were booked with it.")


def _pay(told: PurchaseTold, saying: Saying) -> Iterator[Link]:
    if told.due and saying.links is not None:
        address = saying.links.purchase(told.purchase.id)
        yield Link(words=saying.gettext("Pay it"), address=address, is_main=True)
