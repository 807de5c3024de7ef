"""The ledger as a file of JSON lines: how it is opened for reading and writing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.domain.notice import Hear, Seal, unheard
from trafftpkg.stores.jsonl.connection_pool import stamp_of
from trafftpkg.stores.jsonl.files import LedgerFiles, stat_of
from trafftpkg.stores.jsonl.index_file import IndexConnections, books_of, opened, reached
from trafftpkg.stores.tables.books import TableBooks

if TYPE_CHECKING:
    from trafftpkg.stores.jsonl.open_books import JsonlOpenBooks


class JsonlLedger:
    """An append-only file with a disposable index beside it. Fulfils the engine's `Ledger`."""

    def __init__(self, path: Path, *, lock_wait: float = 10.0, on_notice: Hear = unheard) -> None:
        """Name the ledger. Nothing is opened yet.

        Args:
            path: The file. It need not exist, but its folder must exist before the first entry.
            lock_wait: How many seconds a writer waits for another.
            on_notice: Called with what the person should hear although the request goes on.
        """
        self._files = LedgerFiles(path)
        self._lock_wait = lock_wait
        self._hear = on_notice
        self._kept = IndexConnections(self._files.index)
        self._seal = Seal(on_notice)

    def close(self) -> None:
        """Close what was kept open between requests. The next use opens it again."""
        self._kept.close()

    @contextmanager
    def reading(self) -> Iterator[TableBooks]:
        """Open a consistent view. It does not wait for writers and needs no permission to write.

        Raises:
            LedgerDamagedError, LedgerTooNewError: the lines had to be read, and this failed.
            StoreUnavailableError: the file may not be read, or the index is damaged. Try again.
        """
        with _index_failures(self._files), consistent_view(self._files, self._kept, self._hear) as connection:
            books = books_of(connection, self._files.ledger)
            self._seal.say_once(str(self._files.ledger), books.mark.seq, books.mark.moved_to)
            yield books

    @contextmanager
    def writing(self, scope: object) -> Iterator[JsonlOpenBooks]:
        """Lock the whole ledger, whatever the scope, against other writers until the context ends.

        Raises:
            LedgerLockedError: another process holds the lock. Names it.
            LedgerDamagedError, LedgerTooNewError, IndexAheadError: it cannot be trusted, so not written.
            LedgerSealedError: it goes on elsewhere.
            StoreError, NotPermittedError: the folder is missing, not writable, or on a network.
        """
        from trafftpkg.stores.jsonl.files import unavailable
        from trafftpkg.stores.jsonl.lock import locked
        from trafftpkg.stores.jsonl.network import check_is_local
        from trafftpkg.stores.jsonl.open_books import open_books

        check_is_local(self._files.ledger)
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(self._files, self._lock_wait))
            except OSError as error:
                raise unavailable(self._files.lock, error) from error
            stack.enter_context(_index_failures(self._files))
            books = open_books(self._files, self._kept, self._hear)
            stack.callback(books.close)
            yield books


@contextmanager
def _index_failures(files: LedgerFiles) -> Iterator[None]:
    """Raise a failing disk under the index as an error. A defect of ours keeps its traceback."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        from trafftpkg.stores.jsonl.trust import failure_of_index

        unavailable = failure_of_index(files, error)
        if unavailable is None:
            raise
        raise unavailable from error


_BRIEFLY = 0.2


@contextmanager
def consistent_view(files: LedgerFiles, kept: IndexConnections, hear: Hear) -> Iterator[sqlite3.Connection]:
    """Open an index that shows one moment of the ledger until the context ends.

    Raises:
        LedgerDamagedError, LedgerTooNewError: the ledger itself had to be read, and this failed.
        StoreUnavailableError: it may not be read, or the index changed while it was read.
    """
    with ExitStack() as stack:
        existing = stack.enter_context(_existing(files.index, kept))
        state = None if existing is None else reached(existing)
        stat = stat_of(files.ledger)
        if existing is not None and state is not None and stat is not None and state.is_of(stat):
            yield existing
            return
        index = _up_to_date(files, kept, existing, stat, hear)
        if index is not existing:
            stack.enter_context(closing(index))
            index.execute("BEGIN")
        yield index


def _up_to_date(
    files: LedgerFiles,
    kept: IndexConnections,
    existing: sqlite3.Connection | None,
    stat: os.stat_result | None,
    hear: Hear,
) -> sqlite3.Connection:
    """Return an up-to-date index: in its file if the lock is free, else privately."""
    from trafftpkg.domain.errors.unavailable import LedgerLockedError
    from trafftpkg.domain.errors.untrusted import IndexAheadError
    from trafftpkg.stores.jsonl.lock import locked
    from trafftpkg.stores.jsonl.trust import brought_up, read_privately, warned_of

    state = None if existing is None else reached(existing)
    if stat is None:
        if state is not None:
            hear(warned_of(files.ledger, -1))
        return read_privately(files)
    grown = existing is not None and state is not None and state.is_older_than(stat)
    try:
        with locked(files, _BRIEFLY):
            return brought_up(files, kept)
    except LedgerLockedError:
        # Somebody is writing these entries into the index. Until then nobody has been told of them.
        if existing is not None and grown:
            return existing
    except IndexAheadError as error:
        hear(warned_of(files.ledger, error.ledger_seq))
        return read_privately(files)
    except (sqlite3.Error, OSError):
        pass
    return read_privately(files, existing if grown else None)


@contextmanager
def _existing(index: Path, kept: IndexConnections) -> Iterator[sqlite3.Connection | None]:
    """Open the index file, in a transaction, or if that is not possible with a check for changes."""
    stamp = kept.stamp()
    connection = _in_transaction(partial(kept.reader, stamp)) or _in_transaction(
        partial(opened, index, "mode=ro")
    )
    if connection is not None:
        try:
            yield connection
        finally:
            kept.put_back_reader(connection, stamp)
        return
    before = stamp_of(index)
    readable = before is not None and not _has_journal(index)
    connection = _in_transaction(partial(opened, index, "mode=ro&immutable=1")) if readable else None
    if connection is None:
        yield None
        return
    with closing(connection):
        yield connection
    if stamp_of(index) != before:
        from trafftpkg.domain.errors.unavailable import StoreUnavailableError

        raise StoreUnavailableError(where=str(index), reason="changed_meanwhile")


def _in_transaction(open_index: Callable[[], sqlite3.Connection]) -> sqlite3.Connection | None:
    try:
        connection = open_index()
    except sqlite3.Error:
        return None
    try:
        connection.execute("BEGIN")
        reached(connection)
    except sqlite3.Error:
        connection.close()
        return None
    return connection


def _has_journal(index: Path) -> bool:
    """Tell whether there is a journal. Its rows cannot be seen without it, nor if it was half copied."""
    stamp = stamp_of(index.with_name(index.name + "-wal"))
    return stamp is not None and stamp[2] > 0
