"""The door's book in the ledger's database: what one server notes, all servers of all machines know."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from trafftpkg.domain.errors.moved import LedgerMovedError
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.dialect import Statements

_ONE_WRITER = "SELECT pg_advisory_xact_lock(3, 'door_knocks'::regclass::oid::int4)"
"""So that of two knocks at once each counts the other."""


class DoorTables:
    """Used links and counted knocks, shared by all servers of one database; fulfils the door's `Book`.

    Every method raises the errors of `Database.glance` or `.changes`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_use(self, mark: str, until: datetime, now: datetime) -> bool:
        """Note that a link is used and tell whether it never was before; `until` is when it ends anyway."""
        with self._writing() as statements:
            statements.execute("DELETE FROM door_links WHERE until < ?", (now.timestamp(),))
            noted = statements.execute(
                "INSERT OR IGNORE INTO door_links (mark, until) VALUES (?, ?)", (mark, until.timestamp())
            )
            return noted.rowcount == 1

    def is_used(self, mark: str) -> bool:
        """Tell whether a link was used."""
        with _told_at_once(), self._database.glance() as statements:
            found = statements.execute("SELECT 1 FROM door_links WHERE mark = ?", (mark,))
            return found.fetchone() is not None

    def may_knock(self, who: str, most: int, within: timedelta, now: datetime) -> bool:
        """Count a knock and tell whether it is still among the `most` of the time `within`."""
        at = now.timestamp()
        since = at - within.total_seconds()
        with self._writing() as statements:
            statements.execute("DELETE FROM door_knocks WHERE until < ?", (at,))
            (before,) = statements.one(
                "SELECT count(*) FROM door_knocks WHERE who = ? AND at > ?", (who, since)
            )
            if before >= most:
                return False
            statements.execute(
                "INSERT INTO door_knocks (who, at, until) VALUES (?, ?, ?)",
                (who, at, at + within.total_seconds()),
            )
            return True

    @contextmanager
    def _writing(self) -> Iterator[Statements]:
        with _told_at_once(), self._database.changes() as statements:
            statements.execute(_ONE_WRITER)
            yield statements


@contextmanager
def _told_at_once() -> Iterator[None]:
    """Tell why it is not possible: there is nobody who would try again."""
    try:
        yield
    except LedgerMovedError as error:
        raise error.otherwise from error
