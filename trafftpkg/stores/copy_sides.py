"""The two sides of a copy: a ledger and its client book, in files or in a database."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trafftpkg.stores.lines.copying import Book, Chain
    from trafftpkg.stores.postgres.database import Database


class Side(NamedTuple):
    """What is copied from or to."""

    chain: "Chain"
    clients: "Book"


def side_at(path: Path, database: "Database | None", lock_wait: float) -> Side:
    """Return one side of a copy; `path` only counts without a database."""
    if database is not None:
        from trafftpkg.stores.postgres.client_tables import ClientTables
        from trafftpkg.stores.postgres.copying import PostgresChain

        return Side(PostgresChain(database), ClientTables(database))
    from trafftpkg.stores.jsonl.client_file import ClientBookFile
    from trafftpkg.stores.jsonl.copying import JsonlChain
    from trafftpkg.stores.jsonl.files import LedgerFiles

    book = ClientBookFile(LedgerFiles(path).clients, lock_wait)
    return Side(JsonlChain(path, lock_wait=lock_wait), book)
