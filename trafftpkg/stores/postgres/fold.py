"""Entries taken into the tables: the index's fold, written as PostgreSQL has it."""

from collections.abc import Iterable
from itertools import islice
from json import loads
from typing import Any, TypeVar

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import held_units
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.lines.wire import decode
from trafftpkg.stores.postgres.dialect import Statements
from trafftpkg.stores.tables.fold import Fold
from trafftpkg.stores.tables.mark import Mark
from trafftpkg.stores.tables.rows import appointment_row, freeze_rows, purchase_row

T = TypeVar("T")

_KEPT = 50_000
"""Of purchases and of appointments, where many entries are taken in."""

_PURCHASE = (
    "n, client, package, ended, expires_at, paid_enough, free, latest_hold, pay_by, state,"
    " held, lapsed, refunded, sent, voided, paid"
)
_APPOINTMENT = (
    "n, client, employee, location, service, status, starts_at, ends_at, occupied_from, occupied_until,"
    " state, capacity"
)
_HEAD = "size, seq, hash, at, purchases, appointments, longest, ledger, time_zone, currency, moved_to"


def head_query(*, held: bool = False) -> str:
    """Return the query for where the ledger stands; `held` keeps all others from recording until the end."""
    return f"SELECT {_HEAD} FROM head{' FOR UPDATE' if held else ''}"


def mark_in(row: tuple[Any, ...]) -> Mark:
    """Return where the ledger stands."""
    return Mark(*row)


class PostgresFold(Fold):
    """Takes entries into the tables in order; what was taken is there after `flush` or `flush_many`."""

    def __init__(self, statements: Statements, mark: Mark) -> None:
        """Go on from `mark`, which is of the same database."""
        super().__init__(statements, mark)  # type: ignore[arg-type]
        self._statements = statements
        self._before = mark
        self._lines: list[bytes] = []

    def know(self, purchases: Iterable[Purchase], appointments: Iterable[Appointment]) -> None:
        """Have at hand what was read already and cannot have changed since."""
        self._purchases.update((number_of(each.id), each) for each in purchases)
        self._appointments.update((number_of(each.id), each) for each in appointments)

    def look_up(self, entries: Iterable[Entry]) -> None:
        """Read what many entries touch at once, and not one by one."""
        events = [event for entry in entries for event in entry.events]
        purchases = {number_of(each) for event in events for each in event.touched_purchases()}
        visits = {number_of(each) for event in events for each in event.touched_appointments()}
        self.know(
            self._states("purchases", Purchase, purchases - self._purchases.keys()),
            self._states("appointments", Appointment, visits - self._appointments.keys()),
        )

    def _states(self, table: str, kind: type[T], numbers: set[int]) -> list[T]:
        rows = self._statements.execute(f"SELECT state FROM {table} WHERE n = ANY(?)", (sorted(numbers),))
        return [decode(kind, loads(state)) for (state,) in rows]

    def take_line(self, entry: Entry, line: bytes) -> None:
        """Take in the next entry, with its bytes."""
        self._lines.append(line)
        self.take(entry, len(line))

    def flush(self) -> None:
        """Put what was taken into the tables, for the few entries of one request."""
        purchases, appointments = self._changed
        self._put_entries()
        self._put("purchases", _PURCHASE, self._rows(purchases, self._before.purchases))
        new = {n for n in appointments if n > self._before.appointments}
        # Whoever leaves a place goes before whoever takes it.
        leaving = {n for n in appointments - new if self._appointments[n].status != "booked"}
        for some in (leaving, appointments - new - leaving, new):
            self._put("appointments", _APPOINTMENT, self._visit_rows(some, self._before.appointments))
        self._finish()

    def flush_many(self) -> None:
        """Put what was taken into the tables, for many entries at once: what changed is laid out anew.

        Of the things met, only the latest are kept at hand.
        """
        purchases, appointments = self._changed
        self._put_entries()
        for table, numbers in (("purchases", purchases), ("appointments", appointments)):
            self._statements.execute(f"DELETE FROM {table} WHERE n = ANY(?)", (sorted(numbers),))
        self._put("purchases", _PURCHASE, self._rows(purchases, -1))
        self._put("appointments", _APPOINTMENT, self._visit_rows(appointments, -1))
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
        run = self._statements.executemany
        run("INSERT INTO entries (seq, at, key, purchases, appointments, line) VALUES (?,?,?,?,?,?)", rows)
        run("INSERT OR IGNORE INTO touched VALUES (?,?,?)", sorted(self._touched))
        run("INSERT OR IGNORE INTO former VALUES (?,?,?)", sorted(self._former))
        run("DELETE FROM freezes WHERE n = ?", [(n,) for n in self._frozen])

    def _put(self, table: str, columns: str, rows: tuple[list[Any], list[Any]]) -> None:
        new, known = rows
        marks = ",".join("?" * (columns.count(",") + 1))
        self._statements.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", new)
        changes = columns.partition(", ")[2]
        self._statements.executemany(
            f"UPDATE {table} SET ({changes}) = ({marks[2:]}) WHERE n = ?",
            [(*row[1:], row[0]) for row in known],
        )

    def _rows(self, numbers: set[int], known: int) -> tuple[list[Any], list[Any]]:
        """The rows of purchases: the new, and those that are there already."""
        return _parted([_purchase(self._purchases[n]) for n in sorted(numbers)], known)

    def _visit_rows(self, numbers: set[int], known: int) -> tuple[list[Any], list[Any]]:
        return _parted([_appointment(self._appointments[n]) for n in sorted(numbers)], known)

    def _finish(self) -> None:
        frozen = [row for n in self._frozen for row in freeze_rows(self._purchases[n])]
        self._statements.executemany("INSERT INTO freezes VALUES (?,?,?)", frozen)
        self._movements.flush()
        mark = self.mark
        self._statements.execute(f"UPDATE head SET ({_HEAD}) = ({','.join('?' * len(mark))})", mark)
        self._before = mark
        taken = (self._lines, self._entries, self._keys, self._touched, self._former, self._frozen)
        for each in (*taken, *self._changed):
            each.clear()


def _parted(rows: list[Any], known: int) -> tuple[list[Any], list[Any]]:
    if known < 0:
        return rows, []
    return [row for row in rows if row[0] > known], [row for row in rows if row[0] <= known]


def _purchase(purchase: Purchase) -> tuple[Any, ...]:
    """A purchase's row, with the counts that the tables keep from falling below zero."""
    gone = (purchase.lapsed, purchase.refunded, purchase.sent, purchase.voided)
    return (*purchase_row(purchase), held_units(purchase), *gone, purchase.paid)


def _appointment(appointment: Appointment) -> tuple[Any, ...]:
    return (*appointment_row(appointment), appointment.visit.capacity)
