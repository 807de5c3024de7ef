"""What servers must know of each other at the door: links that were used, and how often one has knocked.

A small SQLite file, disposable: without it a link that was used could be used again until it ends, and
counting begins anew. It holds no name, address, or id, only keyed hashes of them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from trafftpkg.domain.errors.unavailable import StoreUnavailableError

_LAYOUT = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS used (mark TEXT PRIMARY KEY, until REAL NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS knocks (who TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS knocks_by_who ON knocks (who, at);
    CREATE INDEX IF NOT EXISTS knocks_by_end ON knocks (until);
"""


class DoorBook:
    """Used links and counted knocks, shared by all servers that open the same file.

    Every method raises StoreUnavailableError where the file cannot be used.

    Args:
        path: The file; made when first needed, for its owner only.
        wait: Seconds to wait for another process that is writing.
    """

    def __init__(self, path: Path, *, wait: float = 5.0) -> None:
        self._path = path
        self._wait = wait
        self._laid_out = False

    def first_use(self, mark: str, until: datetime, now: datetime) -> bool:
        """Note that a link is used and tell whether it never was before; `until` is when it ends anyway."""
        with self._writing() as connection:
            connection.execute("DELETE FROM used WHERE until < ?", (now.timestamp(),))
            noted = connection.execute(
                "INSERT OR IGNORE INTO used (mark, until) VALUES (?, ?)", (mark, until.timestamp())
            )
            return noted.rowcount == 1

    def is_used(self, mark: str) -> bool:
        """Tell whether a link was used."""
        with self._writing() as connection:
            return connection.execute("SELECT 1 FROM used WHERE mark = ?", (mark,)).fetchone() is not None

    def may_knock(self, who: str, most: int, within: timedelta, now: datetime) -> bool:
        """Count a knock and tell whether it is still among the `most` of the time `within`."""
        at = now.timestamp()
        since = at - within.total_seconds()
        with self._writing() as connection:
            connection.execute("DELETE FROM knocks WHERE until < ?", (at,))
            (before,) = connection.execute(
                "SELECT count(*) FROM knocks WHERE who = ? AND at > ?", (who, since)
            ).fetchone()
            if before >= most:
                return False
            connection.execute(
                "INSERT INTO knocks (who, at, until) VALUES (?, ?, ?)",
                (who, at, at + within.total_seconds()),
            )
            return True

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.touch(mode=0o600)
            with closing(sqlite3.connect(self._path, timeout=self._wait, isolation_level=None)) as connection:
                if not self._laid_out:
                    connection.executescript(_LAYOUT)
                    self._laid_out = True
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self._laid_out = False
            raise StoreUnavailableError(where=str(self._path), why=str(error)) from error
