"""Entries that a wrong clock wrote, moved out of a ledger's file."""

import os
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from shutil import copyfileobj

from trafftpkg.domain.care import Repair, future_step
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.stores.jsonl.append import cut, sync_folder
from trafftpkg.stores.jsonl.checking import verify
from trafftpkg.stores.jsonl.files import LedgerFiles, free_name
from trafftpkg.stores.jsonl.own_files import opened_as_ours, removed, side_files
from trafftpkg.stores.jsonl.trust import rebuild_checked
from trafftpkg.stores.lines.line import entry_of


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
