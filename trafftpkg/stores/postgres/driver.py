"""The driver, which is an extra: loaded when a ledger is at an address, and missed by name."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.stores.postgres.address import without_password

if TYPE_CHECKING:
    from trafftpkg.stores.postgres.database import Database


def database_at(address: str, *, wait: float) -> "Database":
    """Return the database at an address; nothing is opened yet.

    Raises:
        StoreUnavailableError: the driver is not installed.
    """
    if find_spec("psycopg") is None:
        why = "a ledger at an address needs psycopg, which is not installed"
        remedy = "pip install 'trafftpkg[postgres]'"
        raise StoreUnavailableError(where=without_password(address), why=why, remedy=remedy)
    from trafftpkg.stores.postgres.database import Database

    return Database(address, wait=wait)
