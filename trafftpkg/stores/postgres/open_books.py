"""Books open for writing: decided requests become lines and rows, all in one transaction."""

from collections.abc import Callable, Iterator, Sequence

import psycopg

from trafftpkg.domain.entry import Draft, Entry, Keep
from trafftpkg.domain.errors.base import LedgerMovedError
from trafftpkg.domain.errors.unavailable import OutcomeUnknownError
from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.domain.errors.unusable import NotPermittedError, StoreError
from trafftpkg.domain.header import Header
from trafftpkg.domain.ids import kind_of, number_of
from trafftpkg.domain.numbering import begun_by, renumbered
from trafftpkg.domain.value import replace
from trafftpkg.stores.lines.line import chained_on, header_of
from trafftpkg.stores.postgres.ahead import AheadBooks
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.errors import is_lost, said, unreachable
from trafftpkg.stores.postgres.fold import PostgresFold, locked_head
from trafftpkg.stores.postgres.scope import Locked
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.rows import Mark, moment_of

Recorded = list[tuple[Entry, bytes]]


class PostgresOpenBooks(AheadBooks):
    """Books that can be appended to. Fulfils the engine's `OpenBooks`.

    Locked clients and employees cannot change, so what was read of them is read once.

    Args:
        database: The database with the transaction of these books.
        lock: Begins a transaction, locks, and reads what every request asks. Called again after something
            was recorded.
    """

    def __init__(
        self, statements: PostgresStatements, database: Database, lock: Callable[[], Locked]
    ) -> None:
        super().__init__(statements, database.where, lock())
        self._database = database
        self._lock = lock
        self._is_over = False
        self._check_not_sealed(self.mark)

    def append(
        self, drafts: Sequence[Draft], opening: Header | None = None, keep: Keep | None = None
    ) -> list[Entry]:
        """Record the drafts durably and in order, all or none, and release all locks.

        If others recorded since, new things get numbers after theirs, and no entry is before theirs.

        Raises:
            BadArgumentError: a text is not valid Unicode; nothing was recorded.
            LedgerMovedError: nothing was recorded. Decide again.
            LedgerSealedError: it goes on elsewhere.
            DiskFullError, StoreUnavailableError: it cannot be written. Nothing was recorded.
            OutcomeUnknownError: it is unknown whether it was recorded. Repeat with the same key.
        """
        if not drafts:
            return []
        if self._is_over:
            self._begin(self._lock())
        mark = self._at_the_end()
        prepared = [*_opening(mark, drafts, opening), *self._settled(drafts, mark)]
        recorded = chained_on(prepared, mark.seq + 1, mark.hash)
        entries = [entry for entry, _ in recorded[len(prepared) - len(drafts) :]]
        if keep is not None:
            keep(entries)
        fold = PostgresFold(self._server, mark)
        fold.know(self._seen.values())
        for entry, line in recorded:
            fold.take_line(entry, line)
        self._commit(fold, recorded)
        self._begin(Locked(fold.mark))
        self._is_over = True
        return entries

    def _at_the_end(self) -> Mark:
        """Lock the head until the commit."""
        mark = locked_head(self._server)
        self._check_not_sealed(mark)
        return mark

    def _check_not_sealed(self, mark: Mark) -> None:
        if mark.moved_to is not None:
            raise LedgerSealedError(where=self._where, moved_to=mark.moved_to)

    def _settled(self, drafts: Sequence[Draft], mark: Mark) -> Iterator[Draft]:
        beginning = {kind_of(begun) for draft in drafts for begun in begun_by(draft.events)}
        given = {kind: self.given_by(mark, kind) for kind in beginning}
        earliest = moment_of(mark.at) if mark.seq >= 0 else drafts[0].at
        for draft in drafts:
            events = renumbered(draft.events, given)
            for begun in begun_by(events):
                given[kind_of(begun)] = number_of(begun)
            yield replace(draft, at=max(draft.at, earliest), events=events)

    def _commit(self, fold: PostgresFold, recorded: Recorded) -> None:
        try:
            with self._server.connection.pipeline():
                fold.flush()
                self._server.execute("COMMIT")
        except psycopg.Error as error:
            if not is_lost(error):
                raise
            self._find_again(recorded[-1], error)

    def _find_again(self, last: tuple[Entry, bytes], lost: psycopg.Error) -> None:
        """Find out whether a commit succeeded whose answer was lost.

        While the head is locked, nobody else records: an entry that is not there now will never be.
        """
        entry, line = last
        try:
            self._server.connection = self._database.again()
            with self._server.connection.transaction():
                locked_head(self._server)
                query = "SELECT line FROM entries WHERE seq = %s"
                row = self._server.execute(query, (entry.seq,)).fetchone()
        except (NotPermittedError, StoreError, psycopg.Error) as error:
            raise OutcomeUnknownError(
                where=self._where, reason="connection_lost", said=said(lost, self._database.address)
            ) from error
        if row is None or bytes(row[0]) != line:
            raise LedgerMovedError(otherwise=unreachable(lost, self._database.address))


def _opening(mark: Mark, drafts: Sequence[Draft], opening: Header | None) -> list[Draft]:
    if mark.seq >= 0:
        return []
    assert opening is not None, "the first entry needs a header before it"
    return [header_of(opening, drafts[0].at, drafts[0].by)]
