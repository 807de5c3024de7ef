"""A client book copied to another place."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Tables(Protocol):
    """The client book at one side of a copy."""

    def reading(self) -> AbstractContextManager[Any]:
        """Open it to be read."""

    def writing(self) -> AbstractContextManager[Any]:
        """Open one transaction."""


_CLIENTS = "key, handle, name, email, email_folded, phone, phone_ending, time_zone, merged_into, merged_seq"
_TEXTS = "seq, text, salt"


def copy_clients(source: Tables, target: Tables) -> None:
    """Let one client book say what the other says."""
    with source.reading() as connection:
        found = {table: _rows(connection, table, columns) for table, columns in _TABLES.items()}
    with target.writing() as connection:
        for table, columns in _TABLES.items():
            marks = ",".join("?" * (columns.count(",") + 1))
            connection.execute(f"DELETE FROM {table}")
            connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", found[table])


_TABLES = {"clients": _CLIENTS, "texts": _TEXTS, "erased": "key"}


def _rows(connection: Any, table: str, columns: str) -> Iterable[tuple[object, ...]]:
    if connection is None:
        return []
    return list(connection.execute(f"SELECT {columns} FROM {table}"))
