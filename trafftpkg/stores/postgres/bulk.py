"""Writes very many rows at once: sent as one stream, and written by one statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.columns import Table

_FEW = 50
"""For fewer rows this is not worth it."""


class Bulk(PostgresStatements):
    """Writes rows like `PostgresStatements`, but many with one statement.

    The role must be allowed to create temporary tables, as owners are. Not for use in a pipeline.
    """

    def remove(
        self, table: Table[Any], by: Sequence[str], rows: Iterable[Sequence[Any]], also: str = "true"
    ) -> None:
        """Remove the rows with these values in some columns, if they also meet a condition."""
        several = list(rows)
        if len(several) <= _FEW:
            super().remove(table, by, several, also)
            return
        beside = self._beside(f"gone_{table.name}", table, by, several)
        same = " AND ".join(f"{table.name}.{each} = {beside}.{each}" for each in by)
        # The server expects one row to meet a plain condition, and reads all of `beside` for each that does.
        self.execute(f"DELETE FROM {table.name} USING {beside} WHERE {same} AND coalesce({also}, false)")

    def update(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Change the rows of a table with the same key, which is its first column.

        However few, they change at once: a visit may come to the place that another leaves.
        """
        several = list(rows)
        if not several:
            return
        beside = self._beside(f"put_{table.name}", table, table.names, several)
        changes = ", ".join(f"{each} = {beside}.{each}" for each in table.others)
        key = table.key[0]
        self.execute(
            f"UPDATE {table.name} SET {changes} FROM {beside} WHERE {table.name}.{key} = {beside}.{key}"
        )

    def _insert(self, table: Table[Any], otherwise: str, rows: list[Sequence[Any]]) -> None:
        """Rows that may exist already must have different keys."""
        into = f"{table.name} ({', '.join(table.names)})"
        if len(rows) <= _FEW:
            super()._insert(table, otherwise, rows)
        elif not otherwise:
            self._copy(into, rows)
        else:
            beside = self._beside(f"put_{table.name}", table, table.names, rows)
            self.execute(f"INSERT INTO {into} SELECT * FROM {beside}{otherwise}")

    def _beside(self, name: str, table: Table[Any], columns: Sequence[str], rows: list[Sequence[Any]]) -> str:
        """Put rows into a temporary table, and return its name."""
        made = f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ON COMMIT DROP"
        self.execute(f"{made} AS SELECT {', '.join(columns)} FROM {table.name} WITH NO DATA")
        self.execute(f"TRUNCATE {name}")
        self._copy(name, rows)
        return name

    def _copy(self, into: str, rows: list[Sequence[Any]]) -> None:
        with self.connection.cursor().copy(f"COPY {into} FROM STDIN".encode()) as stream:
            for row in rows:
                stream.write_row(row)
