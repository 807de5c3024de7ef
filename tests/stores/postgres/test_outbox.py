"""The outbox in PostgreSQL, shared by several machines."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stores.outbox_contract import NINE, OutboxContract, after, letter
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.outbox import TableOutbox
from trafftpkg.stores.postgres.client_tables import PostgresClientTables, client_book_in
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.statements import PostgresStatements


@pytest.fixture
def outbox(database: Database) -> TableOutbox:
    return TableOutbox(PostgresClientTables(database, PostgresStatements))


@pytest.fixture
def book(database: Database) -> TableClientBook:
    return client_book_in(database)


class TestOutboxInADatabase(OutboxContract):
    """The contract, held by a database."""


def test_machines_that_send_at_the_same_time_take_each_letter_once(
    outbox: TableOutbox, database: Database
) -> None:
    outbox.add([letter(f"{n:02}") for n in range(40)])

    def machine(_: int) -> list[str]:
        own = Database(database.address)
        mine = TableOutbox(PostgresClientTables(own, PostgresStatements))
        taken = []
        while (found := mine.take(NINE, after(10))) is not None:
            taken.append(found.key)
            mine.end(found, "sent", NINE)
        own.close()
        return taken

    with ThreadPoolExecutor(4) as machines:
        taken = [key for keys in machines.map(machine, range(4)) for key in keys]

    assert sorted(taken) == [f"{n:02}" for n in range(40)]
