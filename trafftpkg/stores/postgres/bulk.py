"""Very many rows at once: what the fold says row by row, sent as one stream and done by one statement."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from trafftpkg.stores.postgres.dialect import Statements, translated

_INSERT = re.compile(r"INSERT INTO (?P<table>\w+)(?: \((?P<columns>[^)]*)\))? VALUES \([^)]*\)(?P<rest>.*)")
_DELETE = re.compile(r"DELETE FROM (?P<table>\w+) WHERE (?P<where>.*)")
_MARKED = re.compile(r"(\w+) = %s")


_FEW = 50
"""Rows for which it is not worth while."""


class Bulk(Statements):
    """Takes the same statements; those for many rows are rewritten so that PostgreSQL sees them once.

    For roles that may make temporary tables, as owners may; and not within a pipeline.
    """

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for all rows together; those of an upsert must be of different things."""
        several = list(rows)
        translation = translated(statement)
        if len(several) <= _FEW:
            super().executemany(statement, several)
        elif found := _INSERT.fullmatch(translation):
            self._insert(found["table"], found["columns"] or "", found["rest"], several)
        elif found := _DELETE.fullmatch(translation):
            self._delete(found["table"], found["where"], several)
        else:
            super().executemany(statement, several)

    def _insert(self, table: str, columns: str, rest: str, rows: list[Sequence[Any]]) -> None:
        into = f"{table} ({columns})" if columns else table
        if not rest:
            self._copy(into, rows)
            return
        beside = self._beside(f"put_{table}", table, columns or "*", rows)
        self.execute(f"INSERT INTO {into} SELECT * FROM {beside}{rest}")

    def _delete(self, table: str, where: str, rows: list[Sequence[Any]]) -> None:
        beside = self._beside(f"gone_{table}", table, ", ".join(_MARKED.findall(where)), rows)
        compared = _MARKED.sub(rf"{table}.\1 = {beside}.\1", where)
        self.execute(f"DELETE FROM {table} USING {beside} WHERE {compared}")

    def _beside(self, name: str, table: str, columns: str, rows: list[Sequence[Any]]) -> str:
        """Put rows into a table that only this transaction sees, and return its name."""
        made = f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ON COMMIT DROP"
        self.execute(f"{made} AS SELECT {columns} FROM {table} WITH NO DATA")
        self.execute(f"TRUNCATE {name}")
        self._copy(name, rows)
        return name

    def _copy(self, into: str, rows: list[Sequence[Any]]) -> None:
        with self.connection.cursor().copy(f"COPY {into} FROM STDIN".encode()) as stream:
            for row in rows:
                stream.write_row(row)
