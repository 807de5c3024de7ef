"""A real server for all tests here, and a fresh ledger on it for each."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.stores.postgres.server import Server, running
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


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """Return a database with a ledger in which nothing is recorded."""
    database = Database(address)
    with database.outside() as connection:
        make_tables(connection, database.where)
    yield database
    database.close()


@pytest.fixture
def ledger(database: Database) -> PostgresLedger:
    """Return a ledger in which nothing is recorded."""
    return PostgresLedger(database)
