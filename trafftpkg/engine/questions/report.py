"""How the books moved in a period: every report reads off the same movements (R-11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.flows import Flow, FlowField
from trafftpkg.domain.ids import ClientKey, number_of
from trafftpkg.domain.moments import day_of, end_of, start_of
from trafftpkg.domain.movements import ADDING, TAKING
from trafftpkg.domain.purchase import MovementKind
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.debts import DEBTS, Debts
from trafftpkg.engine.reading import Reading, View

ReportField = Literal[
    "package", "client", "purchase", "service", "employee", "location", "method", "tax", "day", "month"
]
"""`purchase` is a purchase or a visit at its price."""
_FLOW_FIELDS: "dict[ReportField, FlowField]" = {
    "package": "package",
    "client": "client",
    "purchase": "thing",
    "employee": "employee",
    "location": "location",
    # Each kind of movement has one of these at most.
    "service": "part",
    "method": "part",
    "tax": "part",
}
_PERIODS = ("day", "month")


class Moved(NamedTuple):
    """Movements of one kind in the period; `value` is net of taxes. Amounts are in the smallest unit."""

    times: int = 0
    units: int = 0
    value: int = 0
    gross: int = 0


NOTHING_MOVED = Moved()
Moves = dict[MovementKind, Moved]


@value
class ReportRow(Value):
    """What moved in the period, of all that has the same key.

    Args:
        key: Field by field as asked for: a package, a handle, a service or None, a month as `2026-03`.
        unit: What units are counted in; None where sessions and minutes are not kept apart.
        opening: What was owed to clients when the period began, less what they owed.
        receivable: What clients owed when the period was over; `due` is that with taxes.
        since: The day from which on something of it was owed without a break, where that was asked for.
    """

    key: tuple[str | None, ...]
    unit: Unit | None
    opening: int
    receivable: int
    due: int
    moved: Moves
    since: date | None = None

    @property
    def closing(self) -> int:
        """What was owed to clients when the period was over, less what they owed."""
        return self.opening + _owed_by(self.moved)

    @property
    def receivable_before(self) -> int:
        """What clients owed when the period began."""
        return self.receivable - self.of("receivable").value + self.of("settled").value

    def of(self, kind: MovementKind) -> Moved:
        """Return what moved of one kind."""
        return self.moved.get(kind, NOTHING_MOVED)


@value
class Report(Value):
    """Rows by day or month, then by key; where no more is asked for, one for each."""

    view: View
    by: tuple[ReportField, ...]
    rows: tuple[ReportRow, ...]


@value
class DrawReport(Question[Report]):
    """Draw up a report over whole days, both included; what is not over is judged as of now (R-11.5).

    Args:
        kinds: The movements that it tells.
        by_unit: Keep sessions and minutes apart.
        with_balances: Tell also what is owed, and keep rows in which nothing else moved.
        with_since: Tell also since when clients owe, by client or purchase: it is read off single movements.
        by_payer: Money is that of the client who pays, not of the one who has the units.
    """

    first: date
    last: date
    kinds: tuple[MovementKind, ...]
    by: tuple[ReportField, ...] = ()
    by_unit: bool = False
    with_balances: bool = False
    with_since: bool = False
    by_payer: bool = False

    def answer(self, reading: Reading) -> Report:
        if self.last < self.first:
            raise BadArgumentError(field="last", reason="before_start", given=self.last, limit=self.first)
        if reading.is_empty:
            return Report(view=reading.view(()), by=self.by, rows=())
        return _draw(reading, self)


_Place = tuple[tuple[str | None, ...], Unit | None]
_EVERYTHING: _Place = ((), None)


class _Sums:
    """What is owed at each place so far, and what moved there since the last row was drawn."""

    def __init__(self, asked: DrawReport, fields: tuple[FlowField, ...]) -> None:
        self._before: dict[_Place, Moves] = {}
        self._moved: dict[_Place, Moves] = {}
        self._asked = asked
        self._always = set() if fields or asked.by_unit else {_EVERYTHING}

    def open(self, flows: Iterator[Flow]) -> None:
        """Take in what moved before the period."""
        self._add(self._before, flows)

    def take(self, flows: Iterator[Flow]) -> None:
        """Take in what moved in the period."""
        self._add(self._moved, flows)

    def rows(self) -> list[ReportRow]:
        """Return the rows of the period, and begin the next with what they close with."""
        found = []
        for place in self._before.keys() | self._moved.keys() | self._always:
            row = self._row(place)
            if place in self._always or row.moved or (self._asked.with_balances and _is_open(row)):
                found.append(row)
        self._moved.clear()
        return found

    def _row(self, place: _Place) -> ReportRow:
        moved, before = self._moved.get(place, {}), self._before.setdefault(place, {})
        opening = _owed_by(before)
        for kind, each in moved.items():
            before[kind] = _sum(before.get(kind, NOTHING_MOVED), each)
        return ReportRow(
            key=place[0],
            unit=place[1],
            opening=opening,
            receivable=_left(before).value,
            due=_left(before).gross,
            moved={kind: each for kind, each in moved.items() if each != NOTHING_MOVED},
        )

    def _add(self, sums: dict[_Place, Moves], flows: Iterator[Flow]) -> None:
        for flow in flows:
            moved = sums.setdefault((flow.key, flow.unit if self._asked.by_unit else None), {})
            more = Moved(flow.times, flow.units, flow.value, flow.gross)
            moved[flow.kind] = _sum(moved[flow.kind], more) if flow.kind in moved else more


def _is_open(row: ReportRow) -> bool:
    return bool(row.opening or row.receivable)


def _draw(reading: Reading, asked: DrawReport) -> Report:
    fields = tuple(_field(each, asked) for each in asked.by if each not in _PERIODS)
    zone, books = reading.time_zone, reading.books
    over = reading.now + timedelta(microseconds=1)
    sums = _Sums(asked, fields)
    if asked.with_balances:
        sums.open(books.flows(asked.kinds, fields, None, min(start_of(asked.first, zone), over)))
    singly = asked.with_since and {"client", "purchase"}.intersection(asked.by)
    debts = Debts(books.movements(DEBTS, None, over) if singly else iter(()), fields)
    rows: list[tuple[int, ReportRow]] = []
    for place, (first, last) in enumerate(_periods(asked)):
        until = min(end_of(last, zone), over)
        if start_of(first, zone) < until:
            sums.take(books.flows(asked.kinds, fields, first, until))
        since = debts.since(until)
        found = [
            replace(row, since=day_of(since[row.key], zone)) if row.key in since else row
            for row in sums.rows()
        ]
        rows += [(place, _with_period(row, asked.by, first)) for row in found]
    view = reading.view(_clients_in(rows, asked.by))
    named = [(place, _named(row, asked.by, view)) for place, row in rows]
    named.sort(key=lambda each: (each[0], _order(each[1], asked.by)))
    return Report(view=view, by=asked.by, rows=tuple(row for _, row in named))


def _field(by: ReportField, asked: DrawReport) -> FlowField:
    return "payer" if by == "client" and asked.by_payer else _FLOW_FIELDS[by]


def _clients_in(rows: list[tuple[int, ReportRow]], by: tuple[ReportField, ...]) -> set[ClientKey]:
    return {ClientKey(str(row.key[by.index("client")])) for _, row in rows} if "client" in by else set()


def _periods(asked: DrawReport) -> Iterator[tuple[date, date]]:
    """The whole period, or each of its days, or what it has of each month."""
    first = asked.first
    while "day" in asked.by and first < asked.last:
        yield first, first
        first += timedelta(days=1)
    while "month" in asked.by and (first.year, first.month) < (asked.last.year, asked.last.month):
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, following - timedelta(days=1)
        first = following
    yield first, asked.last


def _with_period(row: ReportRow, by: tuple[ReportField, ...], first: date) -> ReportRow:
    key = list(row.key)
    for place, field in enumerate(by):
        if field in _PERIODS:
            key.insert(place, first.isoformat() if field == "day" else f"{first:%Y-%m}")
    return row if len(key) == len(row.key) else replace(row, key=tuple(key))


def _named(row: ReportRow, by: tuple[ReportField, ...], view: View) -> ReportRow:
    """The row with the handle in place of the client's key."""
    if "client" not in by:
        return row
    key = list(row.key)
    client = ClientKey(str(key[by.index("client")]))
    key[by.index("client")] = view.handle_of(client)
    return replace(row, key=tuple(key))


def _order(row: ReportRow, by: tuple[ReportField, ...]) -> tuple[object, ...]:
    """Order by key, rows without one last, then by unit; things as they were numbered."""
    parts = zip(by, row.key, strict=True)
    return tuple(_in_order(part or "", field == "purchase") for field, part in parts), row.unit or ""


def _in_order(part: str, is_thing: bool) -> tuple[bool, str, int]:
    return (False, part[:3], -number_of(part)) if is_thing else (not part, part, 0)


def _sum(one: Moved, other: Moved) -> Moved:
    return Moved(
        one.times + other.times, one.units + other.units, one.value + other.value, one.gross + other.gross
    )


def _left(moved: Moves) -> Moved:
    """What clients owe after these movements."""
    more, less = moved.get("receivable", NOTHING_MOVED), moved.get("settled", NOTHING_MOVED)
    return Moved(value=more.value - less.value, gross=more.gross - less.gross)


def _owed_by(moved: Moves) -> int:
    """By how much movements add to what is owed."""
    added = sum(each.value for kind, each in moved.items() if kind in ADDING)
    return added - sum(each.value for kind, each in moved.items() if kind in TAKING)
