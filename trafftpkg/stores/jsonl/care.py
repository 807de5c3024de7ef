"""Care of a ledger: checks the whole file, rebuilds the index, and repairs what can be repaired."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from shutil import copyfileobj

from trafftpkg.domain.care import LedgerState, Progress, Repair, future_step
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.notice import Hear, unheard
from trafftpkg.stores.jsonl.append import cut, sync_folder
from trafftpkg.stores.jsonl.checking import verify
from trafftpkg.stores.jsonl.files import (
    LedgerFiles,
    free_name,
    opened_as_ours,
    removed,
    side_files,
    unavailable,
)
from trafftpkg.stores.jsonl.lock import locked
from trafftpkg.stores.jsonl.network import check_is_local
from trafftpkg.stores.jsonl.repairing import repaired
from trafftpkg.stores.jsonl.trust import check_is_not_behind, failure_of_index, mark_in, rebuild_checked
from trafftpkg.stores.lines.line import entry_of


class JsonlCare:
    """Checks and repairs one ledger. Fulfils the engine's `LedgerCare`."""

    def __init__(self, path: Path, *, lock_wait: float = 10.0, on_notice: Hear = unheard) -> None:
        """Name the ledger, as in `JsonlLedger`."""
        self._files = LedgerFiles(path)
        self._lock_wait = lock_wait
        self._hear = on_notice

    def verify(self, progress: Progress | None = None) -> LedgerState:
        """Check every line. Nothing is wrong with a missing ledger.

        Raises:
            LedgerTooNewError: a newer version of the program wrote a line.
            IndexAheadError: the lines are good, but some that were acknowledged are missing.
            StoreUnavailableError: the file may not be read.
        """
        files = self._files
        try:
            read = mark_in(files.index)
            state = verify(files.ledger, read, progress)
            if not state.damages:
                check_is_not_behind(files.ledger, read, state.head)
        except OSError as error:
            raise unavailable(files.ledger, error) from error
        return state

    def rebuild(self, progress: Progress | None = None) -> None:
        """Rebuild the index from the lines.

        Raises:
            LedgerLockedError: another process is writing.
            LedgerDamagedError, LedgerTooNewError, IndexAheadError: the ledger cannot be trusted. The index
                is not changed.
            StoreUnavailableError, DiskFullError: the index cannot be written.
        """
        with self._held():
            rebuild_checked(self._files, progress)

    def repair(self, *, apply: bool) -> tuple[Repair, ...]:
        """Repair what can be repaired without guessing, or only say what that would be, as in `repaired`.

        Raises:
            LedgerLockedError: another process is writing.
            LedgerDamagedError, LedgerTooNewError: it cannot be repaired, and is not changed.
            UnavailableError: the folder cannot be written.
        """
        with self._held():
            return repaired(self._files, apply=apply)

    def set_aside_future(self, seq: int, latest: datetime, *, apply: bool) -> Repair:
        """Set aside the entries from `seq` on, which a wrong clock wrote, as in `future_set_aside`.

        Raises:
            LedgerLockedError: another process is writing.
        """
        with self._held():
            return future_set_aside(self._files, seq, latest, apply=apply)

    @contextmanager
    def _held(self) -> Iterator[None]:
        try:
            check_is_local(self._files.ledger)
            with locked(self._files, self._lock_wait):
                yield
        except OSError as error:
            raise unavailable(self._files.index, error) from error
        except sqlite3.DatabaseError as error:
            failure = failure_of_index(self._files, error)
            if failure is None:
                raise
            raise failure from error


def future_set_aside(files: LedgerFiles, seq: int, latest: datetime, *, apply: bool) -> Repair:
    """Set aside the entries from `seq` on if `apply`, and return the step. The caller holds the lock.

    Raises:
        LedgerDamagedError, LedgerTooNewError: the file has to be repaired first.
        EntriesNotAheadError, LedgerSealedError: as `future_step`.
        OSError, UnavailableError: the folder cannot be written.
    """
    state = verify(files.ledger, None)
    if state.damages:
        raise LedgerDamagedError(where=str(files.ledger), damages=state.damages)
    kept_as = free_name(files.ledger, f"future-{seq}")
    whole = files.ledger.stat().st_size - state.torn
    offset = _offset_of(files.ledger, seq)
    step = future_step(
        _entries(files.ledger, offset, whole), seq, latest, where=str(files.ledger), kept_as=str(kept_as)
    )
    if apply:
        # Without an index the file is read again: a kill at any point leaves the old state or the new one.
        for each in (files.index, *side_files(files.index)):
            removed(each)
        _copied(files.ledger, offset, kept_as)
        sync_folder(files.ledger)
        cut(files.ledger, offset)
        rebuild_checked(files)
    return step


def _offset_of(ledger: Path, seq: int) -> int:
    with ledger.open("rb", buffering=1 << 20) as file:
        return sum(len(line) for line in islice(file, seq))


def _entries(ledger: Path, offset: int, end: int) -> Iterator[Entry]:
    with ledger.open("rb", buffering=1 << 20) as file:
        file.seek(offset)
        while file.tell() < end:
            yield entry_of(file.readline())


def _copied(ledger: Path, offset: int, kept_as: Path) -> None:
    file = opened_as_ours(kept_as, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with ledger.open("rb") as lines, open(file, "wb", closefd=False) as copy:
            lines.seek(offset)
            copyfileobj(lines, copy)
            copy.flush()
            os.fsync(file)
    except BaseException:
        removed(kept_as)
        raise
    finally:
        os.close(file)
