"""A receipt as JSON."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from trafftpkg.cli.views.payment import payment_object
from trafftpkg.cli.views.taxes import tax_objects
from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.catalogue import Business
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.receipts import Note
from trafftpkg.domain.taxes import TaxPart
from trafftpkg.engine.questions.receipt import ReceiptPage


class _Told(NamedTuple):
    """A receipt and who sells; None where no catalogue says it."""

    page: ReceiptPage
    seller: Business | None

    @property
    def payer(self) -> ClientKey | None:
        """Who pays, where that is another than the client."""
        return None if self.page.buyer == self.page.receipt.sale.client else self.page.buyer

    def money(self, amount: Decimal) -> str:
        """Return an amount as text."""
        return money_text(amount, self.page.view.currency)


RECEIPT_FIELDS: dict[str, Callable[[_Told], object]] = {
    "number": lambda told: told.page.receipt.number,
    "kind": lambda told: "invoice" if told.page.receipt.is_invoice else "receipt",
    "at": lambda told: moment_text(told.page.receipt.at, told.page.view.time_zone),
    "purchase": lambda told: told.page.receipt.sale.id if _is_purchase(told) else None,
    "appointment": lambda told: None if _is_purchase(told) else told.page.receipt.sale.id,
    "seller": lambda told: None if told.seller is None else _seller(told.seller),
    "client": lambda told: told.page.view.handle_of(told.page.receipt.sale.client),
    "client_name": lambda told: told.page.view.name_of(told.page.receipt.sale.client),
    "payer": lambda told: None if told.payer is None else told.page.view.handle_of(told.payer),
    "payer_name": lambda told: None if told.payer is None else told.page.view.name_of(told.payer),
    "lines": lambda told: [_line(told)],
    "currency": lambda told: told.page.view.currency,
    "discount": lambda told: told.money(told.page.receipt.discount),
    "net": lambda told: told.money(_net(told.page.receipt.sold, told.page.receipt.taxes)),
    "taxes": lambda told: tax_objects(told.page.receipt.taxes, told.page.view.currency),
    "total": lambda told: told.money(told.page.receipt.sold),
    "payments": lambda told: [
        payment_object(each, *_ids(told), told.page.view) for each in told.page.receipt.payments
    ],
    "paid_elsewhere": lambda told: told.money(told.page.receipt.paid_elsewhere),
    "credit_notes": lambda told: [_note(each, told) for each in told.page.receipt.notes],
    "due": lambda told: told.money(told.page.receipt.due),
    "to_pay_back": lambda told: told.money(told.page.receipt.to_pay_back),
}


def receipt_object(page: ReceiptPage, seller: Business | None) -> Json:
    """Return a receipt with the credit notes that correct it."""
    told = _Told(page, seller)
    return {name: read(told) for name, read in RECEIPT_FIELDS.items()}


def _is_purchase(told: _Told) -> bool:
    return isinstance(told.page.receipt.sale, Purchase)


def _ids(told: _Told) -> tuple[PurchaseId | None, AppointmentId | None]:
    sale = told.page.receipt.sale
    return (sale.id, None) if isinstance(sale, Purchase) else (None, sale.id)


def _seller(business: Business) -> Json:
    contact = business.contact
    return {
        "name": business.name,
        "address": list(contact.address),
        "phone": contact.phone,
        "email": contact.email,
        "tax_number": business.legal.tax_number,
    }


def _line(told: _Told) -> Json:
    """What was sold: a package by the name that it had then, or a visit by its service."""
    receipt = told.page.receipt
    sale, amount = receipt.sale, told.money(receipt.sold + receipt.discount)
    if isinstance(sale, Purchase):
        terms = sale.terms
        return {
            "name": terms.name,
            "package": terms.package,
            "service": None,
            "starts_at": None,
            "units": sale.granted,
            "unit": terms.unit,
            "amount": amount,
        }
    visit = sale.visit
    return {
        "name": None,
        "package": None,
        "service": visit.service,
        "starts_at": moment_text(visit.starts_at, visit.time_zone),
        "units": visit.party,
        "unit": "visit",
        "amount": amount,
    }


def _note(note: Note, told: _Told) -> Json:
    return {
        "number": note.number,
        "at": moment_text(note.at, told.page.view.time_zone),
        "corrects": note.corrects,
        "request": note.request,
        "net": told.money(_net(note.amount, note.taxes)),
        "taxes": tax_objects(note.taxes, told.page.view.currency),
        "amount": told.money(note.amount),
    }


def _net(amount: Decimal, taxes: Iterable[TaxPart]) -> Decimal:
    return amount - sum((each.amount for each in taxes), amount * 0)
