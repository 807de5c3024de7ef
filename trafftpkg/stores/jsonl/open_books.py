"""Books open for writing: decided requests become lines, then rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from os import stat_result

from trafftpkg.domain.entry import Draft, Entry, Keep
from trafftpkg.domain.header import Header
from trafftpkg.domain.notice import Hear
from trafftpkg.stores.jsonl.append import append_durably
from trafftpkg.stores.jsonl.files import LedgerFiles, stat_of
from trafftpkg.stores.jsonl.index_file import IndexConnections, IndexedLines, is_private
from trafftpkg.stores.jsonl.replay import IndexFold, put_mark
from trafftpkg.stores.jsonl.statements import SqliteStatements
from trafftpkg.stores.jsonl.tail import mend
from trafftpkg.stores.jsonl.trust import brought_up, read_privately
from trafftpkg.stores.lines.line import chained_on, header_of
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.rows import Mark


def open_books(files: LedgerFiles, kept: IndexConnections, hear: Hear) -> JsonlOpenBooks:
    """Repair what a dead writer left, and return the books. The caller holds the lock.

    Raises the errors of `JsonlLedger.writing`.
    """
    books = JsonlOpenBooks(files, kept)
    try:
        _make_ready(books, files, hear)
    except BaseException:
        books.close()
        raise
    return books


def _make_ready(books: JsonlOpenBooks, files: LedgerFiles, hear: Hear) -> None:
    mark, stat = books.mark, stat_of(files.ledger)
    if stat is not None and stat.st_size > mark.size:
        mend(files, mark.size, mark.seq + 1, mark.hash, hear)
        books.refresh()
    moved_to = books.mark.moved_to
    if moved_to is not None:
        from trafftpkg.domain.errors.untrusted import LedgerSealedError

        raise LedgerSealedError(where=str(files.ledger), moved_to=moved_to)


class JsonlOpenBooks(TableBooks):
    """Books that can be appended to. Fulfils the engine's `OpenBooks`."""

    def __init__(self, files: LedgerFiles, kept: IndexConnections) -> None:
        """Open an index that is up to date. The caller holds the lock."""
        self._files, self._kept = files, kept
        self._open()

    def _open(self) -> None:
        self._connection = _connection(self._files, self._kept)
        # One view of the index for all that is asked: nobody else writes it while the lock is held.
        self._connection.execute("BEGIN")
        lines = IndexedLines(self._connection, self._files.ledger)
        super().__init__(SqliteStatements(self._connection), lines)

    def append(
        self, drafts: Sequence[Draft], opening: Header | None = None, keep: Keep | None = None
    ) -> list[Entry]:
        """Record the drafts durably, in order, with one write: all of them, or none.

        If the machine dies in the middle, the first lines may be recorded, each a whole request.
        `opening` is needed only while nothing is recorded. `keep` is called right before writing.

        Raises:
            BadArgumentError: a text is not valid Unicode; nothing was recorded.
            DiskFullError, StoreUnavailableError: it cannot be written. Nothing was recorded.
            OutcomeUnknownError: it is unknown whether it was recorded. Repeat with the same key.
        """
        if not drafts:
            return []
        mark = self.mark
        if mark.seq >= 0:
            header = []
        else:
            assert opening is not None, "the first entry needs a header before it"
            header = [header_of(opening, drafts[0].at, drafts[0].by)]
        recorded = chained_on([*header, *drafts], mark.seq + 1, mark.hash)
        entries = [entry for entry, _ in recorded[len(header) :]]
        if keep is not None:
            keep(entries)
        stat = append_durably(self._files.ledger, b"".join(line for _, line in recorded), mark.size)
        self._take_in(recorded, stat, mark)
        return entries

    def refresh(self) -> None:
        """Bring the index up to date again, in its file or else privately."""
        self._kept.put_back_writer(self._connection)
        self._open()

    def close(self) -> None:
        """Give the index back."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._kept.put_back_writer(self._connection)

    def _take_in(self, recorded: list[tuple[Entry, bytes]], stat: stat_result, mark: Mark) -> None:
        """Update the index. The entries are durable already, so a failure here does not matter."""
        self._mark = None
        if is_private(self._connection):
            return self.refresh()
        fold = IndexFold(SqliteStatements(self._connection), mark)
        try:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN")
            for entry, line in recorded:
                fold.take(entry, len(line))
            fold.flush()
            put_mark(self._connection, fold.mark, stat)
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            self.refresh()


def _connection(files: LedgerFiles, kept: IndexConnections) -> sqlite3.Connection:
    try:
        return brought_up(files, kept)
    except (sqlite3.Error, OSError):
        return read_privately(files)
