"""The statements of the index, which are SQLite's, as PostgreSQL takes them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import psycopg

Parameters = Sequence[Any] | Mapping[str, Any]

_NAMED = re.compile(r"(?<!:):([a-z_]+)")
_REPLACE = re.compile(r"(?:INSERT OR )?REPLACE INTO (\w+)(?: \(([^)]*)\))? VALUES (\(.*\))")
_IGNORE = re.compile(r"INSERT OR IGNORE INTO (.*)")


class Statements:
    """A connection that takes the same statements, with the same marks for values, as SQLite's does.

    Args:
        connection: In autocommit; transactions are begun and ended by statement.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def execute(self, statement: str, parameters: Parameters = ()) -> psycopg.Cursor[Any]:
        """Run one statement; errors are psycopg's own."""
        return self.connection.execute(translated(statement), parameters)

    def one(self, statement: str, parameters: Parameters = ()) -> tuple[Any, ...]:
        """Return the one row that there always is."""
        row = self.execute(statement, parameters).fetchone()
        assert row is not None
        return tuple(row)

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        several = list(rows)
        if several:
            self.connection.cursor().executemany(translated(statement), several)


@cache
def translated(statement: str) -> str:
    """Return a statement with PostgreSQL's marks for values, and its way of saying `OR REPLACE`."""
    statement = _NAMED.sub(r"%(\1)s", statement).replace("?", "%s").replace("ifnull(", "coalesce(")
    statement = statement.replace("+status", "status")
    statement = _IGNORE.sub(r"INSERT INTO \1 ON CONFLICT DO NOTHING", statement)
    return _REPLACE.sub(_upsert, statement)


def _upsert(found: re.Match[str]) -> str:
    table, named, values = found.groups()
    key, columns = _COLUMNS[table]
    changes = ", ".join(f"{each} = excluded.{each}" for each in columns.split(", "))
    into = f"{table} ({named or f'{key}, {columns}'})"
    return f"INSERT INTO {into} VALUES {values} ON CONFLICT ({key}) DO UPDATE SET {changes}"


_COLUMNS = {
    "texts": ("seq", "text, salt"),
    "blocks": ("n", "employee, time_zone, starts_at, ends_at, blocked, unblocked"),
}
"""Of the tables that are replaced into: the key, and the other columns."""
