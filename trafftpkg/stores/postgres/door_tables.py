"""The door's notes in the ledger's database: what one server notes, all servers of all machines know."""

from collections.abc import Iterator
from contextlib import contextmanager

from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.errors import without_retry
from trafftpkg.stores.postgres.statements import PostgresStatements

_ONE_WRITER = "SELECT pg_advisory_xact_lock(3, 'door_attempts'::regclass::oid::int4)"
"""So that of two attempts at once each counts the other."""


class DoorTables:
    """The tables of the door's notes, shared by all servers of one database.

    Opening them raises the errors of `Database.glance` or `.changes`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[PostgresStatements]:
        """Open the database for a single question."""
        with without_retry(), self._database.glance() as statements:
            yield statements

    @contextmanager
    def writing(self) -> Iterator[PostgresStatements]:
        """Open one transaction, of one server at a time."""
        with without_retry(), self._database.changes() as statements:
            statements.execute(_ONE_WRITER)
            yield statements
