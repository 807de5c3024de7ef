"""Double entries: what each movement of the books does to which accounts (R-11.13).

A posting is positive where it is a debit. The postings of each movement come to zero.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trafftpkg.domain.accounts import Accounts
from trafftpkg.domain.movements import Movement, tax_ahead_by
from trafftpkg.domain.purchase import MovementKind

JOURNALLED: tuple[MovementKind, ...] = (
    "received",
    "redeemed",
    "lapsed",
    "refunded",
    "adjusted",
    "receivable",
    "settled",
    "taxed",
)
"""The movements that are double entries."""


class Posting(NamedTuple):
    """What one account is debited with, or below zero credited, in the currency's smallest unit."""

    account: str
    amount: int


def postings_of(movements: Iterable[Movement], accounts: Accounts) -> list[Posting]:
    """Return what movements come to on each account, by account, without what comes to nothing."""
    sums: dict[str, int] = {}
    for movement in movements:
        for account, amount in _postings(movement, accounts):
            sums[account] = sums.get(account, 0) + amount
    return [Posting(account, amount) for account, amount in sorted(sums.items()) if amount]


def _postings(moved: Movement, to: Accounts) -> Iterator[Posting]:
    net, tax = moved.value, moved.gross - moved.value
    match moved.kind:
        case "received" | "refunded":
            sign = 1 if moved.kind == "received" else -1
            yield Posting(to.of_method(moved.part), sign * moved.gross)
            yield Posting(to.deferred, -sign * net)
        case "redeemed":
            yield Posting(to.deferred, net)
            yield Posting(to.used, -net)
        case "lapsed":
            yield Posting(to.deferred, net)
            yield Posting(to.lapsed, -net)
            yield Posting(to.lapsed_tax, -tax)
        case "adjusted":
            yield Posting(to.adjusted, moved.gross)
            yield Posting(to.deferred, -net)
        case "receivable" | "settled":
            sign = 1 if moved.kind == "receivable" else -1
            yield Posting(to.receivable, sign * net)
            yield Posting(to.receivable_tax, sign * tax)
            yield Posting(to.deferred, -sign * net)
        case "taxed":
            yield Posting(to.of_tax(moved.part), -tax)
        case _:
            return
    yield Posting(to.tax_ahead, -tax_ahead_by(moved))


_BALANCES = ("Assets:", "Liabilities:", "Equity:")


def brought_forward(movements: Iterable[Movement], accounts: Accounts) -> list[Posting]:
    """Return what earlier movements came to, with what was earned by them in the opening account."""
    found = postings_of(movements, accounts)
    kept = [each for each in found if each.account.startswith(_BALANCES)]
    earned = -sum(each.amount for each in kept)
    return sorted([*kept, Posting(accounts.opening, earned)] if earned else kept)
