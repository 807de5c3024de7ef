"""The rows of `movements` and their sums by month: written with each entry, added up for reports."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import Kind, ThingId, kind_of, number_of
from trafftpkg.domain.lives import foreseen, movements_of, parting, said_by
from trafftpkg.domain.moments import day_of, start_of
from trafftpkg.domain.movements import Movement
from trafftpkg.domain.positions import Accountable, package_of, unit_of
from trafftpkg.domain.purchase import KINDS, MovementKind
from trafftpkg.stores.tables.columns import MONTHLY, MOVEMENTS, Table
from trafftpkg.stores.tables.rows import Row, micros, moment_of
from trafftpkg.stores.tables.statements import Statements
from trafftpkg.stores.tables.things import PURCHASES, THINGS

if TYPE_CHECKING:
    from trafftpkg.domain.flows import Flow, FlowField, MovementOf

_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_NONE = ""
"""Stands in the tables for no package, no unit, no part, nobody and nowhere."""
_NOTHING = " AND ".join(f"{each} = 0" for each in MOVEMENTS.sums)

_Sum = list[int]
_Place = tuple[int, str, str, str, str, str, str]
"""Kind, month, package, unit, part, employee and location."""
_MONTH = len("2026-01")


class MovementRows:
    """Collects changes of rows, and writes them with `flush`.

    What time alone will do (a visit begins, a purchase expires) is written in advance, at that future moment.
    An entry that changes this takes it back. While many entries are taken in, the future of a thing is
    worked out once, when the thing is let go, not at each entry.
    """

    def __init__(self, statements: Statements, zone: str, currency: str, until: int) -> None:
        """Begin with tables that have what was recorded until a moment, in microseconds."""
        self._statements = statements
        self._written_until = self._taken_until = until
        self._zone, self._currency = zone, currency
        self._rows: dict[tuple[int, int, int, int, str, str, str, str, str], _Sum] = {}
        self._months: dict[_Place, _Sum] = {}
        self._open: dict[ThingId, tuple[Accountable, datetime]] = {}

    def start(self, zone: str, currency: str) -> None:
        """Set the ledger's zone and currency."""
        self._zone, self._currency = zone, currency

    def take(self, before: Accountable | None, after: Accountable, entry: Entry) -> None:
        """Take in what an entry did to a thing."""
        said, at = said_by(entry, after.id), entry.at
        parts = at if before is None or said is not None else parting(before, after, at)
        if parts is None:
            return
        written = at if before is None else self._written(before, parts, at)
        if parts == at:
            self._add(after, movements_of(before, after, at) if said is None else said, 1)
        self._open[after.id] = after, written
        self._taken_until = micros(at)

    def _written(self, before: Accountable, parts: datetime, at: datetime) -> datetime:
        """Write up to the entry's moment, or take back what differs, and return until when all is written."""
        _, written = self._open.get(before.id, (before, None))
        if written is None or written > parts:
            self._add(before, foreseen(before, parts, written), -1)
            return parts
        if parts == at:
            self._add(before, foreseen(before, written, at), 1)
            return at
        return written

    def flush(self, let_go: Mapping[Kind, Collection[int]] | None = None) -> None:
        """Write what was taken in. The transaction is the caller's.

        Args:
            let_go: The things that are done with, by kind; None for all. The rest has no future written yet.
        """
        for each in list(self._open):
            if let_go is not None and number_of(each) not in let_go.get(kind_of(each), ()):
                continue
            thing, since = self._open.pop(each)
            self._add(thing, foreseen(thing, since), 1)
        self._put()

    def _add(self, thing: Accountable, movements: Iterable[Movement], sign: int) -> None:
        kind_of_thing = THINGS[kind_of(thing.id)].number
        n, package, unit = number_of(thing.id), package_of(thing) or _NONE, unit_of(thing) or _NONE
        for each in movements:
            at, number = micros(each.at), _NUMBERS[each.kind]
            month, parts = _month(at, self._zone), (each.part, each.employee, each.location)
            for sums in (
                self._rows.setdefault((at, kind_of_thing, n, number, *parts, package, unit), [0, 0, 0, 0]),
                self._months.setdefault((number, month, package, unit, *parts), [0, 0, 0, 0]),
            ):
                sums[0] += sign * each.times
                sums[1] += sign * each.units
                sums[2] += sign * each.value
                sums[3] += sign * each.gross

    def _put(self) -> None:
        # A row that was there may come to nothing; what is added later than all of these is new.
        until = self._written_until
        if self._rows:  # before the first entry, nothing says in which zone a month is
            self._put_into(MOVEMENTS, self._rows, until)
            self._put_into(MONTHLY, self._months, _month(until, self._zone))
        self._written_until = self._taken_until

    def _put_into(self, table: Table[Row], collected: dict[Any, _Sum], until: int | str) -> None:
        when = 0 if table is MOVEMENTS else 1
        changed = sorted((place, sums) for place, sums in collected.items() if any(sums))
        key, run = len(table.key), self._statements
        run.add_up(table, [(*place, *sums) for place, sums in changed])
        emptied = [place[:key] for place, (times, _, _, _) in changed if times <= 0 or place[when] <= until]
        run.remove(table, table.key, emptied, _NOTHING)
        collected.clear()


