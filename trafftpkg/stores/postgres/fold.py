"""Takes entries into the tables, like the fold of all stores, with the columns that only PostgreSQL has."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from trafftpkg.domain.balance import held_units
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import Kind, kind_of, number_of
from trafftpkg.domain.thing import Engagement, Thing
from trafftpkg.stores.postgres.schema import check_fit
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables import things
from trafftpkg.stores.tables.columns import BESIDE, FORMER, TOUCHED, Table, TableColumn
from trafftpkg.stores.tables.fold import Fold
from trafftpkg.stores.tables.rows import Mark
from trafftpkg.stores.tables.things import THINGS, ThingTable

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

PURCHASES = things.PURCHASES.with_columns(
    TableColumn("held", "INTEGER", held_units),
    TableColumn("lapsed", "INTEGER", lambda each: each.lapsed),
    TableColumn("refunded", "INTEGER", lambda each: each.refunded),
    TableColumn("sent", "INTEGER", lambda each: each.sent),
    TableColumn("voided", "INTEGER", lambda each: each.voided),
    TableColumn("paid", "DECIMAL", lambda each: each.paid),
)
"""With counts that the tables do not let fall below zero."""

APPOINTMENTS = things.APPOINTMENTS.with_columns(
    TableColumn("capacity", "INTEGER", lambda each: each.visit.capacity),
    TableColumn("party", "INTEGER", lambda each: each.visit.party),
)
"""With the capacity of a class, and how many of it come. The database itself counts them."""

THINGS_WITH_COUNTS: Mapping[Kind, ThingTable[Any]] = {**THINGS, "pur": PURCHASES, "apt": APPOINTMENTS}
"""The table of each kind of thing, with PostgreSQL's columns."""

_KEPT = 50_000
"""How many things of each kind are cached while many entries are taken in."""

_HEAD = ", ".join(Mark._fields)
HEAD_QUERY = f"SELECT {_HEAD}, (SELECT max(version) FROM ledger_schema) FROM head"
"""Asks where the ledger stands, and the version of its tables: they may be upgraded while a program runs."""


def head_of(statements: PostgresStatements, where: str) -> Mark:
    """Return where the ledger at `where` stands; raises the errors of `mark_in`."""
    return mark_in(statements.one(HEAD_QUERY), where)


def locked_head(statements: PostgresStatements) -> Mark:
    """Keep others from recording until the transaction ends, and return where the ledger stands."""
    return Mark(*statements.one(f"SELECT {_HEAD} FROM head FOR UPDATE"))


def mark_in(row: Sequence[Any], where: str) -> Mark:
    """Return where the ledger stands, of a row of `HEAD_QUERY`.

    Raises:
        LedgerTooNewError, StoreUnusableError: the tables are of another version, as `check_fit` says.
    """
    *mark, version = row
    check_fit(version, where)
    return Mark(*mark)


class PostgresFold(Fold):
    """Takes entries into the tables in order. `flush` writes them."""

    def __init__(self, statements: PostgresStatements, mark: Mark) -> None:
        """Go on from `mark`, which belongs to the same database."""
        super().__init__(statements, mark)
        self._database = statements
        self._before = mark
        self._lines: list[bytes] = []

    def look_up(self, entries: Iterable[Entry]) -> None:
        """Read everything that many entries touch at once, instead of one by one."""
        met: dict[Kind, set[int]] = {kind: set() for kind in THINGS}
        for thing in (each for entry in entries for each in entry.touched):
            met[kind_of(thing)].add(number_of(thing))
        for kind, numbers in met.items():
            self.know(self._stored(THINGS[kind], sorted(numbers - self._known[kind].keys())))

    def _stored(self, table: ThingTable[Thing], numbers: list[int]) -> list[Thing]:
        rows = self._database.execute(f"SELECT {table.read} FROM {table.name} WHERE n = ANY(%s)", (numbers,))
        return [self._read(table, row) for row in rows]

    def take_line(self, entry: Entry, line: bytes) -> None:
        """Take in the next entry, with its bytes."""
        self._lines.append(line)
        self.take(entry, len(line))

    def flush(self) -> None:
        """Write what was taken in. Only the latest things stay in the cache."""
        self._put_entries()
        for kind, numbers in self._changed.items():
            self._put(THINGS_WITH_COUNTS[kind], numbers)
        self._finish()
        for known in self._known.values():
            for n in list(islice(known, max(len(known) - _KEPT, 0))):
                del known[n]

    def _put_entries(self) -> None:
        keys = {seq: key for key, seq in self._keys}
        # When the tables are rebuilt, the entries exist already, and there are no new lines.
        rows = [
            (seq, at, keys.get(seq), purchases, appointments, line)
            for (seq, _, at, purchases, appointments), line in zip(self._entries, self._lines, strict=False)
        ]
        run = self._database
        run.insert(ENTRIES, rows)
        run.insert(TOUCHED, sorted(self._touched))
        run.ignore(FORMER, sorted(self._former))
        for beside in BESIDE:
            run.remove(beside.table, ("n",), [(n,) for n in self._beside[beside.table.name]])

    def _put(self, table: ThingTable[Thing], numbers: set[int]) -> None:
        """Put things into their table. Those that were counted before exist already."""
        things = [self._known[table.kind][n] for n in sorted(numbers)]
        if not table.counted:
            self._database.put(table, map(table.row, things))
            return
        last = self._before.count(table.counted)
        # A client who leaves a place is written before the one who takes it.
        old = sorted((each for each in things if number_of(each.id) <= last), key=_takes_a_place)
        self._database.update(table, map(table.row, old))
        self._database.insert(table, [table.row(each) for each in things if number_of(each.id) > last])

    def _finish(self) -> None:
        for beside in BESIDE:
            noted = self._beside[beside.table.name]
            self._database.insert(beside.table, [row for each in noted.values() for row in beside.rows(each)])
            noted.clear()
        self._movements.flush()
        mark = self.mark
        self._database.execute(f"UPDATE head SET ({_HEAD}) = ({', '.join(['%s'] * len(mark))})", mark)
        self._before = mark
        taken = (self._lines, self._entries, self._keys, self._touched, self._former)
        for each in taken:
            each.clear()
        for numbers in self._changed.values():
            numbers.clear()


def _takes_a_place(thing: Thing) -> bool:
    return isinstance(thing, Engagement) and thing.stands
