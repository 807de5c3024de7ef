"""The ledger as a file of JSON lines: how it is opened for reading and writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.domain.notice import Hear, Seal, unheard
from trafftpkg.stores.jsonl.files import LedgerFiles
from trafftpkg.stores.jsonl.index_connections import IndexConnections
from trafftpkg.stores.jsonl.indexed import books_of
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
        from trafftpkg.stores.jsonl.view import consistent_view

        with _index_failures(self._files), consistent_view(self._files, self._kept, self._hear) as connection:
            books = books_of(connection, self._files.ledger)
            self._seal.say_once(str(self._files.ledger), books.mark.seq, books.mark.moved_to)
            yield books

    @contextmanager
    def writing(self, scope: object) -> Iterator["JsonlOpenBooks"]:
        """Lock the whole ledger, whatever the scope, against other writers until the context ends.

        Raises:
            LedgerLockedError: another process holds the lock. Names it.
            LedgerDamagedError, LedgerTooNewError, IndexAheadError: it cannot be trusted, so not written.
            LedgerSealedError: it goes on elsewhere.
            StoreUnavailableError: the folder is missing, not writable, or on a network.
        """
        from trafftpkg.stores.jsonl.lock import locked
        from trafftpkg.stores.jsonl.network import check_is_local
        from trafftpkg.stores.jsonl.open_books import open_books
        from trafftpkg.stores.jsonl.own_files import unavailable

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
