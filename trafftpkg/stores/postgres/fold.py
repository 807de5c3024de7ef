"""Takes entries into the tables, like the fold of all stores, with the columns that only PostgreSQL has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trafftpkg.domain.balance import held_units
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import Kind, kind_of, number_of
from trafftpkg.domain.thing import Engagement, Thing
from trafftpkg.stores.postgres.schema import check_fit
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables import things
from trafftpkg.stores.tables.columns import FORMER, TOUCHED, Table, TableColumn
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

AT_ONCE = 20_000
"""After how many of very many entries what is settled is written."""

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
    """Takes entries into the tables in order."""

    kept: Mapping[Kind, int] = {"pur": 30_000}
    """What is in the diary does not wait: there is no room for two visits at one time."""

    def __init__(self, statements: PostgresStatements, mark: Mark) -> None:
        """Go on from `mark`, which belongs to the same database."""
        super().__init__(statements, mark)
        self._database = statements
        self._stored: dict[Kind, set[int]] = {kind: set() for kind in THINGS}
        """The numbers of the things in the cache that the tables have already."""
        self._lines: list[bytes] = []

    def take_line(self, entry: Entry, line: bytes) -> None:
        """Take in the next entry, with its bytes."""
        self._lines.append(line)
        self.take(entry, len(line))

    def flush(self) -> None:
        """Write what was taken in, and where the ledger stands."""
        super().flush()
        mark = self.mark
        self._database.execute(f"UPDATE head SET ({_HEAD}) = ({', '.join(['%s'] * len(mark))})", mark)

    def know(self, things: Iterable[Thing]) -> None:
        """Use things that were read already and cannot have changed since."""
        for each in things:
            super().know([each])
            self._stored[kind_of(each.id)].add(number_of(each.id))

    def _stored_one(self, table: ThingTable[Thing], n: int) -> Thing | None:
        found = super()._stored_one(table, n)
        if found is not None:
            self._stored[table.kind].add(n)
        return found

    def _put_taken(self) -> None:
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
        for taken in (self._lines, self._entries, self._keys, self._touched, self._former):
            taken.clear()

    def _put(self, table: ThingTable[Thing], numbers: set[int]) -> None:
        known, stored = self._known[table.kind], self._stored[table.kind]
        table = THINGS_WITH_COUNTS[table.kind]
        # A client who leaves a place is written before the one who takes it.
        changed = sorted((known[n] for n in sorted(numbers & stored)), key=_takes_a_place)
        self._database.update(table, map(table.row, changed))
        self._database.insert(table, [table.row(known[n]) for n in sorted(numbers - stored)])
        stored |= numbers

    def _forget(self, settled: Mapping[Kind, set[int]]) -> None:
        super()._forget(settled)
        for kind, numbers in settled.items():
            self._stored[kind] -= numbers


def _takes_a_place(thing: Thing) -> bool:
    return isinstance(thing, Engagement) and thing.stands
