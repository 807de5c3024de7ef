"""The client book: who the clients are, and the free texts of entries.

Errors are imported where they are raised, because every `list` and `book` loads this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.clients.columns import (
    CLIENTS,
    COPIED,
    ERASED,
    HAS_STOPPED,
    LETTERS,
    LETTERS_STOPPED,
    TEXTS,
)
from trafftpkg.stores.clients.finding import COLUMNS, client_of
from trafftpkg.stores.clients.lookup import ClientLookup, ClientTables, rows_in, rows_named

if TYPE_CHECKING:
    from trafftpkg.stores.tables.statements import Queries, Values


class TableClientBook(ClientLookup):
    """The client book over its tables. A missing book is an empty one. Fulfils the engine's `ClientBook`."""

    def close(self) -> None:
        """Close what was kept open between requests. The next use opens it again."""
        self._tables.close()

    def as_kept(self, client: Client, before: Client | None = None) -> Client:
        """Return a client with name, e-mail address and phone number in the form in which they are kept.

        Args:
            before: The client before the change. Unchanged values are not checked.

        Raises:
            BadArgumentError: it is not one e-mail address, or not a phone number.
        """
        from trafftpkg.stores.clients.contact import as_kept

        return as_kept(client, before, self._region)

    def mailbox(self, email: str) -> tuple[str, str] | None:
        """Return the local part of an address and its domain in ASCII. None if it is not an address."""
        from trafftpkg.stores.clients.email_address import mailbox

        return mailbox(email)

    def has_stopped_reminders(self, client: ClientKey) -> bool:
        """Tell whether a client wants no more letters that remind."""
        return bool(rows_in(self._tables, HAS_STOPPED, {"client": client}))

    def check(self) -> None:
        """Read all of it.

        Raises:
            ClientBookDamagedError: it is damaged, or not a client book.
        """
        self._tables.check()

    def add(self, client: Client) -> None:
        """Add a client.

        Raises:
            ClientExistsError: the handle is another's; or the address or number is, and it was not said that
                they share it (R-1.21).
        """
        self.add_all([client])

    def add_all(self, clients: Sequence[Client]) -> None:
        """Add clients, all or none; raises the same errors as `add`."""
        with self._tables.writing() as connection:
            for client in clients:
                self._refuse_if_taken(connection, client, None)
                connection.insert(CLIENTS, [CLIENTS.row(client)])

    def merge(self, kept: ClientKey, merged: ClientKey, seq: int) -> None:
        """Make all names of one client lead to another, who also gets the contact data that they lack.

        Who wanted no reminders wants none under the other name either.

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
            for client in (rest, filled):
                _put(connection, client)
            if connection.execute(HAS_STOPPED, {"client": merged}).fetchone() is not None:
                connection.ignore(LETTERS_STOPPED, [(kept,)])
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
        with self._tables.writing() as connection:
            known = self.finder(connection).keyed(client.key)
            before = next((each for each in known if each.key == client.key), None)
            self._refuse_if_taken(connection, client, before)
            if not _put(connection, client):
                from trafftpkg.domain.errors.naming import UnknownClientError

                raise UnknownClientError(typed=client.handle)

    def _refuse_if_taken(self, connection: Queries, client: Client, before: Client | None) -> None:
        """Raise ClientExistsError where what is new of a client is another's and not said to be shared."""
        finder = self.finder(connection)
        for what, theirs in (
            ("handle", finder.handled),
            ("email", finder.mailed),
            ("phone", finder.phoned),
        ):
            typed = getattr(client, what)
            if not typed or what in client.shared or typed == getattr(before, what, None):
                continue
            for other in theirs(typed):
                if other.key != client.key:
                    from trafftpkg.domain.errors.naming import ClientExistsError

                    raise ClientExistsError(what=what, typed=typed, handle=other.handle)

    def erase(self, client: ClientKey, seqs: Sequence[int]) -> None:
        """Remove everything about a client except the key: their letters, and the texts of these entries too.

        No byte stays in the file. If it was interrupted, repeat it to finish.

        Raises:
            ErasureUnfinishedError: everything was deleted, but not everything could be overwritten.
        """
        from trafftpkg.stores.clients.merging import MERGED

        with self._tables.writing() as connection:
            gone = [client, *(key for (key,) in connection.execute(MERGED, {"key": client}))]
            connection.remove(CLIENTS, CLIENTS.key, [(key,) for key in gone])
            for table in (LETTERS, LETTERS_STOPPED):
                connection.remove(table, ("client",), [(key,) for key in gone])
            connection.ignore(ERASED, [(key,) for key in gone])
            connection.remove(TEXTS, TEXTS.key, [(seq,) for seq in seqs])
        self._tables.finish_erasing()

    def erased(self, keys: Sequence[ClientKey]) -> set[ClientKey]:
        """Return those of these keys whose clients were erased."""
        return {
            ClientKey(key) for (key,) in rows_named(self._tables, "SELECT key FROM erased WHERE key", keys)
        }

    def keep_text(self, seq: int, text: str, salt: str) -> None:
        """Keep an entry's free text under its number. It replaces the text of a failed attempt."""
        with self._tables.writing() as connection:
            connection.put(TEXTS, [(seq, text, salt)])

    def texts(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return text and salt of these entries, if they have any."""
        rows = rows_named(self._tables, "SELECT seq, text, salt FROM texts WHERE seq", seqs)
        return {seq: (text, salt) for seq, text, salt in rows}

    def texts_after(self, seq: int, most: int) -> dict[int, tuple[str, str]]:
        """Return text and salt of the next entries that have any, in order, but not of more than so many."""
        query = "SELECT seq, text, salt FROM texts WHERE seq > %(seq)s ORDER BY seq LIMIT %(most)s"
        rows = rows_in(self._tables, query, {"seq": seq, "most": most})
        return {seq: (text, salt) for seq, text, salt in rows}


def _put(connection: Queries, client: Client) -> int:
    """Update a client's row, and return how many rows there were."""
    changes = ", ".join(f"{each} = %({each})s" for each in CLIENTS.others)
    values: dict[str, int | float | str | None] = {}
    values.update(zip(CLIENTS.names, CLIENTS.row(client), strict=True))
    return connection.execute(f"UPDATE clients SET {changes} WHERE key = %(key)s", values).rowcount


_ALL: Values = {}


def copy_clients(source: ClientTables, target: ClientTables) -> None:
    """Replace what is in one client book by what is in another."""
    with source.reading() as statements:
        found = [
            []
            if statements is None
            else list(statements.execute(f"SELECT {', '.join(each.names)} FROM {each.name}", _ALL))
            for each in COPIED
        ]
    with target.writing() as taking:
        for table, rows in zip(COPIED, found, strict=True):
            taking.execute(f"DELETE FROM {table.name}", _ALL)
            taking.insert(table, rows)
