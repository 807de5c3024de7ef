"""The index file: its format, how it is opened, its connections, and the books that are read by it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.stores.jsonl.connection_pool import ConnectionPool, FileStamp, stamp_of
from trafftpkg.stores.jsonl.files import check_database
from trafftpkg.stores.jsonl.statements import SqliteStatements
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.rows import NOTHING, Mark

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry

VERSION = 970739499
"""The format of an index: `layout_sum`, which a test checks, written down so that no question adds it up."""

Stamp = tuple[str, str, int, int]
"""The stat of the ledger's file: device, inode, mtime and ctime."""


class Reached:
    """How far the index is, and the stat of the ledger's file after our last write."""

    __slots__ = ("mark", "stamp")

    def __init__(self, stamp: Stamp, mark: Mark) -> None:
        self.stamp, self.mark = stamp, mark

    def is_of(self, stat: os.stat_result) -> bool:
        """Tell whether nobody has changed the ledger's file since our last write."""
        return self.stamp == ledger_stamp(stat) and self.mark.size == stat.st_size

    def is_older_than(self, stat: os.stat_result) -> bool:
        """Tell whether the file has only grown since, as far as its stat can tell."""
        return self.stamp[:2] == ledger_stamp(stat)[:2] and self.mark.size < stat.st_size


def ledger_stamp(stat: os.stat_result) -> Stamp:
    """Return device, inode, mtime and ctime. The first two are text, as they may exceed SQLite's integers."""
    return str(stat.st_dev), str(stat.st_ino), stat.st_mtime_ns, stat.st_ctime_ns


def opened(path: Path, options: str) -> sqlite3.Connection:
    """Open an index file, in autocommit. Only one thread at a time may use it.

    Args:
        options: Options of SQLite's URI: `mode=ro`, `mode=rw`, `mode=ro&immutable=1`.

    Raises:
        sqlite3.Error: it is missing, not ours, cannot be opened, or is not an index of this format.
    """
    try:
        check_database(path)
    except OSError as error:
        raise sqlite3.OperationalError(str(error)) from error
    connection = sqlite3.connect(
        f"file:{_quoted(path)}?{options}",
        uri=True,
        isolation_level=None,
        timeout=5,
        check_same_thread=False,
    )
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            raise sqlite3.DatabaseError("an index of another format")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def opened_for_writing(path: Path) -> sqlite3.Connection:
    """Open an index file for writing; raises the same errors as `opened`."""
    connection = opened(path, "mode=rw")
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class _Private(sqlite3.Connection):
    """A connection to an index that nobody else sees, and that is gone when it is closed."""


def private() -> sqlite3.Connection:
    """Return a connection to an empty index that nobody else sees."""
    return sqlite3.connect("", isolation_level=None, factory=_Private)


def is_private(connection: sqlite3.Connection) -> bool:
    """Tell whether nobody else sees the index."""
    return isinstance(connection, _Private)


def reached(connection: sqlite3.Connection) -> Reached | None:
    """Return how far the index is, and of which file. None while it is empty."""
    row = connection.execute("SELECT * FROM mark").fetchone()
    return None if row is None else Reached(row[:4], Mark(*row[4:]))


def mark_of(connection: sqlite3.Connection) -> Mark | None:
    """Return how far the index is. None while it is empty."""
    found = reached(connection)
    return None if found is None else found.mark


def _quoted(path: Path) -> str:
    return "".join(
        chr(byte) if chr(byte) in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(path.absolute())
    )


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.")


class IndexConnections:
    """Lends connections to the index, and keeps those that are given back.

    Opening a connection takes as long as reading a client's packages. A kept connection has its statements
    prepared, and spares the checkpoint at the end of each request: when the last connection is closed, SQLite
    moves the journal into the index, and waits for the disk three times.

    A process with only one request keeps none: so the index is left without a journal, and can be read
    without permission to write. Connections are kept from the second use on, until `close`. A connection is
    not used again if the file's stamp has changed since.
    """

    def __init__(self, index: Path) -> None:
        """Name the index. Nothing is opened yet."""
        self._index = index
        self._written = self._read = 0
        self._writers, self._readers = ConnectionPool(), ConnectionPool()

    def stamp(self) -> FileStamp | None:
        """Return the stamp of the index. Ask for it before a reader."""
        return stamp_of(self._index)

    def writer(self) -> sqlite3.Connection:
        """Return a connection for writing. The caller holds the ledger's lock.

        Raises:
            sqlite3.Error: the index is missing, cannot be opened, or is not an index of this format.
        """
        return self._writers.taken(self.stamp()) or opened_for_writing(self._index)

    def put_back_writer(self, connection: sqlite3.Connection) -> None:
        """Take a writer back before the lock is released, so that nobody has replaced the file."""
        self._written += 1
        if self._written < 2 or connection.in_transaction or is_private(connection):
            connection.close()
        else:
            self._writers.put_aside(connection, self.stamp())

    def reader(self, stamp: FileStamp | None) -> sqlite3.Connection:
        """Return a connection for reading; raises the same errors as `writer`."""
        return self._readers.taken(stamp) or opened(self._index, "mode=ro")

    def put_back_reader(self, connection: sqlite3.Connection, stamp: FileStamp | None) -> None:
        """Take a reader back, and end its view. `stamp` is the one it was asked for with."""
        self._read += 1
        # A failure has ended the view already, and this connection is not used again.
        if self._read < 2 or not connection.in_transaction:
            connection.close()
            return
        connection.execute("ROLLBACK")
        self._readers.put_aside(connection, stamp)

    def close(self) -> None:
        """Close all. The next one to close the index moves the journal into it."""
        self._readers.close()
        self._writers.close()


class IndexedLines:
    """Reads entries at the places that the index knows."""

    def __init__(self, connection: sqlite3.Connection, ledger: Path) -> None:
        self._connection = connection
        self._ledger = ledger

    def mark(self) -> Mark:
        """Return how far the index is."""
        return mark_of(self._connection) or NOTHING

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return next(iter(self._entries("FROM entries WHERE seq = ?", seq)), None)

    def after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""
        return self._entries("FROM entries WHERE seq > ? ORDER BY seq LIMIT ?", seq, most)

    def with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""
        return next(iter(self._entries("FROM keys JOIN entries USING (seq) WHERE key = ?", key)), None)

    def touching(self, kind: int, n: int, until: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""
        tail = "FROM touched JOIN entries USING (seq) WHERE kind = ? AND n = ? AND seq <= ? ORDER BY seq"
        return self._entries(tail, kind, n, until)

    def _entries(self, tail: str, *values: int | str) -> list[Entry]:
        places = self._connection.execute(f"SELECT seq, offset {tail}", values).fetchall()
        if not places:
            return []
        from trafftpkg.stores.jsonl.entries import entries_at

        return entries_at(self._ledger, places)


def books_of(connection: sqlite3.Connection, ledger: Path) -> TableBooks:
    """Return the books of a ledger, read from an open index."""
    return TableBooks(SqliteStatements(connection), IndexedLines(connection, ledger))
