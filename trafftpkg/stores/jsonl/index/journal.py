"""The index's journal, kept between the requests of one process."""

import sqlite3
from pathlib import Path

from trafftpkg.stores.jsonl.index.schema import mark_of, opened


class JournalKeeper:
    """Keeps the journal from being folded into the index whenever a request ends.

    SQLite does that when the last connection is closed, and waits for the disk three times. One that is never
    used keeps another from being the last. A process with one request to make needs no keeper, and leaves the
    index without a journal, which is read without permission to write.
    """

    def __init__(self, index: Path) -> None:
        """Name the index; nothing is opened yet."""
        self._index = index
        self._requests = 0
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def keep(self) -> None:
        """Hold on to the journal from the second request on; called while the index is open for writing."""
        self._requests += 1
        if self._requests < 2:
            return
        try:
            stat = self._index.stat()
            if self._file == (stat.st_dev, stat.st_ino):
                return
            self.close()
            self._connection = opened(self._index, "mode=ro", any_thread=True)
            # Only what has been read is held on to.
            mark_of(self._connection)
            self._file = (stat.st_dev, stat.st_ino)
        except (sqlite3.Error, OSError):
            self.close()

    def close(self) -> None:
        """Let go; whoever closes the index next folds the journal in."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._file = None
