"""Repairs a ledger's files without guessing. Whatever is set aside is kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import copyfileobj, copymode

from trafftpkg.domain.care import LedgerState, Repair
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.header import GENESIS_HASH
from trafftpkg.stores.jsonl.append import sync_folder
from trafftpkg.stores.jsonl.checking import verify
from trafftpkg.stores.jsonl.files import (
    LedgerFiles,
    check_database,
    free_name,
    opened_as_ours,
    removed,
    side_files,
    stat_of,
)
from trafftpkg.stores.jsonl.tail import lacks_only_its_end, mend, tail_from
from trafftpkg.stores.jsonl.trust import holds, mark_in, rebuild_checked
from trafftpkg.stores.lines.restoring import restored
from trafftpkg.stores.lines.scan import BrokenChainError


def repaired(files: LedgerFiles, *, apply: bool) -> tuple[Repair, ...]:
    """Return the steps of a repair, and do them if `apply`. The caller holds the lock.

    Raises:
        LedgerDamagedError: lines are changed or missing. Nothing is repaired.
        LedgerTooNewError: a newer version of the program wrote some lines.
        OSError, UnavailableError: the folder cannot be written.
    """
    state = verify(files.ledger, mark_in(files.index))
    if not state.damages:
        return tuple(_rest(files, files.ledger, state, apply=apply))
    first = state.damages[0].line - 1
    kept_as = free_name(files.ledger, f"damaged-{first}")
    step = Repair(kind="restored", where=str(files.ledger), seq=first, kept_as=str(kept_as))
    with _mended(files, state) as mended:
        again = verify(mended, mark_in(files.index))
        if again.damages:
            raise LedgerDamagedError(where=str(files.ledger), damages=again.damages)
        if apply:
            _put_in_place(files, mended, kept_as)
        return step, *_rest(files, files.ledger if apply else mended, again, apply=apply)


@contextmanager
def _mended(files: LedgerFiles, state: LedgerState) -> Iterator[Path]:
    """Write the restored lines into a file beside the ledger. It is removed unless it replaces the ledger."""
    new = files.ledger.with_name(f"{files.ledger.name}.mended")
    removed(new)
    file = opened_as_ours(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        # After replacing the ledger, this is the file that other writers wait for.
        flock(file, LOCK_EX)
        with files.ledger.open("rb", buffering=1 << 20) as damaged, open(file, "wb", closefd=False) as lines:
            lines.writelines(restored(damaged))
        os.fsync(file)
        yield new
    except BrokenChainError:
        raise LedgerDamagedError(where=str(files.ledger), damages=state.damages) from None
    finally:
        os.close(file)
        removed(new)


def _put_in_place(files: LedgerFiles, mended: Path, kept_as: Path) -> None:
    found = files.ledger.stat()
    copymode(files.ledger, mended)
    with suppress(PermissionError):
        os.chown(mended, found.st_uid, found.st_gid)
    _keep(files.ledger, kept_as)
    mended.replace(files.ledger)
    sync_folder(files.ledger)


def _keep(found: Path, kept_as: Path) -> None:
    """Copy the file as it was found. A hard link would be a ledger with two names for a moment."""
    file = opened_as_ours(kept_as, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with found.open("rb") as damaged, open(file, "wb", closefd=False) as copy:
            copyfileobj(damaged, copy)
            copy.flush()
            os.fsync(file)
        copymode(found, kept_as)
    except BaseException:
        removed(kept_as)
        raise
    finally:
        os.close(file)


def _rest(files: LedgerFiles, ledger: Path, state: LedgerState, *, apply: bool) -> Iterator[Repair]:
    """Yield the steps for a file with good lines: the ledger, or the restored file."""
    head = state.head.seq if state.head else -1
    if state.torn:
        step = _finish_or_move(files, ledger, state, apply=apply)
        head += step.kind == "line_completed"
        yield step
    yield from _mend_index(files, ledger, head, apply=apply)


def _finish_or_move(files: LedgerFiles, ledger: Path, state: LedgerState, *, apply: bool) -> Repair:
    stat = stat_of(ledger)
    assert stat is not None
    offset = stat.st_size - state.torn
    seq, before = (state.head.seq + 1, state.head.hash) if state.head else (0, GENESIS_HASH)
    where = str(files.ledger)
    if lacks_only_its_end(tail_from(ledger, offset), seq, before):
        step = Repair(kind="line_completed", where=where, seq=seq)
    else:
        step = Repair(kind="torn_tail", where=where, seq=seq, kept_as=str(files.torn(seq)))
    if apply:
        mend(files, offset, seq, before)
    return step


def _mend_index(files: LedgerFiles, ledger: Path, head: int, *, apply: bool) -> list[Repair]:
    """Return the step for the index, if it needs one. The ledger ends with entry `head`."""
    mark = mark_in(files.index)
    if mark is None and head < 0:
        return []
    if mark is None:
        step = Repair(kind="index_anew", where=str(files.index), seq=head)
    elif not holds(ledger, mark):
        step = _index_ahead(files, mark.seq, head)
    else:
        return []
    if apply:
        if step.kept_as is not None:
            _set_aside(files.index, Path(step.kept_as))
        rebuild_checked(files)
    return [step]


def _index_ahead(files: LedgerFiles, index_seq: int, head: int) -> Repair:
    kept_as = free_name(files.index, f"ahead-{index_seq}")
    lost = max(index_seq - head, 0)
    return Repair(kind="index_ahead", where=str(files.ledger), seq=index_seq, lost=lost, kept_as=str(kept_as))


def _set_aside(index: Path, kept_as: Path) -> None:
    check_database(index)
    index.rename(kept_as)
    for each, kept in zip(side_files(index), side_files(kept_as), strict=True):
        with suppress(FileNotFoundError):
            each.rename(kept)
