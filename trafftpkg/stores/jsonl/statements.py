"""The statements of the tables in SQLite's own way."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from trafftpkg.stores.tables.columns import COUNTS, OR_IGNORE, Table

if TYPE_CHECKING:
    from trafftpkg.domain.balance import HoldingField
    from trafftpkg.stores.tables.statements import Values

_NO_VALUES: Values = {}


class SqliteStatements:
    """One connection, in autocommit. Fulfils `Statements`."""

    longest = "(SELECT longest FROM mark)"
    live_by: Mapping[HoldingField, str] = {
        # Without the +, SQLite would read all packages in order instead of sorting the few that are live.
        "package": f"SELECT +package, {COUNTS} FROM purchases",
        "service": (
            f"SELECT json_extract(included.value, '$.service'), {COUNTS}"
            " FROM purchases, json_each(state, '$.terms.inclusions') AS included"
        ),
    }

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def execute(self, query: str, values: Values = _NO_VALUES, /) -> sqlite3.Cursor:
        """Run one statement. Errors are SQLite's own."""
        return self.connection.execute(_marked(query), values)

    def stream(self, query: str, values: Values) -> sqlite3.Cursor:
        """Run a query. SQLite finds each row when it is asked for."""
        return self.execute(query, values)

    def unindexed(self, column: str) -> str:
        """Return a column, written so that SQLite does not search by it."""
        return f"+{column}"

    def _each(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        if rows:
            self.connection.executemany(query, rows)

    def insert(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put new rows into a table."""
        self._each(_insertion(table, ""), rows)

    def change(self, table: Table[Any], before: Sequence[Any], after: Sequence[Any]) -> None:
        """Write what differs of a row that is there: an index without these columns stays as it is.

        Args:
            before: The row without its last column, the state, which is always written: it takes most memory.
        """
        differs = [at for at, (was, now) in enumerate(zip(before, after, strict=False)) if was != now]
        differs.append(len(before))
        changes = ", ".join(f"{table.names[at]} = ?" for at in differs)
        values = [*(after[at] for at in differs), after[0]]
        self.connection.execute(f"UPDATE {table.name} SET {changes} WHERE {table.names[0]} = ?", values)

    def put(self, table: Table[Any], rows: Collection[Sequence[Any]]) -> None:
        """Put rows into a table. They replace rows with the same key."""
        self._each(_insertion(table, table.or_replace), rows)

    def ignore(self, table: Table[Any], rows: Collection[Sequence[Any]]) -> None:
        """Put rows into a table, except those whose key exists."""
        self._each(_insertion(table, OR_IGNORE), rows)

    def add_up(self, table: Table[Any], rows: Collection[Sequence[Any]]) -> None:
        """Put rows into a table. Their sums are added to rows with the same key."""
        self._each(_insertion(table, table.or_add), rows)

    def remove(
        self, table: Table[Any], by: Sequence[str], rows: Collection[Sequence[Any]], also: str = "true"
    ) -> None:
        """Remove the rows with these values in some columns, if they also meet a condition."""
        if rows:
            where = " AND ".join(f"{each} = ?" for each in by)
            self._each(f"DELETE FROM {table.name} WHERE {where} AND {also}", rows)


@cache
def _insertion(table: Table[Any], otherwise: str) -> str:
    marks = ",".join("?" * len(table.names))
    return f"INSERT INTO {table.name} ({', '.join(table.names)}) VALUES ({marks}){otherwise}"


class _Marks(dict[str, str]):
    """Gives any name as SQLite's parameter."""

    def __missing__(self, name: str) -> str:
        return f":{name}"


@cache
def _marked(query: str) -> str:
    return query % _Marks()
