"""The door's notes in the ledger's database, shared by all servers on all machines."""

from collections.abc import Iterator
from contextlib import contextmanager

from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.errors import without_retry
from trafftpkg.stores.postgres.statements import PostgresStatements

_ONE_WRITER = "SELECT pg_advisory_xact_lock(3, 'door_attempts'::regclass::oid::int4)"
"""Locks, so that two attempts at the same time count each other."""


class DoorTables:
    """The tables of the door's notes. All servers of the database share them.

    Opening them raises the errors of `Database.glance` or `.changes`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[PostgresStatements]:
        """Open the database for one question."""
        with without_retry(), self._database.glance() as statements:
            yield statements

    @contextmanager
    def writing(self) -> Iterator[PostgresStatements]:
        """Open one transaction. Only one server at a time gets it."""
        with without_retry(), self._database.changes() as statements:
            statements.execute(_ONE_WRITER)
            yield statements
