"""What a receipt says of a sale: its number, its payments, and the credit notes that correct it (R-15).

A number names one content. It is made of the thing, the last entry that changed what was received for it, and
that entry's hash, which no other entry of any ledger has. So a receipt that is printed again has its number
again, and what was received since makes another one.

Units that were given away are still part of the sale that they came from: whoever got them bought nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.ids import AppointmentId, PurchaseId, appointment_id, purchase_id
from trafftpkg.domain.positions import Accountable
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.taxes import TaxPart, taxes_within, taxes_within_price
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.worth import due_of, owed_back, sent_value, total_owed

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry


class Step(NamedTuple):
    """What an entry did to a purchase, or to a visit at its price; `before` is None where it begins."""

    entry: "Entry"
    before: Accountable | None
    after: Accountable


@value
class Note(Value):
    """A credit note: what is owed for a sale fell after it, or below zero rose again.

    Args:
        corrects: The number of the receipt as it was then.
        request: What was asked, as on the command line: `refund`, `void`, `cancel`.
        taxes: Each tax within the amount.
    """

    number: str
    at: datetime
    corrects: str
    request: str
    amount: Decimal
    taxes: tuple[TaxPart, ...]

    @property
    def net(self) -> Decimal:
        """The amount without taxes."""
        return _without(self.taxes, self.amount)


@value
class Receipt(Value):
    """What was sold, received and paid back.

    Args:
        at: When what it says was last changed, but for credit notes.
        sale: As it is now.
        sold: All that was asked for it, with taxes; `discount` is how much less that is than was declared.
        payments: All that stand: what came in, and below zero what went back.
        paid_elsewhere: What was paid before it was brought in from another system.
        due: What is still to be paid; `to_pay_back` what is still to be paid back.
    """

    number: str
    at: datetime
    sale: Accountable
    sold: Decimal
    discount: Decimal
    taxes: tuple[TaxPart, ...]
    payments: tuple[Payment, ...]
    paid_elsewhere: Decimal
    notes: tuple[Note, ...]
    due: Decimal
    to_pay_back: Decimal

    @property
    def net(self) -> Decimal:
        """What was asked for it, without taxes."""
        return _without(self.taxes, self.sold)

    @property
    def is_invoice(self) -> bool:
        """Whether nothing was received for what has a price."""
        came_in = any(each.amount > 0 for each in self.payments) or self.paid_elsewhere > 0
        return bool(self.sold) and not came_in


class Numbered(NamedTuple):
    """What the number of a receipt, or of a credit note, says: the thing, and the entry that made it."""

    thing: PurchaseId | AppointmentId
    seq: int


_MOST_DIGITS = 18
"""Of an entry's number: as many as any store can count."""


def numbered_in(typed: str) -> Numbered | None:
    """Return what a number says; None where it has not the form of one. Whether there is one is not said."""
    named, _, rest = typed.rpartition("-")[0].rpartition("-")
    thing = purchase_id(named) or appointment_id(named)
    if thing is None or not rest.isascii() or not rest.isdigit() or len(rest) > _MOST_DIGITS:
        return None
    return Numbered(thing, int(rest))


class _Issued(NamedTuple):
    """The number that a receipt has from an entry on, and what was received by then."""

    since: int
    number: str
    at: datetime
    received: tuple[Payment, ...]


def receipt_of(steps: Sequence[Step], gifts: Sequence[Sequence[Step]] = ()) -> Receipt | None:
    """Return the receipt of a sale from all that was done to it; None of one that was taken back.

    Args:
        gifts: What was done to purchases that got units of it.
    """
    if _is_undone(steps):
        return None
    issued = list(_issued(steps))
    lives = [steps, *(each for each in gifts if not _is_undone(each))]
    now = [each[-1].after for each in lives]
    sale, nothing = now[0], asked_for(now[0]) * 0
    notes = [note for each in lives for note in _notes(each, issued)]
    return Receipt(
        number=issued[-1].number,
        at=issued[-1].at,
        sale=sale,
        sold=asked_for(sale),
        discount=(sale.terms.discount if isinstance(sale, Purchase) else None) or nothing,
        taxes=_taxes_in(sale, asked_for(sale)),
        payments=tuple(sorted((pay for each in now for pay in each.payments), key=lambda pay: pay.at)),
        paid_elsewhere=_paid_elsewhere(steps[0].after),
        notes=tuple(sorted(notes, key=lambda note: note.at)),
        due=sum((_due(each) for each in now), nothing),
        to_pay_back=sum((_to_pay_back(each) for each in now), nothing),
    )


