"""The client book as tables in the ledger's database. A request changes both in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.finding import Region
from trafftpkg.stores.postgres.bulk import Bulk
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.errors import without_retry
from trafftpkg.stores.postgres.statements import PostgresStatements

_ONE_WRITER = "SELECT pg_advisory_xact_lock(2, 'clients'::regclass::oid::int4)"
"""Keeps a handle that was free when it was looked up free until it is taken."""


class PostgresClientTables:
    """Opens the tables of clients, in the transaction of the current request, if there is one.

    Args:
        taking: What runs writing statements; by default what is fast with many rows.
    """

    def __init__(self, database: Database, taking: type[PostgresStatements] = Bulk) -> None:
        self._database = database
        self._taking = taking

    @contextmanager
    def reading(self) -> Iterator[PostgresStatements]:
        """Open them for reading; raises the same errors as `Database.glance`."""
        with without_retry(), self._database.glance() as statements:
            yield statements

    @contextmanager
    def writing(self) -> Iterator[PostgresStatements]:
        """Open a transaction, or use the open one; raises the same errors as `Database.changes`."""
        with without_retry(), self._database.changes() as statements, _transaction(statements):
            statements.execute(_ONE_WRITER)
            yield self._taking(statements.connection)

    def check(self) -> None:
        """Read the tables once; the server checks its own pages. Raises the same errors as `reading`."""
        with self.reading() as statements:
            for table in ("clients", "texts", "erased", "letters"):
                statements.execute(f"SELECT count(*) FROM {table}")

    def close(self) -> None:
        """Close nothing: the connections belong to the database."""

    def finish_erasing(self) -> None:
        """Leave it to the server: guide/postgresql.md says when PostgreSQL overwrites deleted rows."""


def client_book_in(database: Database, region: Region = lambda: None) -> TableClientBook:
    """Return the client book in the ledger's database. Nothing is opened yet.

    Args:
        region: Returns how phone numbers without a country's code are read.
    """
    return TableClientBook(PostgresClientTables(database, PostgresStatements), region)


@contextmanager
def _transaction(statements: PostgresStatements) -> Iterator[None]:
    """Open a transaction if none is open any more, because an entry was recorded."""
    connection: psycopg.Connection[Any] = statements.connection
    if connection.info.transaction_status != TransactionStatus.IDLE:
        yield
        return
    with connection.transaction():
        yield
