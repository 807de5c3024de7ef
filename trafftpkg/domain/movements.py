"""Movements of the books: the differences between two positions of a purchase or a visit (R-11).

So the movements of a thing add up to the cent: what is owed is what was received and adjusted, less what was
redeemed, lapsed and refunded. Amounts are whole numbers in the currency's smallest unit: cents, yen, fils.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from trafftpkg.domain.money import digits_of
from trafftpkg.domain.positions import (
    Accountable,
    Position,
    Sale,
    Used,
    in_smallest,
    sale_of,
)
from trafftpkg.domain.purchase import MovementKind, Payment, Purchase
from trafftpkg.domain.taxes import Split
from trafftpkg.domain.terms import Terms


class Movement(NamedTuple):
    """One movement of a thing.

    Positive as its kind says: received and adjusted add to what is owed, redeemed and others take from it.

    Args:
        at: When it happened, or will if nothing else does. UTC.
        part: Of what is redeemed the service, of payments the method, of taxes the label; else empty.
        employee, location: Of what is redeemed; else empty.
        times: Visits redeemed, less those given back; of the other kinds, how often it was done.
        value: Without taxes, in the currency's smallest unit.
        gross: With taxes. Of what is adjusted, with those that came or went with it.
    """

    at: datetime
    kind: MovementKind
    part: str = ""
    employee: str = ""
    location: str = ""
    times: int = 0
    units: int = 0
    value: int = 0
    gross: int = 0


def smallest(amount: Decimal, currency: str) -> int:
    """Return an amount of money in the currency's smallest unit."""
    return int(amount.scaleb(digits_of(currency)))


def money_of(amount: int, currency: str) -> Decimal:
    """Return an amount in the currency's smallest unit as money, with all its digits."""
    return Decimal(amount).scaleb(-digits_of(currency))


ADDING = frozenset(("received", "adjusted"))
"""The kinds that add to what is owed."""
TAKING = frozenset(("redeemed", "lapsed", "refunded"))
"""The kinds that take from what is owed; the rest is told beside it."""
_TAX_AHEAD: dict[MovementKind, int] = {
    "received": 1,
    "refunded": -1,
    "adjusted": 1,
    "lapsed": -1,
    "receivable": 1,
    "settled": -1,
    "taxed": -1,
}
"""Which way the taxes within a movement change the tax that came in and is not due."""


def tax_ahead_by(movement: Movement) -> int:
    """Return by how much a movement changes the tax that came in and is not due (R-11.11)."""
    return _TAX_AHEAD.get(movement.kind, 0) * (movement.gross - movement.value)


def sold_between(
    before: Accountable | None, after: Accountable, split: Split, at: datetime
) -> Iterator[Movement]:
    """A package that was sold here, and what of its price was let go."""
    if not isinstance(after, Purchase) or after.sold_elsewhere or _is_priced_alike(before, after):
        return
    was, now = Sale() if before is None else sale_of(before), sale_of(after)
    if before is None and after.granted:
        yield Movement(at, "sold", times=1, units=after.granted, value=split.net(now.price), gross=now.price)
        if after.terms.discount:
            yield _discounted(after.terms, at)
    if now.given_up != was.given_up:
        is_void = after.ended is not None and after.ended.kind == "voided"
        value = split.net(now.price - was.given_up) - split.net(now.price - now.given_up)
        gross = now.given_up - was.given_up
        yield Movement(at, "voided" if is_void else "returned", times=_sign(gross), value=value, gross=gross)


def _is_priced_alike(before: Accountable | None, after: Purchase) -> bool:
    """Tell whether nothing of the price can have been let go: most entries do not touch it.

    After an end, what was used and what is kept are the price, so visits and payments touch it too.
    """
    return (
        isinstance(before, Purchase)
        and before.changes is after.changes
        and before.ended is after.ended is None
    )


def _discounted(terms: Terms, at: datetime) -> Movement:
    """By how much it was sold below the declared price: its taxes are in the same rates as the price's."""
    assert terms.discount is not None
    gross = in_smallest(terms.discount, terms.total)
    rates = sum((each.percent for each in terms.taxes), Decimal(100))
    net = int((gross * 100 / rates).to_integral_value(ROUND_HALF_UP))
    return Movement(at, "discounted", times=1, value=net, gross=gross)


