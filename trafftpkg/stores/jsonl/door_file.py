"""The door's notes, which all servers share, as a file beside the ledger.

A small, disposable SQLite file. If it is lost, everybody is signed out, links and `/done` addresses end,
counting starts again, and visits that waited for an answer stay booked. It contains no names, no addresses:
only keyed hashes of who tries, hashes of links and sessions, and the clients' random keys.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.stores.jsonl.connection_pool import ConnectionPool, stamp_of
from trafftpkg.stores.jsonl.files import unavailable
from trafftpkg.stores.jsonl.statements import SqliteStatements

_LAYOUT = """
    PRAGMA journal_mode = DELETE;
    CREATE TABLE IF NOT EXISTS door_references (name TEXT PRIMARY KEY, client TEXT NOT NULL,
        made REAL NOT NULL, until REAL NOT NULL, what TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS door_references_by_end ON door_references (until);
    CREATE TABLE IF NOT EXISTS door_sign_outs (client TEXT PRIMARY KEY, at REAL NOT NULL, until REAL NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS door_waiting (key TEXT PRIMARY KEY, client TEXT NOT NULL, until REAL NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS door_attempts (who TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL,
        name TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS door_attempts_by_who ON door_attempts (who, at);
    CREATE INDEX IF NOT EXISTS door_attempts_by_end ON door_attempts (until);
    DROP TABLE IF EXISTS door_knocks;
    DROP TABLE IF EXISTS knocks;
    DROP TABLE IF EXISTS used;
    DROP TABLE IF EXISTS door_links;
"""
"""Nothing is left beside the file, so that it alone can be deleted while the page runs.

The dropped tables are from earlier versions: attempts under an older name, and used links.
"""
_NEXT_TRY = 0.01
"""In seconds."""


class DoorFile:
    """The tables of the door's notes. All servers that open the file share them.

    Opening it raises StoreUnavailableError if the file cannot be used. A connection for reading is used again
    as long as the file's stamp stays the same.

    Args:
        path: The file. It is created when first needed, and only its owner can read it.
        wait: Seconds to wait for another process that is writing.
    """

    def __init__(self, path: Path, *, wait: float = 5.0) -> None:
        self._path = path
        self._wait = wait
        self._laid_out = False
        self._kept = ConnectionPool()

    @contextmanager
    def reading(self) -> Iterator[SqliteStatements | None]:
        """Open the file for reading. None while there is no file."""
        stamp = stamp_of(self._path)
        if stamp is None:
            yield None
            return
        with self._failures():
            connection = self._kept.taken(stamp) or self._opened()
            try:
                yield SqliteStatements(connection)
            except BaseException:
                connection.close()
                raise
            self._kept.put_aside(connection, stamp)

    @contextmanager
    def writing(self) -> Iterator[SqliteStatements]:
        """Open one transaction. Creates the file if needed."""
        with self._failures(), closing(self._opened()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield SqliteStatements(connection)
            connection.execute("COMMIT")

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        """Make the tables that are not there.

        Of several who begin the file at once, SQLite refuses some the change of its journal without waiting.
        """
        until = monotonic() + self._wait
        while not self._laid_out:
            try:
                connection.executescript(_LAYOUT)
                self._laid_out = True
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                sleep(_NEXT_TRY)

    def _opened(self) -> sqlite3.Connection:
        self._laid_out = self._laid_out and self._path.exists()
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(
            self._path, timeout=self._wait, isolation_level=None, check_same_thread=False
        )
        try:
            if not self._laid_out:
                self._lay_out(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Raise a file that cannot be used as an error. It is laid out again, as it may be another."""
        try:
            yield
        except OSError as error:
            self._laid_out = False
            raise unavailable(self._path, error) from error
        except sqlite3.Error as error:
            self._laid_out = False
            raise StoreUnavailableError(where=str(self._path), reason="failed", said=str(error)) from error
