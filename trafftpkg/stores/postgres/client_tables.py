"""The client book as tables beside the ledger: what a request changes in it goes with its entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg.pq import TransactionStatus

from trafftpkg.stores.clients.book import SqliteClientBook
from trafftpkg.stores.jsonl.client_file import ClientBookFile
from trafftpkg.stores.postgres.bulk import Bulk
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.dialect import Statements
from trafftpkg.stores.postgres.errors import alone

_ONE_WRITER = "SELECT pg_advisory_xact_lock(2, 'clients'::regclass::oid::int4)"
"""So that a handle that was free when it was looked up is still free when it is taken."""


class PostgresClientBook(SqliteClientBook):
    """The client book in the ledger's database; fulfils the engine's `ClientBook`."""

    def __init__(self, database: Database) -> None:
        """Name it; nothing is opened yet."""
        self._file = cast("ClientBookFile", ClientTables(database, Statements))


class ClientTables:
    """Opens the tables of clients, within the request that is being recorded, if one is.

    Args:
        taking: What takes the statements that write; by default what is quick with many rows.
    """

    def __init__(self, database: Database, taking: type[Statements] = Bulk) -> None:
        self._database = database
        self._taking = taking

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open them to be read; errors as of `Database.glance`."""
        with alone(), self._database.glance() as statements:
            yield statements

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open one transaction, or the one that is open; errors as of `Database.changes`."""
        with alone(), self._database.changes() as statements, _transaction(statements):
            statements.execute(_ONE_WRITER)
            yield self._taking(statements.connection)

    def check(self) -> None:
        """Read the tables once; the server vouches for its pages. Errors as of `reading`."""
        with self.reading() as statements:
            for table in ("clients", "texts", "erased"):
                statements.execute(f"SELECT count(*) FROM {table}")

    def finish_erasing(self) -> None:
        """Leave it to the server: OPERATING.md says when PostgreSQL overwrites what was deleted."""


@contextmanager
def _transaction(statements: Statements) -> Iterator[None]:
    """One transaction also after an entry was recorded, when none is open any more."""
    connection: psycopg.Connection[Any] = statements.connection
    if connection.info.transaction_status != TransactionStatus.IDLE:
        yield
        return
    with connection.transaction():
        yield
