"""Checks a ledger by its rules: replays every entry into a private index, without what reports need."""

import sqlite3
from contextlib import closing

from trafftpkg.domain.care import Progress
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.ids import ThingId, kind_of, number_of
from trafftpkg.domain.invariants.breach import Breaches
from trafftpkg.domain.invariants.checking import RulesCheck
from trafftpkg.domain.thing import Thing
from trafftpkg.stores.jsonl.index_layout import created
from trafftpkg.stores.jsonl.replay import BATCH, IndexFold
from trafftpkg.stores.jsonl.statements import SqliteStatements
from trafftpkg.stores.lines.copying import NOTHING as NO_LINES
from trafftpkg.stores.lines.copying import Chain
from trafftpkg.stores.lines.line import entry_of
from trafftpkg.stores.tables.rows import NOTHING
from trafftpkg.stores.tables.things import THINGS


class RulesFold(IndexFold):
    """Takes entries into a private index, and checks each before it is taken in."""

    def __init__(self, statements: SqliteStatements) -> None:
        super().__init__(statements, NOTHING)
        self._check = RulesCheck(self.known, self.keyed, self._apply)
        self._keys_waiting: dict[str, int] = {}

    def known(self, thing: ThingId) -> Thing | None:
        """Return a thing as it is before the next event."""
        table, n = THINGS[kind_of(thing)], number_of(thing)
        found = self._as_it_was(table, n)
        if found is not None:
            self._known[table.kind][n] = found
        return found

    def keyed(self, key: str) -> int | None:
        """Return the number of the entry that was recorded under a key before, if one was."""
        if key in self._keys_waiting:
            return self._keys_waiting[key]
        row = self._statements.execute("SELECT seq FROM keys WHERE key = %(key)s", {"key": key}).fetchone()
        return None if row is None else int(row[0])

    def flush_settled(self) -> None:
        """Write what was taken in, keys included."""
        super().flush_settled()
        self._keys_waiting.clear()

    def checked(self) -> Breaches:
        """Return what was found so far."""
        return self._check.result()

    def _apply_all(self, entry: Entry) -> None:
        self._check.take(entry)
        if entry.key is not None:
            self._keys_waiting.setdefault(entry.key, entry.seq)

    def _move(self, entry: Entry) -> None:
        """No report is made of it."""
        self._before_entry.clear()


def breaches_in(chain: Chain, last: int, progress: Progress | None = None) -> Breaches:
    """Return what the entries of a ledger say that no request could have decided.

    Only the lines are read: an index that has taken in such an entry may not be open to questions.

    Args:
        last: The number of the last entry, for the progress.

    Raises:
        LedgerDamagedError, LedgerTooNewError: it has to be repaired first, or read by a newer program.
        StoreUnavailableError: there is no room for the private index.
    """
    try:
        with closing(created(None)) as connection, closing(chain.lines_after(NO_LINES)) as lines:
            fold = RulesFold(SqliteStatements(connection))
            connection.execute("BEGIN")
            for number, line in enumerate(lines):
                fold.take(entry_of(line), len(line))
                if fold.waiting >= BATCH:
                    fold.flush_settled()
                    if progress:
                        progress(number, last)
            return fold.checked()
    except sqlite3.Error as error:
        raise StoreUnavailableError(where=chain.where, reason="index_failed", said=str(error)) from error
