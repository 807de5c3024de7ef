"""The business of the stories, on a PostgreSQL ledger with its client book beside it."""

import pytest

from tests.story import Story
from trafftpkg.stores.postgres.client_tables import client_book_in
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.ledger import PostgresLedger


class PostgresStory(Story):
    """A story whose clients are in the tables."""

    def __init__(self, database: Database) -> None:
        super().__init__(PostgresLedger(database))
        self.clients = client_book_in(database)  # type: ignore[assignment]


@pytest.fixture
def business(database: Database) -> Story:
    """Studio Lumen, on 5 January 2026 at ten, with nothing sold yet."""
    return PostgresStory(database)
