"""The lines of a file, found by its index. Fulfils `Lines`."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.stores.jsonl.index_file import mark_of
from trafftpkg.stores.jsonl.statements import SqliteStatements
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.rows import NOTHING, Mark

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry


class IndexedLines:
    """Reads entries at the places that the index knows."""

    def __init__(self, connection: sqlite3.Connection, ledger: Path) -> None:
        self._connection = connection
        self._ledger = ledger

    def mark(self) -> Mark:
        """Return how far the index is."""
        return mark_of(self._connection) or NOTHING

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return next(iter(self._entries("FROM entries WHERE seq = ?", seq)), None)

    def after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""
        return self._entries("FROM entries WHERE seq > ? ORDER BY seq LIMIT ?", seq, most)

    def with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""
        return next(iter(self._entries("FROM keys JOIN entries USING (seq) WHERE key = ?", key)), None)

    def touching(self, kind: int, n: int, until: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""
        tail = "FROM touched JOIN entries USING (seq) WHERE kind = ? AND n = ? AND seq <= ? ORDER BY seq"
        return self._entries(tail, kind, n, until)

    def _entries(self, tail: str, *values: int | str) -> list[Entry]:
        places = self._connection.execute(f"SELECT seq, offset {tail}", values).fetchall()
        if not places:
            return []
        from trafftpkg.stores.jsonl.entries import entries_at

        return entries_at(self._ledger, places)


def books_of(connection: sqlite3.Connection, ledger: Path) -> TableBooks:
    """Return the books of a ledger, read from an open index."""
    return TableBooks(SqliteStatements(connection), IndexedLines(connection, ledger))
