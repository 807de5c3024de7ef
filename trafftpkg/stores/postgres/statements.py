"""The statements of the tables in PostgreSQL's own way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg

from trafftpkg.domain.balance import HoldingField
from trafftpkg.stores.tables.columns import COUNTS, OR_IGNORE, Table

Parameters = Sequence[Any] | Mapping[str, Any]

_AT_ONCE = 1_000
"""How many rows are fetched at once if there may be very many."""


class PostgresStatements:
    """One connection, in autocommit: statements begin and end transactions. Fulfils `Statements`."""

    longest = "(SELECT longest FROM head)"
    live_by: Mapping[HoldingField, str] = {
        "package": f"SELECT package, {COUNTS} FROM purchases",
        "service": (
            f"SELECT included->>'service', {COUNTS}"
            " FROM purchases, json_array_elements(state::json->'terms'->'inclusions') AS included"
        ),
    }

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def execute(self, query: str, values: Parameters = (), /) -> psycopg.Cursor[Any]:
        """Run one statement. Errors are psycopg's own."""
        return self.connection.execute(query, values)

    def one(self, query: str, values: Parameters = ()) -> tuple[Any, ...]:
        """Return the only row of a query."""
        row = self.execute(query, values).fetchone()
        assert row is not None
        return tuple(row)

    def many(self, statement: str, rows: list[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        if rows:
            self.connection.cursor().executemany(statement, rows)

    def stream(self, query: str, values: Parameters) -> Iterator[Any]:
        """Run a query whose rows are fetched in portions. Only in a transaction."""
        with self.connection.cursor(name="many") as cursor:
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(query, values)

    def unindexed(self, column: str) -> str:
        """Return a column as it is: this planner knows which values are rare."""
        return column

    def insert(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put new rows into a table."""
        self._insert(table, "", list(rows))

    def put(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table. They replace rows with the same key."""
        self._insert(table, table.or_replace, list(rows))

    def ignore(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table, except those whose key exists."""
        self._insert(table, OR_IGNORE, list(rows))

    def add_up(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table. Their sums are added to rows with the same key."""
        self._insert(table, table.or_add, list(rows))

    def update(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Change the rows of a table with the same key, which is its first column."""
        changes = f"({', '.join(table.others)}) = ({_marks(len(table.others))})"
        statement = f"UPDATE {table.name} SET {changes} WHERE {table.key[0]} = %s"
        self.many(statement, [(*row[1:], row[0]) for row in rows])

    def remove(
        self, table: Table[Any], by: Sequence[str], rows: Iterable[Sequence[Any]], also: str = "true"
    ) -> None:
        """Remove the rows with these values in some columns, if they also meet a condition."""
        where = " AND ".join(f"{each} = %s" for each in by)
        self.many(f"DELETE FROM {table.name} WHERE {where} AND {also}", list(rows))

    def _insert(self, table: Table[Any], otherwise: str, rows: list[Sequence[Any]]) -> None:
        into = f"{table.name} ({', '.join(table.names)})"
        self.many(f"INSERT INTO {into} VALUES ({_marks(len(table.names))}){otherwise}", rows)


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)
