"""What a receipt says, in words, whatever it is then set in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from trafftpkg.domain.appointment import Appointment, Visit
from trafftpkg.domain.balance import is_paid_enough
from trafftpkg.domain.catalogue import Business
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.receipts import Note, Receipt
from trafftpkg.domain.taxes import TaxPart
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.questions.receipt import ReceiptPage
from trafftpkg.engine.reading import View
from trafftpkg.languages.language import Language, to_say


class Speech(Protocol):
    """How a reader is told money, days, and names, and in which language."""

    @property
    def language(self) -> Language:
        """Whose words a receipt is written in."""

    @property
    def lang(self) -> str:
        """The language as HTML names it: `en-IE`."""

    def units(self, units: int, measure: Measure) -> str:
        """`9 sessions`, `7 h 30 min`."""

    def one_of(self, names: Sequence[str]) -> str:
        """`Facial or massage`."""

    def method(self, method: str) -> str:
        """`card`, as the reader calls a way to pay."""

    def purchase(self, purchase: Purchase) -> str:
        """`Glow 10`, as it was sold."""

    def money(self, amount: Decimal) -> str:
        """`480.00 EUR`, or as the business writes it."""

    def day(self, day: date) -> str:
        """`5 January 2026`."""

    def service(self, service: ServiceId) -> str:
        """`Facial`."""

    def visit(self, visit: Visit) -> str:
        """`with Mira, Tue 20 Jan 2026 10:00–10:50, City centre`."""


@value
class ReceiptRow(Value):
    """What, and how much; `is_sum` where it ends a sum."""

    what: str
    amount: str
    is_sum: bool = False


@value
class ReceiptPart(Value):
    """Rows under a heading, and what is to be said before and after them."""

    heading: str
    rows: tuple[ReceiptRow, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@value
class ReceiptSheet(Value):
    """A whole receipt; `seller` is its name, and lines about it, none where the catalogue is not known."""

    title: str
    number: str
    facts: tuple[str, ...]
    seller: tuple[str, ...]
    parts: tuple[ReceiptPart, ...]


def sheet_of(page: ReceiptPage, speech: Speech) -> ReceiptSheet:
    """Return what a receipt says."""
    receipt, view = page.receipt, page.view
    return ReceiptSheet(
        title=_title(receipt, speech),
        number=receipt.number,
        facts=(
            _date(speech, day_of(receipt.at, view.time_zone)),
            speech.language.gettext("For: %(client)s", client=view.called(page.buyer)),
        ),
        seller=tuple(_seller(page.seller, speech)),
        parts=(_sale(page, speech), *_money(page, speech)),
    )


def _title(receipt: Receipt, speech: Speech) -> str:
    return speech.language.gettext("Invoice") if receipt.is_invoice else speech.language.gettext("Receipt")


def _date(speech: Speech, day: date) -> str:
    return speech.language.gettext("Date: %(day)s", day=speech.day(day))


def _seller(business: Business | None, speech: Speech) -> Iterator[str]:
    if business is None:
        return
    contact, legal = business.contact, business.legal
    yield business.name
    yield from contact.address
    reached = [each for each in (contact.phone, contact.email) if each]
    yield from [" · ".join(reached)] if reached else []
    if legal.tax_number:
        yield speech.language.gettext("Tax number: %(number)s", number=legal.tax_number)


def _sale(page: ReceiptPage, speech: Speech) -> ReceiptPart:
    receipt, sale = page.receipt, page.receipt.sale
    what = _package(sale, page, speech) if isinstance(sale, Purchase) else _visit(sale, speech)
    return ReceiptPart(
        heading=speech.purchase(sale) if isinstance(sale, Purchase) else speech.service(sale.visit.service),
        before=tuple(what),
        rows=(
            *_discount(receipt, speech),
            *_taxes(receipt.net, receipt.taxes, speech),
            ReceiptRow(what=speech.language.gettext("Total"), amount=speech.money(receipt.sold), is_sum=True),
        ),
    )


def _discount(receipt: Receipt, speech: Speech) -> Iterator[ReceiptRow]:
    if receipt.discount:
        price = speech.money(receipt.sold + receipt.discount)
        yield ReceiptRow(what=speech.language.gettext("Price"), amount=price)
        yield ReceiptRow(what=speech.language.gettext("Discount"), amount=speech.money(-receipt.discount))


def _package(purchase: Purchase, page: ReceiptPage, speech: Speech) -> Iterator[str]:
    view = page.view
    names = [speech.service(each.service) for each in purchase.terms.inclusions]
    yield f"{speech.units(purchase.granted, purchase.terms.measure)}: {speech.one_of(names)}"
    day = speech.day(day_of(purchase.purchased_at, view.time_zone))
    if purchase.sold_elsewhere:
        yield speech.language.gettext(
            "%(reference)s, bought elsewhere, and brought over on %(day)s", reference=purchase.id, day=day
        )
    elif page.buyer == purchase.client:
        yield speech.language.gettext("%(reference)s, bought on %(day)s", reference=purchase.id, day=day)
    else:
        yield speech.language.gettext(
            "%(reference)s, bought on %(day)s for %(client)s",
            reference=purchase.id,
            day=day,
            client=view.called(purchase.client),
        )


def _visit(visit: Appointment, speech: Speech) -> Iterator[str]:
    told = f"{visit.id}, {speech.visit(visit.visit)}"
    if visit.visit.party > 1:
        told = speech.language.gettext("%(visit)s for %(party)s", visit=told, party=visit.visit.party)
    yield told


def _taxes(net: Decimal, taxes: Iterable[TaxPart], speech: Speech) -> Iterator[ReceiptRow]:
    told = [each for each in taxes if each.amount]
    if told:
        yield ReceiptRow(what=speech.language.gettext("Net"), amount=speech.money(net))
    for each in told:
        yield ReceiptRow(what=each.label, amount=speech.money(each.amount))


def _money(page: ReceiptPage, speech: Speech) -> Iterator[ReceiptPart]:
    """The payments and what is left; with credit notes each by itself, and then all as one sum."""
    receipt, view = page.receipt, page.view
    came, went = _payments(page, speech, 1), _payments(page, speech, -1)
    rest = _rest(receipt, speech)
    ask = tuple(_ask_for(receipt, view, speech, page.seller))
    if not receipt.notes and not went:
        yield ReceiptPart(heading=speech.language.gettext("Payment"), rows=(*came, rest), after=ask)
        return
    if came:
        yield ReceiptPart(heading=speech.language.gettext("Paid"), rows=tuple(came))
    yield from (_note(each, view, speech) for each in receipt.notes)
    if went:
        yield ReceiptPart(heading=speech.language.gettext("Paid back"), rows=tuple(went))
    yield ReceiptPart(
        heading=speech.language.gettext("In all"), rows=(*_sums(receipt, speech), rest), after=ask
    )


def _payments(page: ReceiptPage, speech: Speech, sign: int) -> list[ReceiptRow]:
    """What came in, or with -1 what went back."""
    receipt = page.receipt
    told = [each for each in receipt.payments if each.amount * sign > 0]
    rows = [_payment(each, page.view, speech) for each in told]
    if sign > 0 and receipt.paid_elsewhere:
        elsewhere = speech.language.gettext("Before, elsewhere")
        rows.insert(0, ReceiptRow(what=elsewhere, amount=speech.money(receipt.paid_elsewhere)))
    return rows


def _payment(payment: Payment, view: View, speech: Speech) -> ReceiptRow:
    reference = f", {payment.reference}" if payment.reference else ""
    day = speech.day(day_of(payment.at, view.time_zone))
    return ReceiptRow(
        what=f"{day}, {speech.method(payment.method)}{reference}", amount=speech.money(abs(payment.amount))
    )


_WHY = {
    "refund": to_say("Refund"),
    "void": to_say("Ended"),
    "expire": to_say("Ended, because it was not paid in time"),
    "cancel": to_say("Visit cancelled"),
    "no-show": to_say("Visit missed"),
    "redeem": to_say("Visit paid with a package instead"),
}
"""Why what is owed fell, by what was asked."""
_CORRECTED = to_say("Corrected")
_OWED_AGAIN = to_say("Owed again")


def _note(note: Note, view: View, speech: Speech) -> ReceiptPart:
    taxes = [each._replace(amount=-each.amount) for each in note.taxes]
    why = _WHY.get(note.request, _CORRECTED) if note.amount > 0 else _OWED_AGAIN
    return ReceiptPart(
        heading=speech.language.gettext("Credit note %(number)s", number=note.number),
        before=(
            _date(speech, day_of(note.at, view.time_zone)),
            speech.language.gettext("Corrects: %(number)s", number=note.corrects),
        ),
        rows=(
            *_taxes(-note.net, taxes, speech),
            ReceiptRow(what=speech.language.gettext(why), amount=speech.money(-note.amount), is_sum=True),
        ),
    )


def _sums(receipt: Receipt, speech: Speech) -> Iterator[ReceiptRow]:
    nothing = receipt.paid_elsewhere * 0
    came = sum((each.amount for each in receipt.payments if each.amount > 0), receipt.paid_elsewhere)
    went = sum((each.amount for each in receipt.payments if each.amount < 0), nothing)
    credited = sum((each.amount for each in receipt.notes), nothing)
    sums = [
        (speech.language.gettext("Total"), receipt.sold),
        (speech.language.gettext("Credit notes"), -credited),
        (speech.language.gettext("Paid"), -came),
        (speech.language.gettext("Paid back"), -went),
    ]
    for what, amount in sums:
        if amount:
            yield ReceiptRow(what=what, amount=speech.money(amount))


def _rest(receipt: Receipt, speech: Speech) -> ReceiptRow:
    back, due = speech.language.gettext("To be paid back"), speech.language.gettext("To be paid")
    what = back if receipt.to_pay_back else due
    return ReceiptRow(what=what, amount=speech.money(receipt.to_pay_back or receipt.due), is_sum=True)


def _ask_for(receipt: Receipt, view: View, speech: Speech, seller: Business | None) -> Iterator[str]:
    if not receipt.due:
        return
    sale = receipt.sale
    facts = {"amount": speech.money(receipt.due), "reference": sale.id}
    if isinstance(sale, Purchase) and sale.pay_by is not None and not is_paid_enough(sale):
        day = speech.day(day_of(sale.pay_by, view.time_zone))
        yield speech.language.gettext(
            "Please pay %(amount)s by %(day)s, with the reference %(reference)s.", day=day, **facts
        )
    else:
        yield speech.language.gettext("Please pay %(amount)s, with the reference %(reference)s.", **facts)
    if seller is not None and seller.bank is not None:
        bank = seller.bank
        bic = f", BIC {bank.bic}" if bank.bic else ""
        account = f"{bank.holder}, IBAN {bank.iban_to_read}{bic}"
        yield speech.language.gettext("Our account: %(account)s", account=account)
