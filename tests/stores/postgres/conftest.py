"""A real server for all tests here, and a fresh ledger on it for each."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.stores.postgres.server import Server, emptied, running
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.ledger import PostgresLedger
from trafftpkg.stores.postgres.schema import make_tables

_fresh = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a server for the whole session."""
    with running() as server:
        yield server


@pytest.fixture
def address(server: Server) -> str:
    """Return the address of a place where nothing is yet."""
    return server.address(f"ledger_{next(_fresh)}")


@pytest.fixture(scope="session")
def used_database(server: Server) -> Iterator[Database]:
    """Return a database that many tests use, one after the other."""
    database = Database(server.address("used"))
    with database.outside() as connection:
        make_tables(connection, database.where)
    yield database
    database.close()


@pytest.fixture
def database(used_database: Database) -> Database:
    """Return a database with a ledger in which nothing is recorded."""
    emptied(used_database)
    return used_database


@pytest.fixture
def ledger(database: Database) -> PostgresLedger:
    """Return a ledger in which nothing is recorded."""
    return PostgresLedger(database)
