"""Connections to the index, kept between the requests of a process."""

import sqlite3
from pathlib import Path

from trafftpkg.stores.jsonl.connection_pool import ConnectionPool, FileStamp, stamp_of
from trafftpkg.stores.jsonl.index_file import is_private, opened, opened_for_writing


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
