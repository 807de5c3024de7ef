"""Looking clients up in the client book; a missing one is an empty one.

Errors are imported where they are raised: every `list` and `book` loads this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any, Protocol

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.clients.finding import COLUMNS, Finder, Looking, Region, client_of

if TYPE_CHECKING:
    from trafftpkg.domain.client import Double
    from trafftpkg.domain.errors.naming import AmbiguousClientError
    from trafftpkg.stores.tables.statements import Queries, Statements, Values

_AT_ONCE = 500
"""Names in one query: below what any SQLite takes."""
_NEAR_AT_MOST = 5000
"""Handles compared with a mistyped one; those with the same first letter come first."""
_WHOLE = Looking()


class ClientTables(Protocol):
    """Where the client book is kept; whatever opening it raises, every method of the book does."""

    def reading(self) -> AbstractContextManager[Queries | None]:
        """Open the tables to be read; None while nothing was ever written."""

    def writing(self) -> AbstractContextManager[Statements]:
        """Open one transaction; an error takes all of it back."""

    def check(self) -> None:
        """Read all of it, and see that it is a client book."""

    def finish_erasing(self) -> None:
        """Overwrite what is still held of clients who were erased."""

    def close(self) -> None:
        """Let go of what was kept open between requests."""


class ClientLookup:
    """The client book as far as it is read.

    Args:
        region: Returns how phone numbers without a country's code are read; asked only for a number.
    """

    def __init__(self, tables: ClientTables, region: Region = lambda: None) -> None:
        self._tables = tables
        self._region = region

    def finder(self, connection: Queries, how: Looking = _WHOLE) -> Finder:
        """Return what looks clients up in open tables."""
        return Finder(connection, self._region, how)

    def find(self, typed: str, seq: int | None = None, *, in_part: bool = False) -> Client | None:
        """Return the client with this key, handle, e-mail address, phone number or name, in any spelling.

        The first of these that finds anybody counts. A name of a merged client finds the client who was
        kept.

        Args:
            seq: Leave out what was merged after this entry of the ledger.
            in_part: Beginnings of the words of a name will do; else it must be whole.

        Raises:
            AmbiguousClientError: it finds several.
        """
        with self._tables.reading() as connection:
            if connection is None:
                return None
            return self.finder(connection, Looking(seq=seq, in_part=in_part)).found(typed)

    def find_each(self, typed: Iterable[str]) -> dict[str, Client | AmbiguousClientError | None]:
        """Return what `find` says for each of many, its refusal included."""
        with self._tables.reading() as connection:
            if connection is None:
                return dict.fromkeys(typed)
            finder = self.finder(connection)
            return {each: finder.found_or_refused(each) for each in typed}

    def reached_by(self, email: str) -> list[Client]:
        """Return all clients with this e-mail address; more than one where it was said that they share it."""
        with self._tables.reading() as connection:
            return [] if connection is None else self.finder(connection).mailed(email)

    def nearest(self, typed: str) -> str | None:
        """Return the handle of whom was most likely meant, by a part of the name or by the handle."""
        with self._tables.reading() as connection:
            if connection is None:
                return None
            if called := self.finder(connection).named_in_part(typed):
                return called[0].handle
            rows = connection.execute(
                "SELECT handle FROM clients WHERE merged_into IS NULL AND abs(length(handle) - %(long)s) <= 3"
                " ORDER BY substr(handle, 1, 1) <> %(first)s, handle LIMIT %(most)s",
                {"long": len(typed), "first": typed.lower()[:1], "most": _NEAR_AT_MOST},
            ).fetchall()
        from trafftpkg.domain.errors.naming import nearest  # only when something is wrong

        return nearest(typed, [handle for (handle,) in rows])

    def free_handle(self, wanted: str) -> str:
        """Return a handle that nobody has: this one, or this one with a number."""
        with self._tables.reading() as connection:
            finder = None if connection is None else self.finder(connection)
            spellings = chain((wanted,), (f"{wanted}-{n}" for n in count(2)))
            return next(each for each in spellings if finder is None or not finder.handled(each))

    def doubles(self) -> list[Double]:
        """Return what leads to several clients though nobody said that they share it (R-1.22)."""
        from trafftpkg.stores.clients.doubles import doubles

        return doubles(self.clients(), self._region)

    def clients(self) -> list[Client]:
        """Return all clients by handle."""
        query = f"SELECT {COLUMNS} FROM clients WHERE merged_into IS NULL ORDER BY handle"
        return [client_of(row) for row in rows_in(self._tables, query, {})]

    def by_keys(self, keys: Sequence[ClientKey]) -> dict[ClientKey, Client]:
        """Return the clients that are known by these keys; erased ones are missing."""
        rows = rows_named(self._tables, f"SELECT {COLUMNS} FROM clients WHERE key", keys)
        return {client.key: client for client in map(client_of, rows)}


def rows_in(tables: ClientTables, query: str, values: Values) -> list[Any]:
    """Return the rows that a query finds; none while nothing was ever written."""
    with tables.reading() as connection:
        return [] if connection is None else connection.execute(query, values).fetchall()


def rows_named(tables: ClientTables, query: str, names: Sequence[str] | Sequence[int]) -> list[Any]:
    """Return the rows that a query, up to its IN, finds by many names."""
    rows: list[Any] = []
    rest: Iterator[str | int] = iter(names)
    with tables.reading() as connection:
        if connection is None:
            return rows
        while some := {f"n{place}": each for place, each in enumerate(islice(rest, _AT_ONCE))}:
            rows += connection.execute(f"{query} IN ({', '.join(f'%({each})s' for each in some)})", some)
    return rows
