"""Entries taken into the tables: the fold of all stores, with the columns that only PostgreSQL has."""

from collections.abc import Iterable, Mapping
from itertools import islice
from json import loads
from typing import Any, TypeVar

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import held_units
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import is_appointment, is_purchase, number_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.lines.wire import decode
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables import columns
from trafftpkg.stores.tables.columns import FORMER, FREEZES, TOUCHED, Table, TableColumn, freeze_rows
from trafftpkg.stores.tables.fold import Fold
from trafftpkg.stores.tables.rows import Mark

ENTRIES = Table[tuple[Any, ...]](
    "entries",
    "seq",
    TableColumn("seq", "INTEGER"),
    TableColumn("at", "INTEGER"),
    TableColumn("key", "TEXT"),
    TableColumn("purchases", "INTEGER"),
    TableColumn("appointments", "INTEGER"),
    TableColumn("line", "BYTES"),
)

PURCHASES = Table[Purchase](
    "purchases",
    "n",
    *columns.PURCHASES.columns,
    TableColumn("held", "INTEGER", held_units),
    TableColumn("lapsed", "INTEGER", lambda each: each.lapsed),
    TableColumn("refunded", "INTEGER", lambda each: each.refunded),
    TableColumn("sent", "INTEGER", lambda each: each.sent),
    TableColumn("voided", "INTEGER", lambda each: each.voided),
    TableColumn("paid", "DECIMAL", lambda each: each.paid),
)
"""With the counts that the tables keep from falling below zero."""

APPOINTMENTS = Table[Appointment](
    "appointments",
    "n",
    *columns.APPOINTMENTS.columns,
    TableColumn("capacity", "INTEGER", lambda each: each.visit.capacity),
)
"""With what says how many may be in a class; which place somebody gets the database says itself."""


T = TypeVar("T")

_KEPT = 50_000
"""Of purchases and of appointments, where many entries are taken in."""

_HEAD = ", ".join(Mark._fields)


def head_query(*, locked: bool = False) -> str:
    """Return the query for where the ledger stands; `locked` keeps others from recording until the end."""
    return f"SELECT {_HEAD} FROM head{' FOR UPDATE' if locked else ''}"


def mark_in(row: tuple[Any, ...]) -> Mark:
    """Return where the ledger stands."""
    return Mark(*row)


class PostgresFold(Fold):
    """Takes entries into the tables in order; what was taken is there after `flush` or `flush_many`."""

    def __init__(self, statements: PostgresStatements, mark: Mark) -> None:
        """Go on from `mark`, which is of the same database."""
        super().__init__(statements, mark)
        self._database = statements
        self._before = mark
        self._lines: list[bytes] = []

    def look_up(self, entries: Iterable[Entry]) -> None:
        """Read what many entries touch at once, and not one by one."""
        events = [event for entry in entries for event in entry.events]
        purchases = {number_of(each) for event in events for each in event.touched() if is_purchase(each)}
        visits = {number_of(each) for event in events for each in event.touched() if is_appointment(each)}
        self.know(
            self._states("purchases", Purchase, purchases - self._purchases.keys()),
            self._states("appointments", Appointment, visits - self._appointments.keys()),
        )

    def _states(self, table: str, kind: type[T], numbers: set[int]) -> list[T]:
        rows = self._database.execute(f"SELECT state FROM {table} WHERE n = ANY(%s)", (sorted(numbers),))
        return [decode(kind, loads(state)) for (state,) in rows]

    def take_line(self, entry: Entry, line: bytes) -> None:
        """Take in the next entry, with its bytes."""
        self._lines.append(line)
        self.take(entry, len(line))

    def flush(self) -> None:
        """Put what was taken into the tables, for the few entries of one request."""
        purchases, appointments = self._changed
        self._put_entries()
        self._put(PURCHASES, self._purchases, purchases, self._before.purchases)
        new = {n for n in appointments if n > self._before.appointments}
        # Whoever leaves a place goes before whoever takes it.
        leaving = {n for n in appointments - new if self._appointments[n].status != "booked"}
        for some in (leaving, appointments - new - leaving, new):
            self._put(APPOINTMENTS, self._appointments, some, self._before.appointments)
        self._finish()

    def flush_many(self) -> None:
        """Put what was taken into the tables, for many entries at once: what changed is laid out anew.

        Of the things met, only the latest are kept at hand.
        """
        purchases, appointments = self._changed
        self._put_entries()
        for table, numbers in (("purchases", purchases), ("appointments", appointments)):
            self._database.execute(f"DELETE FROM {table} WHERE n = ANY(%s)", (sorted(numbers),))
        self._put(PURCHASES, self._purchases, purchases, -1)
        self._put(APPOINTMENTS, self._appointments, appointments, -1)
        self._finish()
        for known in (self._purchases, self._appointments):
            for n in list(islice(known, max(len(known) - _KEPT, 0))):
                del known[n]

    def _put_entries(self) -> None:
        keys = {seq: key for key, seq in self._keys}
        # Where the tables are made anew the entries are there already, and no lines are taken in.
        rows = [
            (seq, at, keys.get(seq), purchases, appointments, line)
            for (seq, _, at, purchases, appointments), line in zip(self._entries, self._lines, strict=False)
        ]
        run = self._database
        run.insert(ENTRIES, rows)
        run.ignore(TOUCHED, sorted(self._touched))
        run.ignore(FORMER, sorted(self._former))
        run.remove(FREEZES, ("n",), [(n,) for n in self._frozen])

    def _put(self, table: Table[T], things: Mapping[int, T], numbers: set[int], last: int) -> None:
        """Put things into their table; up to a number they are there already."""
        self._database.insert(table, [table.row(things[n]) for n in sorted(numbers) if n > last])
        self._database.update(table, [table.row(things[n]) for n in sorted(numbers) if n <= last])

    def _finish(self) -> None:
        frozen = [row for n in self._frozen for row in freeze_rows(self._purchases[n])]
        self._database.insert(FREEZES, frozen)
        self._movements.flush()
        mark = self.mark
        self._database.execute(f"UPDATE head SET ({_HEAD}) = ({', '.join(['%s'] * len(mark))})", mark)
        self._before = mark
        taken = (self._lines, self._entries, self._keys, self._touched, self._former, self._frozen)
        for each in (*taken, *self._changed):
            each.clear()
