"""Connections to one of SQLite's files, put aside and used again for as long as the file looks the same."""

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple
from weakref import finalize


class FileStamp(NamedTuple):
    """How a file looks from outside; its time is that of the last change, in nanoseconds."""

    device: int
    inode: int
    size: int
    mtime_ns: int


_MOST = 16
"""How many are put aside: no more threads than that use one file at a time."""


def stamp_of(path: Path | str) -> FileStamp | None:
    """Return how a file looks; None where it is not there."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - for each page that is served; a Path is five times as slow
    except OSError:
        return None
    return FileStamp(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)


class ConnectionPool:
    """What was opened before; of any thread. How the file looks is to be asked before it is opened."""

    def __init__(self) -> None:
        self._aside: list[tuple[sqlite3.Connection, FileStamp]] = []
        # Whoever lets go of this without closing it leaves no connection to the garbage collector.
        finalize(self, _close, self._aside)

    def taken(self, stamp: FileStamp | None) -> sqlite3.Connection | None:
        """Return one that was opened when the file looked like this; others are closed."""
        while self._aside:
            try:
                connection, then = self._aside.pop()
            except IndexError:  # another thread was quicker
                break
            if then == stamp:
                return connection
            connection.close()
        return None

    def put_aside(self, connection: sqlite3.Connection, stamp: FileStamp | None) -> None:
        """Keep one without a transaction; it is closed where the file was not there or enough are kept."""
        if stamp is None or len(self._aside) >= _MOST:
            connection.close()
        else:
            self._aside.append((connection, stamp))

    def close(self) -> None:
        """Let go of all."""
        _close(self._aside)


def _close(aside: list[tuple[sqlite3.Connection, FileStamp]]) -> None:
    while aside:
        aside.pop()[0].close()
