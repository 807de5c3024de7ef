"""Idle connections to a SQLite file, used again as long as the file's stamp stays the same."""

import os
import sqlite3
from pathlib import Path
from weakref import finalize

FileStamp = tuple[int, int, int, int]
"""A file's device, inode, size, and mtime in nanoseconds, by which a change is noticed."""

_MOST = 16
"""How many idle connections are kept: no more threads use one file at a time."""


def stamp_of(path: Path | str) -> FileStamp | None:
    """Return the stamp of a file. None if there is no file."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - for each page that is served; a Path is five times as slow
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


class ConnectionPool:
    """Idle connections, of any thread. The caller takes the file's stamp before opening it."""

    def __init__(self) -> None:
        self._aside: list[tuple[sqlite3.Connection, FileStamp]] = []
        # Closes the connections even if nobody calls `close`.
        finalize(self, _close, self._aside)

    def taken(self, stamp: FileStamp | None) -> sqlite3.Connection | None:
        """Return a connection opened at this stamp. Others are closed."""
        while self._aside:
            try:
                connection, then = self._aside.pop()
            except IndexError:  # another thread was faster
                break
            if then == stamp:
                return connection
            connection.close()
        return None

    def put_aside(self, connection: sqlite3.Connection, stamp: FileStamp | None) -> None:
        """Keep a connection without a transaction. It is closed if there was no file, or enough are kept."""
        if stamp is None or len(self._aside) >= _MOST:
            connection.close()
        else:
            self._aside.append((connection, stamp))

    def close(self) -> None:
        """Close all idle connections."""
        _close(self._aside)


def _close(aside: list[tuple[sqlite3.Connection, FileStamp]]) -> None:
    while aside:
        aside.pop()[0].close()
