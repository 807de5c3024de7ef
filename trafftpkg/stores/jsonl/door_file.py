"""What servers must know of each other at the door, as a file beside the ledger.

A small SQLite file, disposable: without it a link that was used, and a session that was ended, work again
until they end, counting begins anew, and what waited for an answer stands. It holds no name and no address:
who knocks is a keyed hash, and clients are the random keys that the ledger has too.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.stores.jsonl.statements import SqliteStatements

_LAYOUT = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS door_links (mark TEXT PRIMARY KEY, until REAL NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS door_sign_outs (client TEXT PRIMARY KEY, at REAL NOT NULL, until REAL NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS door_waiting (key TEXT PRIMARY KEY, client TEXT NOT NULL, until REAL NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS door_knocks (who TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL,
        name TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS door_knocks_by_who ON door_knocks (who, at);
    CREATE INDEX IF NOT EXISTS door_knocks_by_end ON door_knocks (until);
    DROP TABLE IF EXISTS knocks;
"""
_USED_BEFORE = "INSERT OR IGNORE INTO door_links SELECT mark, until FROM used; DROP TABLE used;"
"""Links that were used while another version had the file."""


class DoorFile:
    """The tables of the door's book, shared by all servers that open the same file.

    Opening it raises StoreUnavailableError where the file cannot be used.

    Args:
        path: The file; made when first needed, for its owner only.
        wait: Seconds to wait for another process that is writing.
    """

    def __init__(self, path: Path, *, wait: float = 5.0) -> None:
        self._path = path
        self._wait = wait
        self._laid_out = False

    @contextmanager
    def reading(self) -> Iterator[SqliteStatements | None]:
        """Open the file to be read; None while there is none."""
        if not self._path.exists():
            yield None
            return
        with self._opened() as connection:
            yield SqliteStatements(connection)

    @contextmanager
    def writing(self) -> Iterator[SqliteStatements]:
        """Open one transaction; the file is made if need be."""
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield SqliteStatements(connection)
            connection.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.touch(mode=0o600)
            with closing(sqlite3.connect(self._path, timeout=self._wait, isolation_level=None)) as connection:
                if not self._laid_out:
                    _lay_out(connection)
                    self._laid_out = True
                connection.execute("PRAGMA synchronous = NORMAL")
                yield connection
        except (sqlite3.Error, OSError) as error:
            self._laid_out = False
            raise StoreUnavailableError(where=str(self._path), why=str(error)) from error


def _lay_out(connection: sqlite3.Connection) -> None:
    connection.executescript(_LAYOUT)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'used'").fetchone():
        connection.executescript(_USED_BEFORE)
