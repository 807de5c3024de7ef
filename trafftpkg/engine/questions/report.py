"""How what is owed to clients moved in a period: every report reads off the same rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.flows import Flow, FlowField
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.moments import end_of, start_of
from trafftpkg.domain.movements import ADDING
from trafftpkg.domain.purchase import MovementKind
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading

ReportField = Literal["package", "client", "service", "month"]


@value
class Moved(Value):
    """Movements of one kind in the period; `value` is in the currency's smallest unit."""

    times: int = 0
    units: int = 0
    value: int = 0


NOTHING_MOVED = Moved()


@value
class ReportRow(Value):
    """What moved in the period, of all that has the same key.

    Args:
        key: Field by field as asked for: a package, a handle, a service or None, a month as `2026-03`.
        unit: What units are counted in; None where sessions and minutes are not kept apart.
        opening: What was owed when the period began, and `closing` when it was over; smallest units.
    """

    key: tuple[str | None, ...]
    unit: Unit | None
    opening: int
    moved: dict[MovementKind, Moved]

    @property
    def closing(self) -> int:
        """What was owed when the period was over."""
        return self.opening + sum(_signed(kind, each.value) for kind, each in self.moved.items())

    def of(self, kind: MovementKind) -> Moved:
        """Return what moved of one kind."""
        return self.moved.get(kind, NOTHING_MOVED)


@value
class Report(Value):
    """Rows by month, then by key; where no more than months are asked for, one for each."""

    view: View
    by: tuple[ReportField, ...]
    rows: tuple[ReportRow, ...]


@value
class DrawReport(Question[Report]):
    """Draw up a report over whole days, both included; what is not over is judged as of now (R-11.5).

    Args:
        kinds: Leave out rows in which nothing of these moved; None keeps all in which anything was owed.
        by_unit: Keep sessions and minutes apart.
    """

    first: date
    last: date
    by: tuple[ReportField, ...] = ()
    kinds: tuple[MovementKind, ...] | None = None
    by_unit: bool = False

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
        self._owed: dict[_Place, int] = {}
        self._moved: dict[_Place, dict[MovementKind, Moved]] = {}
        self._asked = asked
        self._at_service = fields.index("service") if "service" in fields else None
        self._always = set() if fields or asked.by_unit else {_EVERYTHING}

    def open(self, flows: Iterator[Flow]) -> None:
        """Take in what moved before the period."""
        for place, kind, each in self._placed(flows):
            self._owed[place] = self._owed.get(place, 0) + _signed(kind, each.value)

    def take(self, flows: Iterator[Flow]) -> None:
        """Take in what moved in the period."""
        for place, kind, each in self._placed(flows):
            moved = self._moved.setdefault(place, {})
            moved[kind] = _sum(moved.get(kind, NOTHING_MOVED), each)

    def rows(self) -> list[ReportRow]:
        """Return the rows of the period, and begin the next with what they close with."""
        found = []
        for place in self._owed.keys() | self._moved.keys() | self._always:
            moved = {kind: each for kind, each in self._moved.get(place, {}).items() if each != NOTHING_MOVED}
            row = ReportRow(key=place[0], unit=place[1], opening=self._owed.get(place, 0), moved=moved)
            self._owed[place] = row.closing
            if place in self._always or self._is_asked_for(row):
                found.append(row)
        self._moved.clear()
        return found

    def _is_asked_for(self, row: ReportRow) -> bool:
        if self._asked.kinds is None:
            return bool(row.moved or row.opening)
        return any(kind in row.moved for kind in self._asked.kinds)

    def _placed(self, flows: Iterator[Flow]) -> Iterator[tuple[_Place, MovementKind, Moved]]:
        for flow in flows:
            moved = Moved(times=flow.times, units=flow.units, value=flow.value)
            yield (flow.key, self._unit(flow)), flow.kind, moved
            if self._at_service is not None and flow.key[self._at_service] is not None:
                yield from self._assigned(flow)

    def _assigned(self, flow: Flow) -> Iterator[tuple[_Place, MovementKind, Moved]]:
        """What is owed is owed for any service of the package: a visit takes it over to the one it is of."""
        assert self._at_service is not None
        key = list(flow.key)
        key[self._at_service] = None
        yield (flow.key, self._unit(flow)), "adjusted", Moved(value=flow.value)
        yield (tuple(key), self._unit(flow)), "adjusted", Moved(value=-flow.value)

    def _unit(self, flow: Flow) -> Unit | None:
        return flow.unit if self._asked.by_unit else None


def _draw(reading: Reading, asked: DrawReport) -> Report:
    fields: tuple[FlowField, ...] = tuple(each for each in asked.by if each != "month")
    zone, books = reading.time_zone, reading.books
    over = reading.now + timedelta(microseconds=1)
    sums = _Sums(asked, fields)
    sums.open(books.flows(fields, None, min(start_of(asked.first, zone), over)))
    rows: list[tuple[int, ReportRow]] = []
    for place, (first, last) in enumerate(_periods(asked)):
        until = min(end_of(last, zone), over)
        if start_of(first, zone) < until:
            sums.take(books.flows(fields, first, until))
        rows += [(place, _with_month(row, asked.by, f"{first:%Y-%m}")) for row in sums.rows()]
    view = reading.view(_clients_in(rows, asked.by))
    named = [(place, _named(row, asked.by, view)) for place, row in rows]
    named.sort(key=lambda each: (each[0], _order(each[1])))
    return Report(view=view, by=asked.by, rows=tuple(row for _, row in named))


def _clients_in(rows: list[tuple[int, ReportRow]], by: tuple[ReportField, ...]) -> set[ClientKey]:
    return {ClientKey(str(row.key[by.index("client")])) for _, row in rows} if "client" in by else set()


def _periods(asked: DrawReport) -> Iterator[tuple[date, date]]:
    """The whole period, or what it has of each month."""
    first = asked.first
    while "month" in asked.by and (first.year, first.month) < (asked.last.year, asked.last.month):
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, following - timedelta(days=1)
        first = following
    yield first, asked.last


def _with_month(row: ReportRow, by: tuple[ReportField, ...], month: str) -> ReportRow:
    if "month" not in by:
        return row
    key = list(row.key)
    key.insert(by.index("month"), month)
    return ReportRow(key=tuple(key), unit=row.unit, opening=row.opening, moved=row.moved)


def _named(row: ReportRow, by: tuple[ReportField, ...], view: View) -> ReportRow:
    """The row with the handle in place of the client's key."""
    if "client" not in by:
        return row
    key = list(row.key)
    client = ClientKey(str(key[by.index("client")]))
    key[by.index("client")] = view.handle_of(client)
    return ReportRow(key=tuple(key), unit=row.unit, opening=row.opening, moved=row.moved)


def _order(row: ReportRow) -> tuple[object, ...]:
    """By key, what has none last, then by unit."""
    return (tuple((part is None, part or "") for part in row.key), row.unit or "")


def _sum(one: Moved, other: Moved) -> Moved:
    return Moved(times=one.times + other.times, units=one.units + other.units, value=one.value + other.value)


def _signed(kind: MovementKind, value: int) -> int:
    return value if kind in ADDING else -value