def paid_between(
    paid: int, split: Split, changed: Iterable[tuple[Payment, int]], at: datetime
) -> Iterator[Movement]:
    """Money that came in and went back; its net part is what the net part of all that is paid changes by."""
    for payment, sign in changed:
        amount = sign * in_smallest(payment.amount, payment.amount)
        value = split.net(paid + amount) - split.net(paid)
        paid += amount
        if payment.amount > 0:
            yield Movement(at, "received", payment.method, times=sign, value=value, gross=amount)
        elif payment.amount < 0:
            yield Movement(at, "refunded", payment.method, times=sign, value=-value, gross=-amount)


def earned_between(was: Position, now: Position, uses: Used, at: datetime) -> list[Movement]:
    """What was used and what lapsed, and what follows: what is receivable, and the taxes that fall due.

    Args:
        uses: The visits, and their units, that are used now and were not before.
    """
    found = list(_redeemed(was, now, uses, at))
    lapsed = now.net_earned - now.net_spent - was.net_earned + was.net_spent
    units = now.lapsed_units - was.lapsed_units
    gross = now.lapsed - was.lapsed
    if units or lapsed or gross:
        found.append(Movement(at, "lapsed", times=_sign(units), units=units, value=lapsed, gross=gross))
    return [*found, *_receivable(was, now, at), *_taxed(was, now, at)]


def _redeemed(was: Position, now: Position, uses: Used, at: datetime) -> Iterator[Movement]:
    """What was used, split over its uses by their units; of none where only its worth has changed."""
    gross, net = now.spent - was.spent, now.net_spent - was.net_spent
    weight = sum([abs(units) or 1 for _, units in uses.values()])
    done, net_so_far, gross_so_far = 0, 0, 0
    for use in sorted(uses):
        visits, units = uses[use]
        done += abs(units) or 1
        net_until, gross_until = net * done // weight, gross * done // weight
        yield Movement(
            at, "redeemed", *use, visits, units, net_until - net_so_far, gross_until - gross_so_far
        )
        net_so_far, gross_so_far = net_until, gross_until
    if (net, gross) != (net_so_far, gross_so_far):
        yield Movement(at, "redeemed", value=net - net_so_far, gross=gross - gross_so_far)


def _receivable(was: Position, now: Position, at: datetime) -> Iterator[Movement]:
    value, gross = now.receivable - was.receivable, now.unpaid - was.unpaid
    if (value or gross) > 0:
        yield Movement(at, "receivable", times=1, value=value, gross=gross)
    elif value or gross:
        yield Movement(at, "settled", times=1, value=-value, gross=-gross)


def _taxed(was: Position, now: Position, at: datetime) -> Iterator[Movement]:
    """Taxes fall due on what is paid or used, whichever is more, or when used; what lapses releases them."""
    taxed, until = was.taxed, now.taxed
    if taxed == until:
        return
    # A visit that a package pays for by now has neither a price nor taxes of its own any more.
    split = now.split if now.split.taxes else was.split
    before = dict(split.within(taxed))
    due = {label: tax - before[label] for label, tax in split.within(until)}
    base = until - taxed - sum(due.values())
    for label, tax in due.items():
        yield Movement(at, "taxed", label, times=1, value=base, gross=base + tax)


def adjusted_between(
    was: Position, now: Position, moved: Iterable[Movement], at: datetime
) -> Iterator[Movement]:
    """What came and went otherwise: by imports and transfers; units also by hand."""
    value, tax = now.closing - was.closing, now.tax_ahead - was.tax_ahead
    for each in moved:
        tax -= tax_ahead_by(each)
        if each.kind in TAKING:
            value += each.value
        elif each.kind in ADDING:
            value -= each.value
    sold = sum(each.units for each in moved if each.kind == "sold")
    units = now.begun - was.begun - sold + now.adjusted - was.adjusted
    if units or value or tax:
        yield Movement(at, "adjusted", times=_sign(units), units=units, value=value, gross=value + tax)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
