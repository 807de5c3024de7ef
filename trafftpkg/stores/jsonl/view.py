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
        lying = stack.enter_context(_as_it_lies(files.index, kept))
        lies = None if lying is None else reached(lying)
        stat = stat_of(files.ledger)
        if lying is not None and lies is not None and stat is not None and lies.is_of(stat):
            yield lying
            return
        freshest = _freshest(files, kept, lying, stat, hear)
        if freshest is not lying:
            stack.enter_context(closing(freshest))
            freshest.execute("BEGIN")
        yield freshest


def _freshest(
    files: LedgerFiles,
    kept: IndexConnections,
    lying: sqlite3.Connection | None,
    stat: os.stat_result | None,
    hear: Hear,
) -> sqlite3.Connection:
    """Return an up-to-date index: in its file if the lock is free, else privately."""
    from trafftpkg.domain.errors.unavailable import LedgerLockedError
    from trafftpkg.domain.errors.untrusted import IndexAheadError
    from trafftpkg.stores.jsonl.lock import locked
    from trafftpkg.stores.jsonl.trust import brought_up, read_privately, warned_of

    lies = None if lying is None else reached(lying)
    if stat is None:
        if lies is not None:
            hear(warned_of(files.ledger, -1))
        return read_privately(files)
    grown = lying is not None and lies is not None and lies.is_older_than(stat)
    try:
        with locked(files, _BRIEFLY):
            return brought_up(files, kept)
    except LedgerLockedError:
        # Somebody is writing these entries into the index. Until then nobody has been told of them.
        if lying is not None and grown:
            return lying
    except IndexAheadError as error:
        hear(warned_of(files.ledger, error.ledger_seq))
        return read_privately(files)
    except (sqlite3.Error, OSError):
        pass
    return read_privately(files, lying if grown else None)


@contextmanager
def _as_it_lies(index: Path, kept: IndexConnections) -> Iterator[sqlite3.Connection | None]:
    """Open the index file, in a transaction, or if that is not possible with a check for changes."""
    stamp = kept.stamp()
    connection = _held_still(partial(kept.reader, stamp)) or _held_still(partial(opened, index, "mode=ro"))
    if connection is not None:
        try:
            yield connection
        finally:
            kept.put_back_reader(connection, stamp)
        return
    before = stamp_of(index)
    readable = before is not None and not _has_journal(index)
    connection = _held_still(partial(opened, index, "mode=ro&immutable=1")) if readable else None
    if connection is None:
        yield None
        return
    with closing(connection):
        yield connection
    if stamp_of(index) != before:
        from trafftpkg.domain.errors.unavailable import StoreUnavailableError

        raise StoreUnavailableError(where=str(index), reason="changed_meanwhile")


def _held_still(open_index: Callable[[], sqlite3.Connection]) -> sqlite3.Connection | None:
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
    return stamp is not None and stamp.size > 0
