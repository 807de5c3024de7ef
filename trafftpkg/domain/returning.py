"""By which ways money that is paid back goes: those that it came by, the latest payment first (R-7.11)."""

from collections.abc import Iterable
from decimal import Decimal

from trafftpkg.domain.purchase import Payment

Way = tuple[str, Decimal]
"""A method, and an amount of money by it."""


def ways_back(payments: Iterable[Payment], moves: Iterable[Payment] = ()) -> list[Way]:
    """Return what came and is still here, payment by payment, the latest first.

    What went is taken off the latest that came by its method; of one moment what came comes first.

    Args:
        moves: What came or went with units given from one client to another.
    """
    here: list[Way] = []
    for payment in sorted((*payments, *moves), key=lambda each: (each.at, each.amount < 0)):
        if payment.amount > 0:
            here.append((payment.method, payment.amount))
        else:
            _take_off(here, payment.method, -payment.amount)
    return here[::-1]


def split_by_way(amount: Decimal, ways: Iterable[Way]) -> list[Way]:
    """Return by which ways an amount goes, each once; what they do not cover is left out."""
    found: dict[str, Decimal] = {}
    for method, brought in ways:
        part = min(brought, amount)
        if part:
            found[method] = found.get(method, amount * 0) + part
            amount -= part
    return list(found.items())


def _take_off(here: list[Way], method: str, amount: Decimal) -> None:
    for place in range(len(here) - 1, -1, -1):
        if here[place][0] == method:
            part = min(here[place][1], amount)
            here[place] = (method, here[place][1] - part)
            amount -= part
