"""The books as the database has them: the index's answers, asked of PostgreSQL."""

from collections.abc import Iterator
from datetime import datetime
from json import loads
from pathlib import Path
from typing import Any

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.holding import Holding, HoldingField
from trafftpkg.domain.ids import AppointmentId, BlockId, PurchaseId, number_of
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.lines.wire import decode
from trafftpkg.stores.postgres.dialect import Statements, translated
from trafftpkg.stores.postgres.fold import head_query, mark_in
from trafftpkg.stores.postgres.lines import entry_in
from trafftpkg.stores.tables.books import IndexBooks, Parameters
from trafftpkg.stores.tables.holdings import COUNTS, holdings_in, holdings_query
from trafftpkg.stores.tables.mark import Mark
from trafftpkg.stores.tables.rows import APPOINTMENT, BLOCK, PURCHASE, micros

_KEYED: dict[HoldingField, str] = {
    "package": f"SELECT package, {COUNTS} FROM purchases",
    "service": (
        f"SELECT included->>'service', {COUNTS}"
        " FROM purchases, json_array_elements(state::json->'terms'->'inclusions') AS included"
    ),
}

IN_DIARY = "employee = :who AND occupied_from < :end AND occupied_until > :start"
OF_CLIENT = "client = :who AND starts_at < :end AND ends_at > :start"
"""Which visits stand in the way in a span of time: of an employee with buffers, of a client without."""

_AT_ONCE = 1_000
"""Rows fetched together where there may be very many."""


class PostgresBooks(IndexBooks):
    """What is recorded, in one transaction; fulfils the engine's `Books`."""

    def __init__(self, statements: Statements, where: str) -> None:
        """Read from a transaction of the database at `where`."""
        super().__init__(statements, Path())  # type: ignore[arg-type]
        self._statements = statements
        self._where = where
        self._mark: Mark | None = None

    @property
    def mark(self) -> Mark:
        """Where the ledger stood when these books were first asked."""
        if self._mark is None:
            self._mark = mark_in(self._statements.one(head_query()))
        return self._mark

    def holdings(self, by: HoldingField, now: datetime) -> list[Holding]:
        """Return how many purchases are live at `now`, by package or by included service, by id."""
        return holdings_in(self._statements.execute(*holdings_query(by, now, self._zone(), _KEYED)))

    def entry_with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""
        return next(iter(self._lines("WHERE key = ?", (key,))), None)

    def entries_touching_until(self, thing: PurchaseId | AppointmentId | BlockId, seq: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""
        kind = {"pur": PURCHASE, "apt": APPOINTMENT, "blk": BLOCK}[thing[:3]]
        tail = "JOIN touched USING (seq) WHERE kind = ? AND n = ? AND seq <= ? ORDER BY seq"
        return self._lines(tail, (kind, number_of(thing), seq))

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return next(iter(self._lines("WHERE seq = ?", (seq,))), None)

    def _lines(self, tail: str, parameters: tuple[int | str, ...]) -> list[Entry]:
        rows = self._statements.execute(f"SELECT seq, line FROM entries {tail}", parameters)
        return [entry_in(bytes(line), seq, self._where) for seq, line in rows]

    def _purchases(self, tail: str, parameters: Parameters) -> Iterator[Purchase]:
        for (state,) in self._rows(f"SELECT state FROM purchases {tail}", parameters):
            yield decode(Purchase, loads(state))

    def _appointments(self, tail: str, parameters: Parameters) -> Iterator[Appointment]:
        for (state,) in self._rows(f"SELECT state FROM appointments {tail}", parameters):
            yield decode(Appointment, loads(state))

    def _rows(self, query: str, parameters: Parameters) -> Iterator[Any]:
        """Yield rows; of all clients they are fetched by and by, so that memory does not grow with them."""
        if " = " in query or "LIMIT" in query:
            yield from self._statements.execute(query, parameters)
            return
        with self._statements.connection.cursor(name="many") as cursor:
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(translated(query), parameters)

    def _overlapping(self, overlap: str, who: str, span: Span) -> list[Appointment]:
        rows = self._statements.execute(*overlapping(overlap, who, micros(span.start), micros(span.end)))
        return [decode(Appointment, loads(state)) for (state,) in rows]


def overlapping(overlap: str, who: str, start: int, end: int) -> tuple[str, dict[str, int | str]]:
    """Return the query for somebody's booked visits, bounded by the longest time that a visit occupies.

    So it is one short range of one order.
    """
    query = (
        f"SELECT state FROM appointments WHERE {overlap} AND status = 'booked'"
        " AND starts_at > :start - (SELECT longest FROM head)"
        " AND starts_at < :end + (SELECT longest FROM head) ORDER BY starts_at, n"
    )
    return query, {"who": who, "start": start, "end": end}
