"""Care of a ledger: the whole file checked, its index made anew, and what can be mended mended."""

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
from trafftpkg.stores.jsonl.files import LedgerFiles, free_name
from trafftpkg.stores.jsonl.lock import locked
from trafftpkg.stores.jsonl.network import check_is_local
from trafftpkg.stores.jsonl.own_files import opened_as_ours, removed, side_files, unavailable
from trafftpkg.stores.jsonl.repairing import repaired
from trafftpkg.stores.jsonl.trust import check_is_not_behind, failure_of_index, mark_in, rebuild_checked
from trafftpkg.stores.lines.line import TAIL, entry_of, hash_in


class JsonlCare:
    """Looks after one ledger; fulfils the engine's `LedgerCare`."""

    def __init__(self, path: Path, *, lock_wait: float = 10.0, on_notice: Hear = unheard) -> None:
        """Name the ledger; as in `JsonlLedger`."""
        self._files = LedgerFiles(path)
        self._lock_wait = lock_wait
        self._hear = on_notice

    def verify(self, progress: Progress | None = None) -> LedgerState:
        """Read every line and say what is wrong with it; a missing ledger has nothing wrong.

        Raises:
            LedgerTooNewError: a line is of a version that this program does not know.
            IndexAheadError: the lines are good, but fewer than were acknowledged.
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

    def hash_of(self, seq: int) -> str | None:
        """Return the hash that the line of an entry carries; None if there is no such line.

        Raises:
            StoreUnavailableError: the file may not be read.
        """
        try:
            with self._files.ledger.open("rb", buffering=1 << 20) as file:
                line = next(islice(file, seq, None), b"")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unavailable(self._files.ledger, error) from error
        return hash_in(line) if len(line) > TAIL and line.endswith(b"\n") else None

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make the index anew from the lines.

        Raises:
            LedgerLockedError: another process is writing.
            LedgerDamagedError, LedgerTooNewError, IndexAheadError: the ledger cannot be trusted; the index
                is as it was.
            StoreUnavailableError, DiskFullError: the index cannot be written.
        """
        with self._held():
            rebuild_checked(self._files, progress)

    def repair(self, *, apply: bool) -> tuple[Repair, ...]:
        """Mend what can be mended without guessing, or only say what that would be; as `repaired`.

        Raises:
            LedgerLockedError: another process is writing.
            LedgerDamagedError, LedgerTooNewError: what cannot be mended is left as it is.
            UnavailableError: the folder cannot be written to.
        """
        with self._held():
            return repaired(self._files, apply=apply)

    def set_aside_future(self, seq: int, latest: datetime, *, apply: bool) -> Repair:
        """Move the entries from `seq` on aside, which a wrong clock wrote; as `future_set_aside`.

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
    """Return the step that moves the entries from `seq` on aside, done if `apply`; the caller holds the lock.

    Raises:
        LedgerDamagedError, LedgerTooNewError: the file is to be mended first.
        EntriesNotAheadError, LedgerSealedError: as `future_step`.
        OSError, UnavailableError: the folder cannot be written to.
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
        # Without an index the file is read anew: a kill at any point leaves what was, or what is meant.
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
