"""A real server for all tests here, and a fresh ledger on it for each."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.stores.postgres.server import Server, begun, emptied, running
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.ledger import PostgresLedger

_fresh = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a server for the whole session."""
    with running() as server:
        yield server


@pytest.fixture
def nowhere(server: Server) -> str:
    """Return the address of a place where nothing is yet."""
    return server.address(f"ledger_{next(_fresh)}")


@pytest.fixture
def address(nowhere: str) -> str:
    """Return the address of a ledger that was just made."""
    return begun(nowhere)


@pytest.fixture(scope="session")
def used_database(server: Server) -> Iterator[Database]:
    """Return a database that many tests use, one after the other."""
    database = Database(begun(server.address("used")))
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
