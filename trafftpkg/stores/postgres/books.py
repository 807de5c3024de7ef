"""The stored lines by which books are read; fulfils `Lines`."""

from trafftpkg.domain.entry import Entry
from trafftpkg.stores.postgres.fold import head_query, mark_in
from trafftpkg.stores.postgres.lines import entry_in
from trafftpkg.stores.postgres.statements import Parameters, PostgresStatements
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.mark import Mark


class StoredLines:
    """Reads entries in one transaction."""

    def __init__(self, statements: PostgresStatements, where: str) -> None:
        self._statements = statements
        self._where = where

    def mark(self) -> Mark:
        """Return where the ledger stands."""
        return mark_in(self._statements.one(head_query()))

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return next(iter(self._entries("WHERE seq = %s", (seq,))), None)

    def with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""
        return next(iter(self._entries("WHERE key = %s", (key,))), None)

    def touching(self, kind: int, n: int, until: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""
        tail = "JOIN touched USING (seq) WHERE kind = %s AND n = %s AND seq <= %s ORDER BY seq"
        return self._entries(tail, (kind, n, until))

    def _entries(self, tail: str, values: Parameters) -> list[Entry]:
        rows = self._statements.execute(f"SELECT seq, line FROM entries {tail}", values)
        return [entry_in(bytes(line), seq, self._where) for seq, line in rows]


def books_in(statements: PostgresStatements, where: str) -> TableBooks:
    """Return the books of the ledger at `where`, in one transaction."""
    return TableBooks(statements, StoredLines(statements, where))
