"""The rows of `movements` and their sums by day: written with each entry, added up for reports."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.flows import Flow, FlowField
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.moments import day_of, start_of
from trafftpkg.domain.movements import (
    Movement,
    count_alike,
    foreseen,
    happened,
    movements_of,
    said_by,
)
from trafftpkg.domain.purchase import MovementKind, Purchase
from trafftpkg.stores.tables.columns import DAILY, MOVEMENTS
from trafftpkg.stores.tables.rows import micros, moment_of
from trafftpkg.stores.tables.statements import Statements

KINDS: tuple[MovementKind, ...] = ("sold", "imported", "redeemed", "refunded", "lapsed", "adjusted")
"""The position of a kind is its number in the tables."""

NO_SERVICE = ""

_NOTHING = "times = 0 AND units = 0 AND value = 0"

_Sum = list[int]


class MovementRows:
    """Collects changes of rows, and writes them with `flush`.

    What time alone will do (a visit begins, a purchase expires) is written in advance, at that future moment.
    An entry that changes this takes it back. While many entries are taken in, the future of a purchase is
    worked out once, when the purchase is let go, not at each entry.
    """

    def __init__(self, statements: Statements, zone: str, currency: str, until: int) -> None:
        """Begin with tables that have what was recorded until a moment, in microseconds."""
        self._statements = statements
        self._written_until = self._taken_until = until
        self._zone, self._currency = zone, currency
        self._rows: dict[tuple[int, int, int, str, int], _Sum] = {}
        self._days: dict[tuple[str, str, int, int, str], _Sum] = {}
        self._open: dict[int, tuple[Purchase, datetime]] = {}

    def start(self, zone: str, currency: str) -> None:
        """Set the ledger's zone and currency."""
        self._zone, self._currency = zone, currency

    def take(self, before: Purchase | None, after: Purchase, entry: Entry) -> None:
        """Take in what an entry did to a purchase."""
        said = said_by(entry, after.id)
        if said is None and before is not None and count_alike(before, after):
            return
        n, imported = number_of(after.id), False
        if before is None:
            imported = any(each.sold_elsewhere for each in entry.events)
        elif n in self._open:
            for movement in happened(before, self._open[n][1], entry.at):
                self._add(after, n, movement, 1)
        else:
            for movement in foreseen(before, entry.at):
                self._add(after, n, movement, -1)
        for movement in movements_of(before, after, entry.at, imported) if said is None else said:
            self._add(after, n, movement, 1)
        self._open[n] = after, entry.at
        self._taken_until = micros(entry.at)

    def flush(self, let_go: Iterable[int] | None = None) -> None:
        """Write what was taken in. The transaction is the caller's.

        Args:
            let_go: The purchases that are done with; None for all. The future of others is not written yet.
        """
        for n in list(self._open if let_go is None else self._open.keys() & let_go):
            purchase, since = self._open.pop(n)
            for movement in foreseen(purchase, since):
                self._add(purchase, n, movement, 1)
        self._put()

    def _add(self, purchase: Purchase, n: int, movement: Movement, sign: int) -> None:
        terms = purchase.terms
        in_minutes = int(terms.unit == "minute")
        at, kind, service = micros(movement.at), KINDS.index(movement.kind), movement.service or NO_SERVICE
        times, units, value = sign * movement.times, sign * movement.units, sign * movement.value
        row = at, n, kind, service, in_minutes
        day = _day(at, self._zone), terms.package, in_minutes, kind, service
        for sums in (
            self._rows.setdefault(row, [0, 0, 0]),
            self._days.setdefault(day, [0, 0, 0]),
        ):
            sums[0] += times
            sums[1] += units
            sums[2] += value

    def _put(self) -> None:
        changed = sorted((place, sums) for place, sums in self._rows.items() if any(sums))
        # A row that there was may come to nothing; what is added later than all of these is new.
        until, last_day = self._written_until, _day(self._written_until, self._zone)
        taken_back = [place[:4] for place, (times, _, _) in changed if times <= 0 or place[0] <= until]
        days = sorted((place, sums) for place, sums in self._days.items() if any(sums))
        run = self._statements
        run.add_up(MOVEMENTS, [(*place, *sums) for place, sums in changed])
        run.remove(MOVEMENTS, MOVEMENTS.key, taken_back, _NOTHING)
        run.add_up(DAILY, [(*place, *sums) for place, sums in days])
        emptied = [place for place, (times, _, _) in days if times <= 0 or place[0] <= last_day]
        run.remove(DAILY, DAILY.key, emptied, _NOTHING)
        self._rows.clear()
        self._days.clear()
        self._written_until = self._taken_until


@lru_cache(maxsize=8_192)
def _day(at: int, zone: str) -> str:
    return day_of(moment_of(at), zone).isoformat()


_BY_DAY = """
    SELECT package, in_minutes, kind, service, times, units, value FROM daily
    WHERE day >= %(first)s AND day < %(last)s
    UNION ALL
    SELECT p.package, m.in_minutes, m.kind, m.service, m.times, m.units, m.value
    FROM movements m JOIN purchases p ON p.n = m.n WHERE m.at >= %(start)s AND m.at < %(until)s
"""
_BY_CLIENT = """
    SELECT p.client, p.package, m.in_minutes, m.kind, m.service, m.times, m.units, m.value
    FROM movements m JOIN purchases p ON p.n = m.n WHERE m.at >= %(since)s AND m.at < %(until)s
"""
_BEFORE_ALL = -(2**63)


def flows_in(
    statements: Statements, by: tuple[FlowField, ...], first: date | None, until: datetime, zone: str
) -> Iterator[Flow]:
    """Yield the sums of movements, as `Books.flows` says."""
    last = day_of(until, zone)
    facts: dict[str, int | str] = {
        "first": "" if first is None else first.isoformat(),
        "last": last.isoformat(),
        "start": micros(start_of(last if first is None else max(first, last), zone)),
        "since": _BEFORE_ALL if first is None else micros(start_of(first, zone)),
        "until": micros(until),
    }
    what = ", ".join((*by, "in_minutes", "kind"))
    query = (
        f"SELECT {what}, sum(times), sum(units), sum(value)"
        f" FROM ({_BY_CLIENT if 'client' in by else _BY_DAY}) AS moved GROUP BY {what} ORDER BY {what}"
    )
    for *key, in_minutes, kind, times, units, value in statements.execute(query, facts):
        yield Flow(
            key=tuple(None if part == NO_SERVICE else part for part in key),
            unit="minute" if in_minutes else "session",
            kind=KINDS[kind],
            # PostgreSQL returns sums of integers as decimals.
            times=int(times),
            units=int(units),
            value=int(value),
        )
