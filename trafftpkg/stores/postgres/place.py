"""A ledger in a database, with everything that belongs to it, in one object.

The driver is an extra and slow to load, so it is loaded when the server is needed.
"""

from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.domain.notice import Hear
from trafftpkg.stores.postgres.address import without_password
from trafftpkg.stores.waiting import lock_wait

if TYPE_CHECKING:
    from pathlib import Path

    from trafftpkg.stores.clients.book import TableClientBook
    from trafftpkg.stores.clients.finding import Region
    from trafftpkg.stores.clients.outbox import TableOutbox
    from trafftpkg.stores.door.door import LedgerDoor
    from trafftpkg.stores.postgres.care import PostgresCare
    from trafftpkg.stores.postgres.client_tables import PostgresClientTables
    from trafftpkg.stores.postgres.copying import PostgresChain
    from trafftpkg.stores.postgres.database import Database
    from trafftpkg.stores.postgres.door_tables import DoorTables
    from trafftpkg.stores.postgres.ledger import PostgresLedger
    from trafftpkg.stores.postgres.tables import PostgresTables

_LEDGER = "SELECT seq, hash FROM head"
_AND_CLIENT = "SELECT seq, hash, (SELECT clients::text FROM clients WHERE key = %s) FROM head"


class PostgresPlace:
    """A ledger in a database. Nothing is opened before it is needed.

    Everything that needs the server raises StoreUnusableError if the driver is not installed. It begins with
    the database, which says so: what is imported after that needs the driver.

    Args:
        address: As typed.
        hear: Called with each notice of what a store found.
        region: Returns how phone numbers without a country's code are read.
    """

    file = None
    """There is no file: only the server knows anything about it."""

    def __init__(self, address: str, hear: Hear, region: "Region") -> None:
        self.where = self.anywhere = without_password(address)
        self._address = address
        self._hear = hear
        self._region = region

    @cached_property
    def ledger(self) -> "PostgresLedger":
        """The ledger."""
        database = self._database
        from trafftpkg.stores.postgres.ledger import PostgresLedger

        return PostgresLedger(database, self._hear)

    @cached_property
    def clients(self) -> "TableClientBook":
        """The client book, in the same database."""
        database = self._database
        from trafftpkg.stores.postgres.client_tables import client_book_in

        return client_book_in(database, self._region)

    @property
    def outbox(self) -> "TableOutbox":
        """The outbox, in the same database."""
        database = self._database
        from trafftpkg.stores.clients.outbox import TableOutbox
        from trafftpkg.stores.postgres.client_tables import PostgresClientTables
        from trafftpkg.stores.postgres.statements import PostgresStatements

        return TableOutbox(PostgresClientTables(database, PostgresStatements))

    @cached_property
    def care(self) -> "PostgresCare":
        """The care of the ledger."""
        database = self._database
        from trafftpkg.stores.postgres.care import PostgresCare

        return PostgresCare(database)

    @property
    def chain(self) -> "PostgresChain":
        """The lines, to be copied."""
        database = self._database
        from trafftpkg.stores.postgres.copying import PostgresChain

        return PostgresChain(database)

    @property
    def client_tables(self) -> "PostgresClientTables":
        """The client book, to be copied."""
        database = self._database
        from trafftpkg.stores.postgres.client_tables import PostgresClientTables

        return PostgresClientTables(database)

    @property
    def door(self) -> "LedgerDoor":
        """The door of the booking page. Its notes are in the database.

        Its secret is in the user's state folder: who can read the tables must not be able to sign.
        """
        from trafftpkg.stores.door.door import open_door

        return open_door(self.key_file, self.door_tables)

    @property
    def door_tables(self) -> "DoorTables":
        """The door's notes."""
        database = self._database
        from trafftpkg.stores.postgres.door_tables import DoorTables

        return DoorTables(database)

    @property
    def key_file(self) -> "Path":
        """The file of the door's secret."""
        from trafftpkg.stores.door.door import key_in_state_folder

        return key_in_state_folder(self.where)

    @property
    def tables(self) -> "PostgresTables":
        """The tables, to make or upgrade them."""
        database = self._database
        from trafftpkg.stores.postgres.tables import PostgresTables

        return PostgresTables(database)

    def stamp(self, client: str | None) -> object:
        """Return a stamp that changes when the ledger, or this client, changes. Cheap.

        Raises: the errors of the ledger's `reading`.
        """
        database = self._database
        from trafftpkg.stores.postgres.errors import without_retry

        with without_retry(), database.glance() as statements:
            return statements.one(_LEDGER) if client is None else statements.one(_AND_CLIENT, (client,))

    def close(self) -> None:
        """Close what was kept open between requests."""
        if "_database" in vars(self):
            self._database.close()

    @cached_property
    def _database(self) -> "Database":
        return database_at(self._address, wait=lock_wait())


def database_at(address: str, *, wait: float) -> "Database":
    """Return the database at an address. Nothing is opened yet.

    Raises:
        StoreUnusableError: the driver is not installed.
    """
    if find_spec("psycopg") is None:
        where = without_password(address)
        raise StoreUnusableError(where=where, reason="library_missing", thing="postgres")
    from trafftpkg.stores.postgres.database import Database

    return Database(address, wait=wait)
