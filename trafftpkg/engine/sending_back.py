"""What a checkout has to send back: what was paid back of its payments, and is not confirmed yet (R-7.14)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.ending import UnitsTransferred
from trafftpkg.domain.events.paying import PaymentReturned, ReturnConfirmed
from trafftpkg.domain.ids import PurchaseId, purchase_id
from trafftpkg.domain.purchase import MovementKind, Payment, Purchase
from trafftpkg.domain.refunding import Taken, taken_by
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.ports import Books

LOOK_BACK = timedelta(days=90)
"""How long after it was paid back money is still looked for that was not sent."""
_PAID_BACK: tuple[MovementKind, ...] = ("refunded",)


@value
class ToSendBack(Value):
    """Money that was paid back and that a checkout has not confirmed.

    Args:
        entry: Which recorded it.
        taken_off: The reference of the payment that it was a part of.
    """

    purchase: PurchaseId
    entry: int
    taken_off: str
    amount: Decimal
    method: str


def paid_back_lately(books: Books, now: datetime) -> set[PurchaseId]:
    """Return the purchases of which money was paid back not longer ago than money is looked for."""
    if books.head() is None:
        return set()
    moved = books.movements(_PAID_BACK, now - LOOK_BACK, now + timedelta(microseconds=1))
    return {found for each in moved if (found := purchase_id(each.thing)) is not None}


def paid_back_in(entries: Iterable[Entry]) -> set[PurchaseId]:
    """Return the purchases of which entries paid money back."""
    events = (event for entry in entries for event in entry.events)
    returned = (each.purchase for each in events if isinstance(each, PaymentReturned))
    return {each for each in returned if each is not None}


def to_send_back(books: Books, thing: PurchaseId, took: Callable[[Payment], bool]) -> Iterator[ToSendBack]:
    """Yield what is still to be sent back of a purchase's payments by a checkout, in the order paid back.

    What was paid back with a reference (`refund --reference`) has gone back already, by hand.

    Args:
        took: Whether the checkout took a payment.
    """
    purchase = books.thing(thing)
    assert purchase is not None
    entries = books.entries_touching(purchase.id)
    taken = _taken(books, purchase, entries)
    confirmed = _confirmed(entries)
    for entry in entries:
        for event in entry.events:
            if not isinstance(event, PaymentReturned) or event.purchase != purchase.id:
                continue
            parts = _parts(taken, event.payment(entry.at))
            for payment, amount in parts if event.reference is None else ():
                left = amount - confirmed.get((entry.seq, payment.reference), amount * 0)
                if payment.reference and left > 0 and took(payment):
                    yield ToSendBack(
                        purchase=purchase.id,
                        entry=entry.seq,
                        taken_off=payment.reference,
                        amount=left,
                        method=payment.method,
                    )


def _parts(taken: list[Taken], went: Payment) -> list[tuple[Payment, Decimal]]:
    """What it was taken off; nothing if it was set right since. Each that went is found once."""
    place = next((place for place, (each, _) in enumerate(taken) if each == went), None)
    return [] if place is None else taken.pop(place)[1]


def _confirmed(entries: list[Entry]) -> dict[tuple[int, str | None], Decimal]:
    found: dict[tuple[int, str | None], Decimal] = {}
    for entry in entries:
        for event in entry.events:
            if isinstance(event, ReturnConfirmed):
                name = event.entry, event.taken_off
                found[name] = found.get(name, event.amount * 0) + event.amount
    return found


def _taken(books: Books, purchase: Purchase, entries: list[Entry]) -> list[Taken]:
    """Return what went of a purchase, and what of which payments it was, wherever they had been made."""
    came = [each for each in purchase.moves if each.amount > 0]
    went = [each for each in purchase.moves if each.amount < 0]
    return taken_by(purchase.payments, (*(_with_references(books, entries[0]) or came), *went))


def _with_references(books: Books, entry: Entry) -> list[Payment]:
    """Return the payments that came with units, as their giver had made them."""
    given = next((each for each in entry.events if isinstance(each, UnitsTransferred)), None)
    if given is None:
        return []
    giver = books.thing(given.purchase)
    assert giver is not None
    entries = books.entries_touching(giver.id)
    went = [parts for each, parts in _taken(books, giver, entries) if _is_move(each, giver, entry.at)]
    before = (each for each in entries if each.seq < entry.seq and each.at == entry.at)
    first = sum(len(_moved_by(each, giver)) for each in before)
    parts = [part for each in went[first : first + len(given.moved)] for part in each]
    return [replace(payment, amount=amount, at=entry.at) for payment, amount in reversed(parts)]


def _is_move(went: Payment, giver: Purchase, at: datetime) -> bool:
    return went in giver.moves and went.at == at


def _moved_by(entry: Entry, giver: Purchase) -> tuple[tuple[str, Decimal], ...]:
    given = (each for each in entry.events if isinstance(each, UnitsTransferred))
    return next((each.moved for each in given if each.purchase == giver.id), ())
