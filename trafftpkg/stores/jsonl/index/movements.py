"""The rows of `movements`, and their sums by day: how entries move what is owed to clients."""

import sqlite3
from functools import lru_cache

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.movements import MovementKind, replanned
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.jsonl.index.facts import micros, moment_of
from trafftpkg.stores.jsonl.index.schema import Mark

KINDS: tuple[MovementKind, ...] = ("sold", "imported", "redeemed", "refunded", "lapsed", "adjusted")
"""A kind's place here is its number in the tables."""

NO_SERVICE = ""

_ROW = (
    "INSERT INTO movements VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (at, n, kind, service) DO UPDATE SET"
    " times = movements.times + excluded.times, units = movements.units + excluded.units,"
    " value = movements.value + excluded.value"
)
_NOTHING_LEFT = (
    "DELETE FROM movements WHERE at = ? AND n = ? AND kind = ? AND service = ?"
    " AND times = 0 AND units = 0 AND value = 0"
)
_DAY = (
    "INSERT INTO daily VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (day, package, in_minutes, kind, service)"
    " DO UPDATE SET times = daily.times + excluded.times, units = daily.units + excluded.units,"
    " value = daily.value + excluded.value"
)
_NO_DAY_LEFT = (
    "DELETE FROM daily WHERE day = ? AND package = ? AND in_minutes = ? AND kind = ? AND service = ?"
    " AND times = 0 AND units = 0 AND value = 0"
)

_Sum = list[int]


class MovementRows:
    """Collects by how much rows change; they are in the tables after `flush`.

    What time alone will do is among them already, at the moment it will do it: an entry takes back what it
    makes untrue. So nothing has to be written down when that moment comes.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: dict[tuple[int, int, int, str, int], _Sum] = {}
        self._days: dict[tuple[str, str, int, int, str], _Sum] = {}

    def take(self, before: Purchase | None, after: Purchase, entry: Entry, mark: Mark) -> None:
        """Take in what an entry did to a purchase; the mark knows the ledger's zone and currency."""
        n, package, in_minutes = number_of(after.id), after.terms.package, int(after.terms.unit == "minute")
        imported = before is None and any(type(each).__name__ == "BalanceImported" for each in entry.events)
        for movement, sign in replanned(before, after, entry.at, mark.currency, imported):
            at, kind = micros(movement.at), KINDS.index(movement.kind)
            service = movement.service or NO_SERVICE
            change = (sign * movement.times, sign * movement.units, sign * movement.value)
            _add(self._rows.setdefault((at, n, kind, service, in_minutes), [0, 0, 0]), change)
            day = (_day(at, mark.time_zone), package, in_minutes, kind, service)
            _add(self._days.setdefault(day, [0, 0, 0]), change)

    def flush(self) -> None:
        """Put what was taken into the tables; the transaction is the caller's."""
        changed = sorted((place, sums) for place, sums in self._rows.items() if any(sums))
        taken_back = [place[:4] for place, (times, _, _) in changed if times <= 0]
        days = sorted((place, sums) for place, sums in self._days.items() if any(sums))
        run = self._connection.executemany
        run(_ROW, [(*place, *sums) for place, sums in changed])
        run(_NOTHING_LEFT, taken_back)
        run(_DAY, [(*place, *sums) for place, sums in days])
        run(_NO_DAY_LEFT, [place for place, (times, _, _) in days if times <= 0])
        self._rows.clear()
        self._days.clear()


def _add(sums: _Sum, change: tuple[int, int, int]) -> None:
    for place, by in enumerate(change):
        sums[place] += by


@lru_cache(maxsize=65_536)
def _day(at: int, zone: str) -> str:
    return day_of(moment_of(at), zone).isoformat()