@lru_cache(maxsize=8_192)
def _month(at: int, zone: str) -> str:
    return _month_of(day_of(moment_of(at), zone))


def _month_of(day: date) -> str:
    return day.isoformat()[:_MONTH]


_MOVED = "package, unit, kind, part, employee, location, times, units, value, gross"
_SUMS = (
    "monthly WHERE month >= %(month)s AND month < %(months)s",
    "movements WHERE at >= %(since)s AND at < %(head)s",
    "movements WHERE at >= %(tail)s AND at < %(until)s",
)
"""Whole months, and the movements before and after them."""
_WHOSE = f"""
    CASE m.thing
    WHEN {PURCHASES.number} THEN (SELECT %s FROM purchases p WHERE p.n = m.n)
    ELSE (SELECT client FROM appointments a WHERE a.n = m.n) END
"""
_PAYER = _WHOSE % "coalesce(payer, client)"
"""A visit at its price has one client."""
_THING = f"CASE m.thing WHEN {PURCHASES.number} THEN 'pur-' ELSE 'apt-' END || m.n"
_OF_THINGS: "dict[FlowField, str]" = {"client": _WHOSE % "client", "payer": _PAYER, "thing": _THING}
"""What only single movements know, and no sums by month."""
_BEFORE_ALL = -(2**63)


def flows_in(  # noqa: PLR0917, PLR0913 - where, and what is asked
    statements: Statements,
    kinds: Collection[MovementKind],
    by: "tuple[FlowField, ...]",
    first: date | None,
    until: datetime,
    zone: str,
) -> "Iterator[Flow]":
    """Yield the sums of movements, as `Books.flows` says."""
    from trafftpkg.domain.flows import Flow  # only a report needs it

    facts = spans_of(first, until, zone)
    alone = "".join(f"{of} AS {field}, " for field, of in _OF_THINGS.items() if field in by)
    among = [f"{each} AND {_of_kinds(kinds)}" for each in _SUMS]
    if alone:
        among = [f"movements m WHERE at >= %(since)s AND at < %(until)s AND {_of_kinds(kinds)}"]
    moved = " UNION ALL ".join(f"SELECT {alone}{_MOVED} FROM {each}" for each in among)
    what = ", ".join((*by, "unit", "kind"))
    sums = ", ".join(f"sum({each})" for each in MOVEMENTS.sums)
    query = f"SELECT {what}, {sums} FROM ({moved}) AS moved GROUP BY {what} ORDER BY {what}"
    for *key, unit, kind, times, units, value, gross in statements.execute(query, facts):
        yield Flow(
            key=tuple([None if part == _NONE else part for part in key]),
            unit=unit or None,
            kind=KINDS[kind],
            # PostgreSQL returns sums of integers as decimals.
            times=int(times),
            units=int(units),
            value=int(value),
            gross=int(gross),
        )


def spans_of(first: date | None, until: datetime, zone: str) -> dict[str, int | str]:
    """Return the whole months of a period, and what of it is before and after them.

    Args:
        first: Its first day; None for the beginning.
        until: The moment that ends it, and is no part of it.
    """
    end, last = micros(until), day_of(until, zone)
    since = head = _BEFORE_ALL
    month = ""
    if first is not None:
        begins = first if first.day == 1 else (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        since, month = micros(start_of(first, zone)), _month_of(begins)
        head = min(micros(start_of(begins, zone)), end)
    tail = max(micros(start_of(last.replace(day=1), zone)), head)
    return {
        "month": month,
        "months": _month_of(last),
        "since": since,
        "head": head,
        "tail": tail,
        "until": end,
    }


_ENTRY = """
    SELECT min(t.seq) FROM touched t
    WHERE t.kind = m.thing AND t.n = m.n AND (SELECT e.at FROM entries e WHERE e.seq = t.seq) = m.at
"""


def movements_in(
    statements: Statements, kinds: Collection[MovementKind], since: datetime | None, until: datetime
) -> "Iterator[MovementOf]":
    """Yield single movements, as `Books.movements` says."""
    from trafftpkg.domain.flows import MovementOf  # only a report needs it

    query = (
        f"SELECT {_THING}, {_PAYER}, package, ({_ENTRY}),"
        " at, kind, part, employee, location, times, units, value, gross"
        f" FROM movements m WHERE at >= %(since)s AND at < %(until)s AND {_of_kinds(kinds)}"
        f" AND NOT ({_NOTHING}) ORDER BY at, thing, n, kind, part, employee, location"
    )
    facts = {"since": _BEFORE_ALL if since is None else micros(since), "until": micros(until)}
    for thing, client, package, entry, at, kind, *told in statements.stream(query, facts):
        movement = Movement(moment_of(at), KINDS[kind], *told)
        yield MovementOf(thing, client, package or None, entry, movement)


def _of_kinds(kinds: Collection[MovementKind]) -> str:
    return f"kind IN ({', '.join(str(each) for each in sorted(_NUMBERS[each] for each in kinds))})"
