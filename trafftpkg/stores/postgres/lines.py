"""The stored lines, their entries, and the books that read them."""

from collections.abc import Iterator

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.untrusted import LedgerDamagedError, LedgerTooNewError
from trafftpkg.domain.finding import Damage
from trafftpkg.stores.lines.line import TooNewError, entry_of
from trafftpkg.stores.lines.wire import ShapeError
from trafftpkg.stores.postgres.fold import head_of
from trafftpkg.stores.postgres.statements import Parameters, PostgresStatements
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.rows import Mark

_AT_ONCE = 5_000
"""How many lines are fetched at once."""


def stored_lines(statements: PostgresStatements, after: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines after an entry with their numbers, in order, without loading all into memory."""
    with statements.connection.cursor(name=f"lines_after_{after + 1}") as cursor:
        cursor.itersize = _AT_ONCE
        for seq, line in cursor.execute(
            "SELECT seq, line FROM entries WHERE seq > %s ORDER BY seq", (after,), binary=True
        ):
            yield seq, bytes(line)


def entry_in(line: bytes, seq: int, where: str) -> Entry:
    """Return the entry of a line.

    Raises:
        LedgerDamagedError: it is not a line of entry `seq`.
        LedgerTooNewError: a newer version of the program wrote it.
    """
    damage, entry = damage_in(line, seq, where)
    if entry is None:
        raise LedgerDamagedError(where=where, damages=() if damage is None else (damage,))
    return entry


def damage_in(line: bytes, seq: int, where: str) -> tuple[Damage | None, Entry | None]:
    """Return what is wrong with the content of a line, or its entry.

    Raises:
        LedgerTooNewError: a newer version of the program wrote it.
    """
    try:
        entry = entry_of(line)
    except TooNewError as error:
        raise LedgerTooNewError(
            where=where, version=error.version, known=error.known, line=seq + 1
        ) from error
    except ShapeError as error:
        return Damage(line=seq + 1, offset=0, kind="unreadable", due=seq, said=str(error)), None
    if entry.seq != seq:
        return Damage(line=seq + 1, offset=0, kind="misnumbered", seq=entry.seq, due=seq), None
    return None, entry


class StoredLines:
    """Reads entries in one transaction."""

    def __init__(self, statements: PostgresStatements, where: str) -> None:
        self._statements = statements
        self._where = where

    def mark(self) -> Mark:
        """Return where the ledger stands."""
        return head_of(self._statements, self._where)

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return next(iter(self._entries("WHERE seq = %s", (seq,))), None)

    def after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""
        return self._entries("WHERE seq > %s ORDER BY seq LIMIT %s", (seq, most))

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