def asked_for(sale: Accountable) -> Decimal:
    """Return all that was asked for a sale, with taxes."""
    if isinstance(sale, Purchase):
        return sale.value
    assert sale.price is not None, f"{sale.id} has no price of its own"
    return sale.price


def _is_undone(steps: Sequence[Step]) -> bool:
    """Tell whether the very sale was taken back."""
    first = steps[0].entry.seq
    events = (event for step in steps for event in step.entry.events)
    return any(isinstance(event, ThingsSetRight) and event.entry == first for event in events)


def _issued(steps: Sequence[Step]) -> Iterator[_Issued]:
    """A number for each change of what was received; what is as it was has the number that it had."""
    known = list[_Issued]()
    for entry, _, after in steps:
        received = tuple(each for each in after.payments if each.amount > 0)
        if known and received == known[-1].received:
            continue
        former = next((each for each in known if each.received == received), None)
        issued = _Issued(entry.seq, _number(after, entry), entry.at, received)
        if former is not None:
            issued = former._replace(since=entry.seq)
        known.append(issued)
        yield issued


def _notes(steps: Sequence[Step], issued: Sequence[_Issued]) -> list[Note]:
    found = dict[int, Note]()
    for entry, before, after in steps[1:]:
        assert before is not None, "only the first step begins"
        was, now = _owed(before), _owed(after)
        righted = next((seq for seq in entry.sets_right if seq in found), None)
        if righted is not None and found[righted].amount == now - was:
            del found[righted]
        elif was != now:
            found[entry.seq] = Note(
                number=_number(after, entry),
                at=entry.at,
                corrects=[each.number for each in issued if each.since <= entry.seq][-1],
                request=entry.request,
                amount=was - now,
                taxes=_taxes_between(after if _is_priced(after) else before, now, was),
            )
    return list(found.values())


def _without(taxes: Iterable[TaxPart], amount: Decimal) -> Decimal:
    return amount - sum((each.amount for each in taxes), amount * 0)


def _number(thing: Accountable, entry: "Entry") -> str:
    return f"{thing.id}-{entry.seq}-{entry.hash[:8]}"


def _is_priced(thing: Accountable) -> bool:
    return isinstance(thing, Purchase) or thing.price is not None


def _owed(thing: Accountable) -> Decimal:
    """What is owed in all, with what went with units that were given away."""
    if isinstance(thing, Purchase):
        return total_owed(thing) + sent_value(thing)
    return Decimal(0) if thing.owed is None else thing.owed


def _taxes_in(thing: Accountable, amount: Decimal) -> tuple[TaxPart, ...]:
    if isinstance(thing, Purchase):
        return taxes_within(thing.terms, amount)
    return taxes_within_price(thing.taxes, asked_for(thing), amount)


def _taxes_between(thing: Accountable, lower: Decimal, upper: Decimal) -> tuple[TaxPart, ...]:
    """Each tax within the difference of two running totals."""
    pairs = zip(_taxes_in(thing, lower), _taxes_in(thing, upper), strict=True)
    return tuple(more._replace(amount=more.amount - less.amount) for less, more in pairs)


def _paid_elsewhere(begun: Accountable) -> Decimal:
    is_import = isinstance(begun, Purchase) and begun.sold_elsewhere
    return begun.paid if is_import else begun.paid * 0


def _due(thing: Accountable) -> Decimal:
    if isinstance(thing, Purchase):
        return due_of(thing)
    return thing.due or thing.paid * 0


def _to_pay_back(thing: Accountable) -> Decimal:
    if isinstance(thing, Purchase):
        return owed_back(thing)
    return thing.paid * 0 if thing.owed is None else max(thing.paid - thing.owed, thing.paid * 0)
