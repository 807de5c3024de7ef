"""Connections to the index, kept between the requests of one process."""

import sqlite3
from pathlib import Path

from trafftpkg.stores.jsonl.index.schema import is_private, opened, opened_for_writing

_MOST = 16
"""Readers kept at once: no more threads than that answer at a time."""

_Looks = tuple[int, int, int, int]


class KeptConnections:
    """Hands out connections to the index, and keeps those that come back.

    Opening one takes as long as reading a client's packages; one that is kept has its statements prepared.
    It also keeps the journal from being folded into the index whenever a request ends: SQLite does that when
    the last connection is closed, and waits for the disk three times.

    A process with one request to make keeps none, and leaves the index without a journal, which is read
    without permission to write. So they are kept from the second use on, and until `close`. One is not used
    again where the file looks otherwise than when it was put aside.
    """

    def __init__(self, index: Path) -> None:
        """Name the index; nothing is opened yet."""
        self._index = index
        self._written = self._read = 0
        self._writer: tuple[sqlite3.Connection, _Looks] | None = None
        self._readers: list[tuple[sqlite3.Connection, _Looks]] = []

    def writer(self) -> sqlite3.Connection:
        """Return a connection to write by; the caller holds the ledger's lock.

        Raises:
            sqlite3.Error: the index is missing, cannot be opened, is no database, or of another format.
        """
        kept, self._writer = self._writer, None
        if kept is not None:
            if self._is_as(kept[1]):
                return kept[0]
            kept[0].close()
        return opened_for_writing(self._index)

    def put_back_writer(self, connection: sqlite3.Connection) -> None:
        """Take a writer back, before the lock is let go of."""
        self._written += 1
        looks = self._looks()
        if self._written < 2 or looks is None or connection.in_transaction or is_private(connection):
            connection.close()
        else:
            self._writer = connection, looks

    def reader(self) -> sqlite3.Connection:
        """Return a connection to read by; errors as of `writer`."""
        while self._readers:
            try:
                connection, looks = self._readers.pop()
            except IndexError:  # another thread was quicker
                break
            if self._is_as(looks):
                return connection
            connection.close()
        return opened(self._index, "mode=ro")

    def put_back_reader(self, connection: sqlite3.Connection) -> None:
        """Take a reader back, and let go of the moment it showed."""
        self._read += 1
        looks = self._looks() if self._read > 1 and len(self._readers) < _MOST else None
        # What has failed has ended the moment already, and is not to be trusted any more.
        if looks is None or not connection.in_transaction:
            connection.close()
            return
        connection.execute("ROLLBACK")
        self._readers.append((connection, looks))

    def close(self) -> None:
        """Let go of all; whoever closes the index next folds the journal in."""
        kept = [*self._readers, *([self._writer] if self._writer else [])]
        self._readers, self._writer = [], None
        for connection, _ in kept:
            connection.close()

    def _is_as(self, looks: _Looks) -> bool:
        return self._looks() == looks

    def _looks(self) -> _Looks | None:
        try:
            stat = self._index.stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns
