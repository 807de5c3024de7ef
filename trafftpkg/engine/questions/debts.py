"""Since when clients owe what they owe."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from trafftpkg.domain.flows import FlowField, MovementOf
from trafftpkg.domain.ids import ThingId
from trafftpkg.domain.purchase import MovementKind

DEBTS: tuple[MovementKind, ...] = ("receivable", "settled")
"""The movements that make debts: what clients came to owe, and what of that they owe no more."""

Key = tuple[str | None, ...]


class _Debt(NamedTuple):
    key: Key
    since: datetime
    net: int = 0
    gross: int = 0


class Debts:
    """The debts that are open as time goes on. Memory follows what is open, not what is over.

    Args:
        found: Movements of debts from the beginning, in order.
        by: What debts are told apart by.
    """

    def __init__(self, found: Iterator[MovementOf], by: tuple[FlowField, ...]) -> None:
        self._coming = found
        self._next = next(found, None)
        self._by = by
        self._open: dict[ThingId, _Debt] = {}

    def since(self, until: datetime) -> dict[Key, datetime]:
        """Return from when on something was owed without a break that is still open right before a moment."""
        while self._next is not None and self._next.movement.at < until:
            self._take(self._next)
            self._next = next(self._coming, None)
        oldest: dict[Key, datetime] = {}
        for each in self._open.values():
            oldest[each.key] = min(each.since, oldest.get(each.key, each.since))
        return oldest

    def _take(self, found: MovementOf) -> None:
        moved = found.movement
        sign = 1 if moved.kind == "receivable" else -1
        debt = self._open.pop(found.thing, None) or _Debt(self._key(found), moved.at)
        debt = debt._replace(net=debt.net + sign * moved.value, gross=debt.gross + sign * moved.gross)
        if debt.net or debt.gross:
            self._open[found.thing] = debt

    def _key(self, found: MovementOf) -> Key:
        facts = {"package": found.package, "payer": found.payer, "thing": found.thing}
        return tuple(facts[each] for each in self._by)
