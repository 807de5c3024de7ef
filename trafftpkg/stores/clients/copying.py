"""Copies a client book to another place."""

from trafftpkg.stores.clients.columns import ERASED, MERGED_CLIENTS, TEXTS
from trafftpkg.stores.clients.lookup import ClientTables
from trafftpkg.stores.tables.statements import Values

_ALL: Values = {}
_TABLES = (MERGED_CLIENTS, TEXTS, ERASED)


def copy_clients(source: ClientTables, target: ClientTables) -> None:
    """Replace what is in one client book by what is in another."""
    with source.reading() as statements:
        found = [
            []
            if statements is None
            else list(statements.execute(f"SELECT {', '.join(each.names)} FROM {each.name}", _ALL))
            for each in _TABLES
        ]
    with target.writing() as taking:
        for table, rows in zip(_TABLES, found, strict=True):
            taking.execute(f"DELETE FROM {table.name}", _ALL)
            taking.insert(table, rows)
