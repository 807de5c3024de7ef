"""A receipt as JSON."""

from collections.abc import Callable
from decimal import Decimal

from trafftpkg.cli.views.values import Json, moment_text, money_text, payment_object, tax_objects
from trafftpkg.domain.catalogue import Business
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.receipts import Note
from trafftpkg.engine.questions.receipt import ReceiptPage

RECEIPT_FIELDS: dict[str, Callable[[ReceiptPage], object]] = {
    "number": lambda page: page.receipt.number,
    "kind": lambda page: "invoice" if page.receipt.is_invoice else "receipt",
    "at": lambda page: moment_text(page.receipt.at, page.view.time_zone),
    "purchase": lambda page: page.receipt.sale.id if _is_purchase(page) else None,
    "appointment": lambda page: None if _is_purchase(page) else page.receipt.sale.id,
    "seller": lambda page: None if page.seller is None else _seller(page.seller),
    "client": lambda page: page.view.handle_of(page.receipt.sale.client),
    "client_name": lambda page: page.view.name_of(page.receipt.sale.client),
    "payer": lambda page: (payer := _payer(page)) and page.view.handle_of(payer),
    "payer_name": lambda page: (payer := _payer(page)) and page.view.name_of(payer),
    "lines": lambda page: [_line(page)],
    "currency": lambda page: page.view.currency,
    "discount": lambda page: _money(page, page.receipt.discount),
    "net": lambda page: _money(page, page.receipt.net),
    "taxes": lambda page: tax_objects(page.receipt.taxes, page.view.currency),
    "total": lambda page: _money(page, page.receipt.sold),
    "payments": lambda page: [payment_object(each, *_ids(page), page.view) for each in page.receipt.payments],
    "paid_elsewhere": lambda page: _money(page, page.receipt.paid_elsewhere),
    "credit_notes": lambda page: [_note(each, page) for each in page.receipt.notes],
    "due": lambda page: _money(page, page.receipt.due),
    "to_pay_back": lambda page: _money(page, page.receipt.to_pay_back),
}


def receipt_object(page: ReceiptPage) -> Json:
    """Return a receipt with the credit notes that correct it."""
    return {name: read(page) for name, read in RECEIPT_FIELDS.items()}


def _is_purchase(page: ReceiptPage) -> bool:
    return isinstance(page.receipt.sale, Purchase)


def _ids(page: ReceiptPage) -> tuple[PurchaseId | None, AppointmentId | None]:
    sale = page.receipt.sale
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


def _line(page: ReceiptPage) -> Json:
    """What was sold: a package by the name that it had then, or a visit by its service."""
    receipt = page.receipt
    sale, amount = receipt.sale, _money(page, receipt.sold + receipt.discount)
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


def _note(note: Note, page: ReceiptPage) -> Json:
    return {
        "number": note.number,
        "at": moment_text(note.at, page.view.time_zone),
        "corrects": note.corrects,
        "request": note.request,
        "net": _money(page, note.net),
        "taxes": tax_objects(note.taxes, page.view.currency),
        "amount": _money(page, note.amount),
    }


def _money(page: ReceiptPage, amount: Decimal) -> str:
    return money_text(amount, page.view.currency)


def _payer(page: ReceiptPage) -> ClientKey | None:
    """Who pays, where that is another than the client."""
    return None if page.buyer == page.receipt.sale.client else page.buyer
