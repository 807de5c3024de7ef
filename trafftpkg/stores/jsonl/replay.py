"""Takes any number of lines into an index: checks the chain, in batches, in bounded memory."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.domain.ids import Kind
from trafftpkg.stores.jsonl.files import check_is_regular, opened_as_ours, removed, side_files, stat_of
from trafftpkg.stores.jsonl.index_file import ledger_stamp, mark_of, private
from trafftpkg.stores.jsonl.index_layout import ENTRIES, MARK, created, finished
from trafftpkg.stores.jsonl.statements import SqliteStatements
from trafftpkg.stores.lines.line import TooNewError, entry_of
from trafftpkg.stores.lines.scan import BrokenChainError, whole_lines
from trafftpkg.stores.lines.wire import ShapeError
from trafftpkg.stores.tables.columns import FORMER, KEYS, TOUCHED
from trafftpkg.stores.tables.fold import Fold
from trafftpkg.stores.tables.rows import NOTHING, Mark, Row
from trafftpkg.stores.tables.things import THINGS, ThingTable

if TYPE_CHECKING:
    from trafftpkg.domain.care import Progress
    from trafftpkg.domain.thing import Thing


class IndexFold(Fold):
    """Takes entries into the index in order."""

    kept: Mapping[Kind, int] = {"pur": 6_000, "apt": 3_000}
    """Most that return are running packages, or visits that change."""

    def __init__(self, statements: SqliteStatements, mark: Mark) -> None:
        """Go on from `mark`, which belongs to the same index."""
        super().__init__(statements, mark)
        self._index = statements
        self._rows: dict[Kind, dict[int, Row]] = {kind: {} for kind in THINGS}
        """As they are written, but for the states, of things that were read: what differs is written."""

    def _stored_one(self, table: "ThingTable[Thing]", n: int) -> "Thing | None":
        query = f"SELECT {', '.join(table.names)}, {table.read} FROM {table.name} WHERE n = %(n)s"
        row = self._statements.execute(query, {"n": n}).fetchone()
        if row is None:
            return None
        columns = len(table.names)
        self._rows[table.kind][n] = tuple(row[: columns - 1])
        return self._read(table, row[columns:])

    def _put_taken(self) -> None:
        run = self._statements
        run.insert(ENTRIES, self._entries)
        run.ignore(KEYS, self._keys)
        run.ignore(TOUCHED, sorted(self._touched))
        run.ignore(FORMER, sorted(self._former))
        for taken in (self._entries, self._keys, self._touched, self._former):
            taken.clear()

    def _put(self, table: "ThingTable[Thing]", numbers: set[int]) -> None:
        known, rows = self._known[table.kind], self._rows[table.kind]
        new = sorted(numbers - rows.keys())
        if new:
            self._statements.insert(table, (table.row(known[n]) for n in new))
        for n in sorted(numbers & rows.keys()):
            self._index.change(table, rows.pop(n), table.row(known[n]))

    def _forget(self, settled: Mapping[Kind, set[int]]) -> None:
        super()._forget(settled)
        for kind, numbers in settled.items():
            for n in numbers:
                self._rows[kind].pop(n, None)


BATCH = 5_000


def catch_up(connection: sqlite3.Connection, ledger: Path, progress: "Progress | None" = None) -> None:
    """Take the lines after the index's mark into the index, in one transaction.

    The lines are synced first, because their writer may have died before syncing. An unfinished line at the
    end is left alone.

    Raises:
        BrokenChainError: a line does not follow from the one before. The index is not changed.
        OutcomeUnknownError: it is unknown whether the lines are on the disk.
        sqlite3.Error: the index cannot be written.
    """
    fold = IndexFold(SqliteStatements(connection), mark_of(connection) or NOTHING)
    with ledger.open("rb", buffering=1 << 20) as file:
        connection.execute("BEGIN IMMEDIATE")
        try:
            total = os.fstat(file.fileno()).st_size
            if total > fold.mark.size:
                _make_durable(file.fileno(), ledger, is_beginning=not fold.mark.size)
            for line in whole_lines(file, fold.mark.size, fold.mark.hash):
                _take(fold, line)
                if fold.waiting >= BATCH:
                    fold.flush_settled()
                    if progress:
                        progress(fold.mark.size, total)
            fold.flush()
            put_mark(connection, fold.mark, os.fstat(file.fileno()))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def put_mark(connection: sqlite3.Connection, mark: Mark, stat: os.stat_result) -> None:
    """Record how far the index is, and the stat of the ledger's file."""
    connection.execute("DELETE FROM mark")
    SqliteStatements(connection).insert(MARK, [(*ledger_stamp(stat), *mark)])


def built_privately(ledger: Path, start: sqlite3.Connection | None = None) -> sqlite3.Connection:
    """Build a private index of the whole ledger. It is gone when it is closed.

    Args:
        start: A good index that is behind. Without one, every line is read.

    Raises:
        BrokenChainError: as `catch_up`.
    """
    connection = created(None) if start is None else private()
    try:
        if start is None:
            finished(connection)
        else:
            start.backup(connection)
        if stat_of(ledger) is not None:
            catch_up(connection, ledger)
    except BaseException:
        connection.close()
        raise
    return connection


def rebuilt(index: Path, ledger: Path, progress: "Progress | None" = None) -> None:
    """Build the index from the whole ledger beside the old one, and put it in place of that.

    The caller holds the lock.

    Raises:
        BrokenChainError: as `catch_up`. The old index is not changed.
        sqlite3.Error, OSError: the folder cannot be written.
    """
    new = index.with_name(index.name + ".new")
    for each in (index, *side_files(index)):
        check_is_regular(each)
    for each in (new, *side_files(new)):
        removed(each)
    os.close(opened_as_ours(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    try:
        with closing(created(new)) as connection:
            catch_up(connection, ledger, progress)
            finished(connection)
            connection.execute("PRAGMA journal_mode = WAL")
        _settle(new)
        # The old index first: without its journal it may be half of two states, and the new one has none.
        for each in (index, *side_files(index)):
            removed(each)
        new.replace(index)
    except BaseException:
        for each in (new, *side_files(new)):
            removed(each)
        raise


def _take(fold: IndexFold, line: bytes) -> None:
    try:
        entry = entry_of(line)
    except (ShapeError, TooNewError) as error:
        raise BrokenChainError(str(error)) from error
    if entry.seq != fold.mark.seq + 1:
        raise BrokenChainError(f"entry {entry.seq} stands where {fold.mark.seq + 1} should")
    fold.take(entry, len(line))


def _make_durable(file: int, ledger: Path, *, is_beginning: bool) -> None:
    from trafftpkg.stores.jsonl.append import sync, sync_folder

    sync(file, ledger)
    if is_beginning:
        sync_folder(ledger)


def _settle(path: Path) -> None:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
