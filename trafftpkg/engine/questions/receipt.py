"""The receipt of a purchase, or of a visit without a package."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.catalogue import Business
from trafftpkg.domain.errors.naming import UnknownAppointmentError, UnknownPurchaseError
from trafftpkg.domain.errors.usage import BadArgumentError, Reason
from trafftpkg.domain.events.ending import UnitsTransferred
from trafftpkg.domain.ids import ClientKey, PurchaseId, ThingId, appointment_id, purchase_id
from trafftpkg.domain.positions import Accountable, paid_by
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.receipts import Receipt, Step, numbered_in, receipt_of
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.changes import changes_of, giver_of
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading, View

if TYPE_CHECKING:
    from trafftpkg.engine.ports import Books


@value
class ReceiptPage(Value):
    """A receipt, who it is for, and who sells.

    Args:
        buyer: The payer, where that is another than the client.
        seller: As declared now; None where the catalogue is missing or has problems.
    """

    view: View
    buyer: ClientKey
    seller: Business | None
    receipt: Receipt


@value
class ReadReceipt(Question[ReceiptPage]):
    """Read the receipt of a purchase or a visit, with the credit notes that correct it.

    Args:
        thing: Its id; or the number of a receipt or a credit note, to read it as it was then.
    """

    thing: str

    def answer(self, reading: Reading) -> ReceiptPage:
        named = numbered_in(self.thing)
        if named is None:
            return self._page(self.thing, reading, None if reading.is_empty else reading.books)
        now = _found(named.thing, None if reading.is_empty else reading.books)
        books = reading.books.as_of(named.seq)
        if books.thing(named.thing) is not None:
            sold = _sold(now, books) if isinstance(now, Purchase) else now.id
            page = self._page(sold, reading, books)
            if self.thing in {page.receipt.number, *(each.number for each in page.receipt.notes)}:
                return page
        raise self._refused("no_such_receipt", named.thing)

    def _page(self, named: str, reading: Reading, books: "Books | None") -> ReceiptPage:
        thing = _found(named, books)
        assert books is not None, "something was found"
        if isinstance(thing, Purchase) and thing.received:
            raise self._refused("received_as_gift", _sold(thing, books))
        if isinstance(thing, Appointment) and thing.price is None:
            raise self._refused("paid_with_package", *(each.purchase for each in thing.allocation))
        receipt = receipt_of(_steps(thing.id, books), list(_gifts(thing.id, books)))
        if receipt is None:
            raise self._refused("taken_back")
        buyer = paid_by(thing)
        view = reading.view([thing.client, buyer])
        return ReceiptPage(view=view, buyer=buyer, seller=_seller(reading), receipt=receipt)

    def _refused(self, reason: Reason, *choices: str) -> BadArgumentError:
        return BadArgumentError(field="thing", reason=reason, thing=self.thing, choices=choices)


def _found(named: str, books: "Books | None") -> Accountable:
    visit = appointment_id(named)
    thing = purchase_id(named) if visit is None else visit
    found = None if thing is None or books is None else books.thing(thing)
    if found is None:
        raise (UnknownPurchaseError if visit is None else UnknownAppointmentError)(typed=named)
    assert isinstance(found, Accountable)
    return found


def _seller(reading: Reading) -> Business | None:
    """Who sells: what is recorded can be read whatever becomes of the catalogue."""
    from trafftpkg.domain.errors.untrusted import CatalogueInvalidError  # only where a receipt is asked for

    try:
        return reading.catalogue.business
    except CatalogueInvalidError:
        return None


def _sold(purchase: Purchase, books: "Books") -> PurchaseId:
    """The purchase that was sold, of one that got units of it."""
    giver = giver_of(books, purchase)
    return purchase.id if giver is None else _sold(giver, books)


def _steps(thing: ThingId, books: "Books") -> list[Step]:
    entries = books.entries_touching(thing)
    found = []
    for entry, change in zip(entries, changes_of(thing, entries).values(), strict=True):
        before, after = change.before, change.after
        assert isinstance(before, Accountable | None)
        assert isinstance(after, Accountable)
        found.append(Step(entry, before, after))
    return found


def _gifts(thing: ThingId, books: "Books") -> Iterator[list[Step]]:
    """What was done to each purchase that got units of this one, or of one that had got them."""
    for entry in books.entries_touching(thing):
        for event in entry.events:
            if isinstance(event, UnitsTransferred) and event.purchase == thing:
                yield _steps(event.receiver, books)
                yield from _gifts(event.receiver, books)
