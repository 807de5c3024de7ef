"""What the tables ask of a database: a few words of SQL, and by name what each database says in its own way.

Queries mark their values as `%(name)s`. Rows are given in the order of a table's columns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        """Run one statement; errors are the database's own."""


class Statements(Queries, Protocol):
    """Takes queries about the tables, and rows for them; whatever it raises is the database's own."""

    @property
    def longest(self) -> str:
        """The longest time that any visit has occupied, as an expression."""

    @property
    def live_by(self) -> Mapping[HoldingField, str]:
        """What counts purchases and clients by a key, up to its condition."""

    def unindexed(self, column: str) -> str:
        """Return a column so that the planner compares it, and does not search by it."""

    def stream(self, query: str, values: Values) -> Iterable[Any]:
        """Run a query that may find very many rows; memory does not grow with them."""

    def insert(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put new rows into a table."""

    def put(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table, in place of those of the same key."""

    def ignore(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put those rows into a table whose key is not there yet."""

    def add_up(self, table: Table[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table, and add their sums to those of the same key."""

    def remove(
        self, table: Table[Any], by: Sequence[str], rows: Iterable[Sequence[Any]], also: str = ...
    ) -> None:
        """Take out the rows that have these values in some columns, and of which a condition is true too."""
