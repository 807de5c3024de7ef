"""Connections to the index, kept between the requests of one process."""

import sqlite3
from pathlib import Path

from trafftpkg.stores.jsonl.connection_pool import ConnectionPool, FileStamp, stamp_of
from trafftpkg.stores.jsonl.index_file import is_private, opened, opened_for_writing


class IndexConnections:
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
        self._writers, self._readers = ConnectionPool(), ConnectionPool()

    def stamp(self) -> FileStamp | None:
        """Return how the index looks; to be asked before a reader."""
        return stamp_of(self._index)

    def writer(self) -> sqlite3.Connection:
        """Return a connection to write by; the caller holds the ledger's lock.

        Raises:
            sqlite3.Error: the index is missing, cannot be opened, is no database, or of another format.
        """
        return self._writers.taken(self.stamp()) or opened_for_writing(self._index)

    def put_back_writer(self, connection: sqlite3.Connection) -> None:
        """Take a writer back, before the lock is let go of: nobody else has replaced the file."""
        self._written += 1
        if self._written < 2 or connection.in_transaction or is_private(connection):
            connection.close()
        else:
            self._writers.put_aside(connection, self.stamp())

    def reader(self, stamp: FileStamp | None) -> sqlite3.Connection:
        """Return a connection to read by; raises the same errors as `writer`."""
        return self._readers.taken(stamp) or opened(self._index, "mode=ro")

    def put_back_reader(self, connection: sqlite3.Connection, stamp: FileStamp | None) -> None:
        """Take a reader back, and let go of the moment it showed; `stamp` as when it was asked for."""
        self._read += 1
        # What has failed has ended the moment already, and is not to be trusted any more.
        if self._read < 2 or not connection.in_transaction:
            connection.close()
            return
        connection.execute("ROLLBACK")
        self._readers.put_aside(connection, stamp)

    def close(self) -> None:
        """Let go of all; whoever closes the index next folds the journal in."""
        self._readers.close()
        self._writers.close()
