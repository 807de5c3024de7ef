"""The door's notes, which all servers share, as a file beside the ledger.

A small, disposable SQLite file. If it is lost, everybody is signed out, links and `/done` addresses end,
counting starts again, and visits that waited for an answer stay booked. It contains no names, no addresses:
only keyed hashes of who tries, hashes of links and sessions, and the clients' random keys.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.stores.jsonl.connection_pool import ConnectionPool, stamp_of
from trafftpkg.stores.jsonl.files import unavailable
from trafftpkg.stores.jsonl.statements import SqliteStatements

_VERSION = 1
"""The version of the layout, kept in the file as `PRAGMA user_version`. 0 is a file of an earlier version."""

_LAYOUT = f"""
    PRAGMA journal_mode = DELETE;
    BEGIN IMMEDIATE;
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
    PRAGMA user_version = {_VERSION};
    COMMIT;
"""
"""Nothing is left beside the file, so that it alone can be deleted while the page runs.

The dropped tables are from earlier versions: attempts under an older name, and used links.
"""
_WRITING = ("BEGIN IMMEDIATE", f"PRAGMA user_version = {_VERSION}")
"""Begins to write: only then does SQLite say that the file was deleted since it was opened."""
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
        with self._failures(), closing(self._opened(*_WRITING)) as connection:
            yield SqliteStatements(connection)
            connection.execute("COMMIT")

    def _opened(self, *statements: str) -> sqlite3.Connection:
        """Open the file, and run these statements. If it is deleted at this moment, it is begun anew."""
        while True:
            if not os.path.lexists(self._path):
                self._begin()
            try:
                return self._connected(statements)
            except sqlite3.OperationalError as error:
                is_another = error.sqlite_errorcode == sqlite3.SQLITE_READONLY_DBMOVED
                if not is_another and os.path.lexists(self._path):
                    raise

    def _connected(self, statements: Sequence[str]) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=self._wait,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            self._lay_out(connection)
            for statement in statements:
                connection.execute(statement)
        except BaseException:
            connection.close()
            raise
        return connection

    def _begin(self) -> None:
        """Lay the file out under another name first, as SQLite errs where several begin one: one wins."""
        mine = self._path.with_name(f"{self._path.name}.{os.urandom(8).hex()}.new")
        mine.touch(mode=0o600)
        try:
            with closing(sqlite3.connect(mine, isolation_level=None)) as connection:
                connection.executescript(_LAYOUT)
            os.link(mine, self._path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        """Lay out a file of an earlier version.

        Of several who do so at once, SQLite refuses some the change of its journal without waiting.
        """
        until = monotonic() + self._wait
        while connection.execute("PRAGMA user_version").fetchone() != (_VERSION,):
            try:
                connection.executescript(_LAYOUT)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                sleep(_NEXT_TRY)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Raise a file that cannot be used as an error."""
        try:
            yield
        except OSError as error:
            raise unavailable(self._path, error) from error
        except sqlite3.Error as error:
            raise StoreUnavailableError(where=str(self._path), reason="failed", said=str(error)) from error
