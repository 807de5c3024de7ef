"""Whether the index can be trusted, and how it follows the ledger: guide/file-format.md, "The index"."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.stores.jsonl.files import LedgerFiles, is_forbidden, removed, stat_of
from trafftpkg.stores.jsonl.index_file import IndexConnections, Reached, opened_for_writing, reached
from trafftpkg.stores.jsonl.replay import built_privately, catch_up, rebuilt
from trafftpkg.stores.lines.line import TAIL, hash_in
from trafftpkg.stores.lines.scan import BrokenChainError
from trafftpkg.stores.tables.rows import Mark

if TYPE_CHECKING:
    from trafftpkg.domain.care import Progress
    from trafftpkg.domain.header import Head
    from trafftpkg.domain.notice import Notice


def brought_up(files: LedgerFiles, kept: IndexConnections) -> sqlite3.Connection:
    """Bring the index up to date, and return it open for writing. The caller holds the lock.

    While nothing is recorded it is private, so that a refused request leaves no index.

    Raises:
        LedgerDamagedError: the ledger was changed.
        LedgerTooNewError: a newer version of the program wrote some lines.
        IndexAheadError: the ledger lacks entries that the index knows.
        sqlite3.Error, OSError: the index cannot be written.
    """
    connection, state = _existing(kept.writer)
    if connection is None or state is None:
        return _rebuilt(files)
    try:
        _go_on(connection, state, files)
    except BaseException:
        connection.close()
        raise
    return connection


def read_privately(files: LedgerFiles, start: sqlite3.Connection | None = None) -> sqlite3.Connection:
    """Return a private index of all whole lines of the ledger.

    Args:
        start: A good index that is behind. Without one, every line is read.

    Raises:
        LedgerDamagedError, LedgerTooNewError: as `brought_up`.
        StoreUnavailableError: the ledger may not be read.
    """
    try:
        return built_privately(files.ledger, start)
    except BrokenChainError:
        check_everything(files, None)
        if start is None:
            raise
        return read_privately(files)
    except OSError as error:
        from trafftpkg.stores.jsonl.files import unavailable

        raise unavailable(files.ledger, error) from error


def warned_of(ledger: Path, seq: int) -> "Notice":
    """Return the notice that the ledger, which ends with entry `seq`, lacks recorded entries."""
    from trafftpkg.domain.notice import Notice

    return Notice(code="index_ahead", where=str(ledger), seq=seq)


def check_everything(files: LedgerFiles, index: Mark | None) -> None:
    """Check the whole ledger, and that it has all entries that the index, if any, knows.

    Raises:
        LedgerDamagedError, LedgerTooNewError, IndexAheadError: as `brought_up`.
    """
    from trafftpkg.stores.jsonl.checking import verify

    seen = verify(files.ledger, index)
    if seen.damages:
        from trafftpkg.domain.errors.untrusted import LedgerDamagedError

        raise LedgerDamagedError(where=str(files.ledger), damages=seen.damages)
    check_is_not_behind(files.ledger, index, seen.head)


def check_is_not_behind(ledger: Path, index: Mark | None, head: "Head | None") -> None:
    """Check that a good ledger, which ends with `head`, has all entries that the index, if any, knows.

    Raises:
        IndexAheadError: it has not.
        OSError: it cannot be read.
    """
    if index is not None and not holds(ledger, index):
        raise index_ahead(ledger, head.seq if head else -1, index.seq)


def holds(ledger: Path, mark: Mark) -> bool:
    """Tell whether the line of the mark still ends there. If the chain is good, all lines before it do.

    Raises:
        OSError: the ledger cannot be read.
    """
    try:
        with ledger.open("rb") as file:
            file.seek(mark.size - TAIL)
            end = file.read(TAIL)
    except FileNotFoundError:
        return False
    return len(end) == TAIL and hash_in(end) == mark.hash


def mark_in(index: Path) -> Mark | None:
    """Return how far the index file is. None if it is missing, damaged, or of another format."""
    connection, state = _existing(partial(opened_for_writing, index))
    if connection is not None:
        connection.close()
    return None if state is None else state.mark


def rebuild_checked(files: LedgerFiles, progress: "Progress | None" = None) -> None:
    """Rebuild the index, unless it knows entries that the ledger lacks. The caller holds the lock.

    Raises:
        LedgerDamagedError, LedgerTooNewError, IndexAheadError, OSError: as `brought_up`.
    """
    mark = mark_in(files.index)
    if mark is not None and not holds(files.ledger, mark):
        check_everything(files, mark)
    if stat_of(files.ledger) is not None:
        _rebuild(files, progress)


def failure_of_index(files: LedgerFiles, error: sqlite3.DatabaseError) -> TrafftpkgError | None:
    """Return what an error of the index means for the caller. None if it is a defect.

    A damaged index is removed, so that the next command rebuilds it.
    """
    # Errors of Python's module itself have no code. The low byte is the kind of error.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _NOT_OUR_FAULT:
        return None
    from trafftpkg.domain.errors.unavailable import DiskFullError, StoreUnavailableError
    from trafftpkg.domain.errors.unusable import NotPermittedError

    if code not in _DAMAGED and is_forbidden(files.index, writing=True):
        return NotPermittedError(where=str(files.index), reason="file", writing=True, said=str(error))
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError(where=str(files.index))
    if code in _DAMAGED:
        with suppress(OSError):
            removed(files.index)
    return StoreUnavailableError(where=str(files.index), reason="index_failed", said=str(error))


_DAMAGED = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
_NOT_OUR_FAULT = _DAMAGED | frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
    )
)


def index_ahead(ledger: Path, ledger_seq: int, index_seq: int) -> TrafftpkgError:
    """Return the error that the ledger lacks recorded entries. -1 stands for an empty ledger."""
    from trafftpkg.domain.errors.untrusted import IndexAheadError

    return IndexAheadError(where=str(ledger), ledger_seq=ledger_seq, index_seq=index_seq)


def _go_on(connection: sqlite3.Connection, state: Reached, files: LedgerFiles) -> None:
    stat = stat_of(files.ledger)
    if stat is None:
        raise index_ahead(files.ledger, -1, state.mark.seq)
    if state.is_of(stat):
        return
    if not state.is_older_than(stat):
        check_everything(files, state.mark)
    try:
        catch_up(connection, files.ledger)
    except BrokenChainError:
        check_everything(files, state.mark)
        raise


def _rebuilt(files: LedgerFiles) -> sqlite3.Connection:
    if stat_of(files.ledger) is None:
        return built_privately(files.ledger)
    _rebuild(files, None)
    return opened_for_writing(files.index)


def _rebuild(files: LedgerFiles, progress: "Progress | None") -> None:
    try:
        rebuilt(files.index, files.ledger, progress)
    except BrokenChainError:
        check_everything(files, None)
        raise


def _existing(
    open_index: Callable[[], sqlite3.Connection],
) -> tuple[sqlite3.Connection | None, Reached | None]:
    """Return the index and how far it is. None if it is missing, empty, damaged, or not ours."""
    try:
        connection = open_index()
    except sqlite3.Error:
        return None, None
    try:
        state = reached(connection)
    except sqlite3.Error:
        state = None
    if state is None or state.mark.seq < 0:
        connection.close()
        return None, None
    return connection, state
