"""What is paid back (R-7.7): the lines that it is the sum of, and the ways that it goes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.money import rounded
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.worth import due_of, worth_at, worth_of

QuoteKind = Literal["paid", "used", "lapsed", "list_price", "units", "due", "kept", "amount", "goodwill"]


@value
class QuoteLine(Value):
    """One line of a quote; what is paid back is the sum of them.

    Args:
        amount: Below zero where it takes from what is paid back.
        units: How many it is for, where it is for units.
        service: Whose list price it is.
    """

    kind: QuoteKind
    amount: Decimal
    units: int | None = None
    service: ServiceId | None = None


Quote = tuple[QuoteLine, ...]


def total_of(quote: Quote) -> Decimal:
    """Return what a quote comes to."""
    return sum((each.amount for each in quote[1:]), quote[0].amount)


def pro_rata(purchase: Purchase, now: datetime) -> Quote:
    """Return what was paid, less what was used and what has lapsed; never below zero."""
    worth, used = worth_at(purchase, now), balance_of(purchase, now).used
    lines = [_paid(purchase)]
    if used:
        lines.append(QuoteLine(kind="used", amount=-worth.used, units=used))
    if worth.lapsed:
        lines.append(QuoteLine(kind="lapsed", amount=-worth.lapsed))
    return _not_below_zero(lines)


def less_list_price(purchase: Purchase, now: datetime, currency: str) -> Quote:
    """Return what was paid less the list prices (as sold) of what was used; or pro rata, if that is less."""
    lines = _not_below_zero([_paid(purchase), *_list_prices(purchase, now, currency)])
    return min(lines, pro_rata(purchase, now), key=total_of)


def of_units(purchase: Purchase, units: int, now: datetime) -> Quote:
    """Return what so many units are worth, less what is still due: only what is paid above the new price."""
    worth = worth_of(purchase, units, now)
    lines = [QuoteLine(kind="units", amount=worth, units=units)]
    if due_of(purchase):
        lines.append(QuoteLine(kind="due", amount=-min(due_of(purchase), worth)))
    return tuple(lines)


def after_end(purchase: Purchase) -> Quote:
    """Return what was paid for an ended purchase, less what was used and what is kept for good."""
    assert purchase.ended is not None
    worth, used = worth_at(purchase, purchase.ended.at), balance_of(purchase, purchase.ended.at).used
    lines = [_paid(purchase)]
    if used:
        lines.append(QuoteLine(kind="used", amount=-worth.used, units=used))
    if worth.lapsed:
        lines.append(QuoteLine(kind="kept", amount=-worth.lapsed))
    return tuple(lines)


def _paid(purchase: Purchase) -> QuoteLine:
    return QuoteLine(kind="paid", amount=purchase.paid)


def _not_below_zero(lines: list[QuoteLine]) -> Quote:
    """What was used and not paid stays due, and is no part of what is paid back."""
    total = total_of(tuple(lines))
    return (*lines, QuoteLine(kind="due", amount=-total)) if total < 0 else tuple(lines)


def _list_prices(purchase: Purchase, now: datetime, currency: str) -> Iterator[QuoteLine]:
    """One line a service, and one for what was used before an import: nobody knows any more of what.

    Rounded together, so that the lines add up.
    """
    spent, so_far = Fraction(0), purchase.value * 0
    for service, units, price in _prices(purchase, now):
        spent += price
        until = rounded(spent.numerator, spent.denominator, currency)
        kind: QuoteKind = "used" if service is None else "list_price"
        yield QuoteLine(kind=kind, amount=so_far - until, units=units, service=service)
        so_far = until


def _prices(purchase: Purchase, now: datetime) -> Iterator[tuple[ServiceId | None, int, Fraction]]:
    if purchase.used_before:
        before = Fraction(purchase.value) * purchase.used_before / (purchase.granted + purchase.received)
        yield None, purchase.used_before, before
    for inclusion in purchase.terms.inclusions:
        units = sum(
            hold.units for hold in purchase.holds if hold.service == inclusion.service and hold.is_used(now)
        )
        if units:
            a_visit = inclusion.uses if purchase.terms.unit == "session" else inclusion.duration
            yield inclusion.service, units, Fraction(inclusion.list_price) * units / a_visit


Way = tuple[str, Decimal]
"""A method, and an amount of money by it."""
Still = tuple[Payment, Decimal]
"""A payment, and what of it has neither been paid back nor gone on with units."""
Taken = tuple[Payment, list[Still]]
"""What went, and what of which payments it was."""


def ways_back(payments: Iterable[Payment], moves: Iterable[Payment] = ()) -> list[Way]:
    """Return what came and is still here, payment by payment, the latest first.

    What went is taken off the latest that came by its method; of one moment what came comes first.

    Args:
        moves: What came or went with units given from one client to another.
    """
    return [(payment.method, left) for payment, left in still_here(payments, moves)[::-1]]


def still_here(payments: Iterable[Payment], moves: Iterable[Payment] = ()) -> list[Still]:
    """Return each payment that came, with what of it is still here, in the order they came."""
    return _followed(payments, moves).here


def taken_by(payments: Iterable[Payment], moves: Iterable[Payment] = ()) -> list[Taken]:
    """Return what went, in its order, and what of which payments it was: the latest of its method first."""
    return _followed(payments, moves).taken


class _Followed(NamedTuple):
    here: list[Still]
    taken: list[Taken]


def _followed(payments: Iterable[Payment], moves: Iterable[Payment]) -> _Followed:
    here: list[Still] = []
    taken: list[Taken] = []
    for payment in sorted((*payments, *moves), key=lambda each: (each.at, each.amount < 0)):
        if payment.amount > 0:
            here.append((payment, payment.amount))
        else:
            taken.append((payment, _take_off(here, payment.method, -payment.amount)))
    return _Followed(here, taken)


def split_by_way(amount: Decimal, ways: Iterable[Way]) -> list[Way]:
    """Return by which ways an amount goes, each once; what they do not cover is left out."""
    found: dict[str, Decimal] = {}
    for method, brought in ways:
        part = min(brought, amount)
        if part:
            found[method] = found.get(method, amount * 0) + part
            amount -= part
    return list(found.items())


def _take_off(here: list[Still], method: str, amount: Decimal) -> list[Still]:
    """Take an amount off what is here; return what of which payments it was, the latest first."""
    parts: list[Still] = []
    for place in range(len(here) - 1, -1, -1):
        payment, left = here[place]
        part = min(left, amount)
        if payment.method == method and part:
            here[place] = (payment, left - part)
            parts.append((payment, part))
            amount -= part
    return parts
