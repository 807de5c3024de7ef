"""The index file: its format, and how it is opened."""

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

from trafftpkg.stores.jsonl.own_files import check_database
from trafftpkg.stores.tables.rows import Mark

VERSION = 733667559
"""The format of an index: `layout_sum`, which a test checks, written down so that no question adds it up."""

Stamp = tuple[str, str, int, int]
"""The stat of the ledger's file: device, inode, mtime and ctime."""


class Reached(NamedTuple):
    """How far the index is, and the stat of the ledger's file after our last write."""

    stamp: Stamp
    mark: Mark

    def is_of(self, stat: os.stat_result) -> bool:
        """Tell whether nobody has changed the ledger's file since our last write."""
        return self.stamp == stamp_of(stat) and self.mark.size == stat.st_size

    def is_older_than(self, stat: os.stat_result) -> bool:
        """Tell whether the file has only grown since, as far as its stat can tell."""
        return self.stamp[:2] == stamp_of(stat)[:2] and self.mark.size < stat.st_size


def stamp_of(stat: os.stat_result) -> Stamp:
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
