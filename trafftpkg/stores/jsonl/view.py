"""Opens the index for reading, without waiting for writers or permission to write."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from trafftpkg.domain.notice import Hear
from trafftpkg.stores.jsonl.connection_pool import stamp_of
from trafftpkg.stores.jsonl.files import LedgerFiles, stat_of
from trafftpkg.stores.jsonl.index_connections import IndexConnections
from trafftpkg.stores.jsonl.index_file import opened, reached

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
