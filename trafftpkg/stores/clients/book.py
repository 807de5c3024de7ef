"""The client book: who the clients are, and the free texts of entries.

Errors are imported where they are raised, because every `list` and `book` loads this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.clients.columns import CLIENTS, ERASED, TEXTS, filed_under
from trafftpkg.stores.clients.finding import COLUMNS, client_of, found, found_or_refused

if TYPE_CHECKING:
    from trafftpkg.domain.errors.naming import AmbiguousClientError
    from trafftpkg.stores.tables.statements import Queries, Statements

_AT_ONCE = 500
"""How many names one query takes: fewer than the limit of any SQLite."""
_NEAR_AT_MOST = 5000
"""How many handles are compared with a mistyped one, those with the same first letter first."""


class ClientTables(Protocol):
    """Where the client book is kept. Every method of the book raises what opening it raises."""

    def reading(self) -> AbstractContextManager[Queries | None]:
        """Open the tables for reading. None while nothing was ever written."""

    def writing(self) -> AbstractContextManager[Statements]:
        """Open one transaction. An error rolls it back."""

    def check(self) -> None:
        """Read all of it, and check that it is a client book."""

    def finish_erasing(self) -> None:
        """Overwrite what the store still contains of erased clients."""

    def close(self) -> None:
        """Close what was kept open between requests."""


class TableClientBook:
    """The client book over its tables. A missing book is an empty one. Fulfils the engine's `ClientBook`."""

    def __init__(self, tables: ClientTables) -> None:
        self._tables = tables

    def close(self) -> None:
        """Close what was kept open between requests. The next use opens it again."""
        self._tables.close()

    def find(self, typed: str, seq: int | None = None) -> Client | None:
        """Return the client with this key, handle, e-mail (without case), or phone number.

        A phone number is compared by its digits: with `+` or `00` before the country's code, or as dialled
        inside the country. A key or handle goes before a phone number with the same digits. A name of a
        merged client finds the client who was kept.

        Args:
            seq: Ignore merges after this entry of the ledger.

        Raises:
            AmbiguousClientError: several have this phone number.
        """
        with self._tables.reading() as connection:
            if connection is None:
                return None
            return found(connection, typed, seq)

    def find_each(self, typed: Iterable[str]) -> dict[str, Client | AmbiguousClientError | None]:
        """Return what `find` returns for each of many, or its refusal."""
        with self._tables.reading() as connection:
            if connection is None:
                return dict.fromkeys(typed)
            return {each: found_or_refused(connection, each) for each in typed}

    def nearest(self, typed: str) -> str | None:
        """Return the handle most similar to what was typed, if any is similar."""
        with self._tables.reading() as connection:
            if connection is None:
                return None
            rows = connection.execute(
                "SELECT handle FROM clients WHERE merged_into IS NULL AND abs(length(handle) - %(long)s) <= 3"
                " ORDER BY substr(handle, 1, 1) <> %(first)s, handle LIMIT %(most)s",
                {"long": len(typed), "first": typed.lower()[:1], "most": _NEAR_AT_MOST},
            ).fetchall()
        from trafftpkg.domain.errors.naming import nearest  # needed only if something is wrong

        return nearest(typed, [handle for (handle,) in rows])

    def clients(self) -> list[Client]:
        """Return all clients by handle."""
        with self._tables.reading() as connection:
            if connection is None:
                return []
            return [
                client_of(row)
                for row in connection.execute(
                    f"SELECT {COLUMNS} FROM clients WHERE merged_into IS NULL ORDER BY handle"
                )
            ]

    def by_keys(self, keys: Sequence[ClientKey]) -> dict[ClientKey, Client]:
        """Return the clients with these keys. Erased clients are missing."""
        with self._tables.reading() as connection:
            if connection is None:
                return {}
            rows = _rows_named(connection, f"SELECT {COLUMNS} FROM clients WHERE key", keys)
            return {client.key: client for client in map(client_of, rows)}

    def as_kept(self, client: Client, before: Client | None = None) -> Client:
        """Return a client with e-mail address and phone number in the form in which they are kept.

        Args:
            before: The client before the change. Unchanged values are not checked.

        Raises:
            BadArgumentError: it is not one e-mail address, or not a phone number.
        """
        from trafftpkg.stores.clients.contact import as_kept

        return as_kept(client, before)

    def mailbox(self, email: str) -> tuple[str, str] | None:
        """Return the local part of an address and its domain in ASCII. None if it is not an address."""
        from trafftpkg.stores.clients.email_address import mailbox

        return mailbox(email)

    def check(self) -> None:
        """Read all of it.

        Raises:
            ClientBookDamagedError: it is damaged, or not a client book.
        """
        self._tables.check()

    def add(self, client: Client) -> None:
        """Add a client.

        Raises:
            ClientExistsError: the handle, or the e-mail, is another's.
        """
        self.add_all([client])

    def add_all(self, clients: Sequence[Client]) -> None:
        """Add clients, all or none; raises the same errors as `add`."""
        with self._tables.writing() as connection:
            for client in clients:
                _refuse_if_taken(connection, client)
                connection.insert(CLIENTS, [CLIENTS.row(client)])

    def merge(self, kept: ClientKey, merged: ClientKey, seq: int) -> None:
        """Make all names of one client lead to another, who also gets the contact data that they lack.

        Repeated, or for an erased client, it changes nothing.

        Args:
            seq: The entry of the ledger that merged them.
        """
        from trafftpkg.stores.clients.merging import shared

        with self._tables.writing() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM clients WHERE key IN (%(kept)s, %(merged)s) AND merged_into IS NULL",
                {"kept": kept, "merged": merged},
            )
            found = {client.key: client for client in map(client_of, rows)}
            if kept not in found or merged not in found:
                return
            filled, rest = shared(found[kept], found[merged])
            # In this order, because two clients may not have the same e-mail address, not even for a moment.
            for client in (rest, filled):
                _put(connection, client)
            connection.execute(
                "UPDATE clients SET (merged_into, merged_seq) = (%(kept)s, %(seq)s) WHERE key = %(merged)s",
                {"kept": kept, "seq": seq, "merged": merged},
            )

    def part(self, seq: int) -> None:
        """Undo merges by this entry and later ones, which are gone from the ledger."""
        with self._tables.writing() as connection:
            connection.execute(
                "UPDATE clients SET (merged_into, merged_seq) = (NULL, NULL) WHERE merged_seq >= %(seq)s",
                {"seq": seq},
            )

    def change(self, client: Client) -> None:
        """Record a client's new facts under the same key.

        Raises:
            UnknownClientError: the client was erased meanwhile.
            ClientExistsError: the handle, or the e-mail, is another's.
        """
        from trafftpkg.stores.clients.merging import MERGED

        with self._tables.writing() as connection:
            connection.execute(
                "UPDATE clients SET (email, email_folded) = (NULL, NULL)"
                f" WHERE email_folded = %(folded)s AND key IN ({MERGED})",
                {"folded": filed_under(client), "key": client.key},
            )
            _refuse_if_taken(connection, client)
            if not _put(connection, client):
                from trafftpkg.domain.errors.naming import UnknownClientError

                raise UnknownClientError(typed=client.handle)

    def erase(self, client: ClientKey, seqs: Sequence[int]) -> None:
        """Remove everything about a client except the key, and the texts of these entries.

        No byte stays in the file. If it was interrupted, repeat it to finish.

        Raises:
            ErasureUnfinishedError: everything was deleted, but not everything could be overwritten.
        """
        from trafftpkg.stores.clients.merging import MERGED

        with self._tables.writing() as connection:
            gone = [client, *(key for (key,) in connection.execute(MERGED, {"key": client}))]
            connection.remove(CLIENTS, CLIENTS.key, [(key,) for key in gone])
            connection.ignore(ERASED, [(key,) for key in gone])
            connection.remove(TEXTS, TEXTS.key, [(seq,) for seq in seqs])
        self._tables.finish_erasing()

    def erased(self, keys: Sequence[ClientKey]) -> set[ClientKey]:
        """Return those of these keys whose clients were erased."""
        with self._tables.reading() as connection:
            if connection is None:
                return set()
            rows = _rows_named(connection, "SELECT key FROM erased WHERE key", keys)
            return {ClientKey(key) for (key,) in rows}

    def keep_text(self, seq: int, text: str, salt: str) -> None:
        """Keep an entry's free text under its number. It replaces the text of a failed attempt."""
        with self._tables.writing() as connection:
            connection.put(TEXTS, [(seq, text, salt)])

    def texts(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return text and salt of these entries, if they have any."""
        with self._tables.reading() as connection:
            if connection is None:
                return {}
            rows = _rows_named(connection, "SELECT seq, text, salt FROM texts WHERE seq", seqs)
            return {seq: (text, salt) for seq, text, salt in rows}


def _refuse_if_taken(connection: Queries, client: Client) -> None:
    for what, column, values in (
        ("handle", "handle", (client.handle,)),
        ("email", "email_folded", _spellings(client)),
    ):
        rows = _rows_named(connection, f"SELECT key, handle FROM clients WHERE {column}", values)
        if row := next((handle for key, handle in rows if key != client.key), None):
            from trafftpkg.domain.errors.naming import ClientExistsError

            raise ClientExistsError(what=what, typed=getattr(client, what), handle=row)


def _rows_named(connection: Queries, query: str, names: Sequence[str] | Sequence[int]) -> list[Any]:
    rows: list[Any] = []
    rest: Iterator[str | int] = iter(names)
    while some := {f"n{place}": each for place, each in enumerate(islice(rest, _AT_ONCE))}:
        rows += connection.execute(f"{query} IN ({', '.join(f'%({each})s' for each in some)})", some)
    return rows


def _put(connection: Queries, client: Client) -> int:
    """Update a client's row, and return how many rows there were."""
    changes = ", ".join(f"{each} = %({each})s" for each in CLIENTS.others)
    values: dict[str, int | float | str | None] = {}
    values.update(zip(CLIENTS.names, CLIENTS.row(client), strict=True))
    return connection.execute(f"UPDATE clients SET {changes} WHERE key = %(key)s", values).rowcount


def _spellings(client: Client) -> tuple[str, ...]:
    if not client.email:
        return ()
    from trafftpkg.stores.clients.email_address import spellings

    return spellings(client.email)
