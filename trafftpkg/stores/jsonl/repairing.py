"""A ledger's files mended, as far as that needs no guessing; what is set aside is kept."""

import os
from contextlib import suppress
from pathlib import Path
from shutil import copymode

from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.repair import Repair
from trafftpkg.domain.verdict import Verdict
from trafftpkg.stores.jsonl.append import sync_folder
from trafftpkg.stores.jsonl.checking import verify
from trafftpkg.stores.jsonl.files import LedgerFiles, free_name, stat_of
from trafftpkg.stores.jsonl.index.schema import SIDE_FILES
from trafftpkg.stores.jsonl.restoring import restored
from trafftpkg.stores.jsonl.scan import BrokenChainError
from trafftpkg.stores.jsonl.tail import lacks_only_its_end, mend, tail_from
from trafftpkg.stores.jsonl.trust import holds, mark_in, rebuild_checked


def repaired(files: LedgerFiles, *, apply: bool) -> tuple[Repair, ...]:
    """Return the steps of mending, done if `apply`; the caller holds the lock.

    Where lines have to be restored first, what comes after them is only known once that is done.

    Raises:
        LedgerDamagedError: lines are changed or missing; nothing is mended.
        LedgerTooNewError: it has lines that this program does not know.
        OSError, UnavailableError: the folder cannot be written to.
    """
    verdict = verify(files.ledger, mark_in(files.index))
    steps = []
    if verdict.damages:
        steps.append(_restore(files, verdict, apply=apply))
        if not apply:
            return tuple(steps)
        verdict = verify(files.ledger, mark_in(files.index))
    head = verdict.head.seq if verdict.head else -1
    if verdict.torn:
        step = _finish_or_move(files, verdict, apply=apply)
        head += step.kind == "line_completed"
        steps.append(step)
    steps.extend(_mend_index(files, head, apply=apply))
    return tuple(steps)


def _restore(files: LedgerFiles, verdict: Verdict, *, apply: bool) -> Repair:
    first = verdict.damages[0].line - 1
    kept_as = free_name(files.ledger, f"damaged-{first}")
    new = files.ledger.with_name(f"{files.ledger.name}.mended")
    try:
        with files.ledger.open("rb", buffering=1 << 20) as damaged, new.open("wb") as file:
            file.writelines(restored(damaged))
            file.flush()
            os.fsync(file.fileno())
    except BrokenChainError:
        new.unlink()
        raise LedgerDamagedError(where=str(files.ledger), damages=verdict.damages) from None
    if apply:
        copymode(files.ledger, new)
        kept_as.hardlink_to(files.ledger)
        new.replace(files.ledger)
        sync_folder(files.ledger)
    else:
        new.unlink()
    return Repair(kind="restored", where=str(files.ledger), seq=first, kept_as=str(kept_as))


def _finish_or_move(files: LedgerFiles, verdict: Verdict, *, apply: bool) -> Repair:
    stat = stat_of(files.ledger)
    assert stat is not None
    offset = stat.st_size - verdict.torn
    seq, before = (verdict.head.seq + 1, verdict.head.hash) if verdict.head else (0, "0" * 64)
    where = str(files.ledger)
    if lacks_only_its_end(tail_from(files.ledger, offset), seq, before):
        step = Repair(kind="line_completed", where=where, seq=seq)
    else:
        step = Repair(kind="torn_tail", where=where, seq=seq, kept_as=str(files.torn(seq)))
    if apply:
        mend(files, offset, seq, before)
    return step


def _mend_index(files: LedgerFiles, head: int, *, apply: bool) -> list[Repair]:
    """Return the step that the index needs, if any, for a ledger that ends with entry `head`."""
    mark = mark_in(files.index)
    if mark is None and head < 0:
        return []
    if mark is None:
        step = Repair(kind="index_anew", where=str(files.index), seq=head)
    elif not holds(files.ledger, mark):
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
    index.rename(kept_as)
    for suffix in SIDE_FILES:
        with suppress(FileNotFoundError):
            index.with_name(index.name + suffix).rename(kept_as.with_name(kept_as.name + suffix))
