"""What the tables need of a database: common SQL, and methods for what each database says in its own way.

Queries name their values as `%(name)s`. Rows are in the order of a table's columns.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from trafftpkg.domain.balance import HoldingField
from trafftpkg.stores.tables.columns import Table

Values = Mapping[str, int | float | str | None]


class Rows(Protocol):
    """What a query found."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """Return the next row; None where there is none."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Queries(Protocol):
    """Takes queries."""

    def execute(self, query: str, values: Values = ..., /) -> Rows:
        """Run one statement. Errors are the database's own."""


class Statements(Queries, Protocol):
    """Runs queries and writes rows. Errors are the database's own."""

    @property
    def longest(self) -> str:
        """An SQL expression for the longest time that any visit has occupied."""

    @property
    def live_by(self) -> Mapping[HoldingField, str]:
        """The query that counts purchases and clients by a key, up to its condition."""

    def unindexed(self, column: str) -> str:
        """Return a column, written so that the planner does not search by it."""

    def stream(self, query: str, values: Values) -> Iterable[Any]:
        """Run a query that may find very many rows, without loading all into memory."""

    def insert(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put new rows into a table."""

    def put(self, table: Table[Any], rows: Collection[Sequence[Any]]) -> None:
        """Put rows into a table. They replace rows with the same key."""

    def ignore(self, table: Table[Any], rows: Collection[Sequence[Any]]) -> None:
        """Put rows into a table, except those whose key exists."""

    def add_up(self, table: Table[Any], rows: Collection[Sequence[Any]]) -> None:
        """Put rows into a table. Their sums are added to rows with the same key."""

    def remove(
        self, table: Table[Any], by: Sequence[str], rows: Collection[Sequence[Any]], also: str = ...
    ) -> None:
        """Remove the rows with these values in some columns, if they also meet a condition."""
