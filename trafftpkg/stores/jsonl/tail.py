"""Handles the unfinished line that a dead writer left."""

import os
from pathlib import Path
from shutil import copyfileobj

from trafftpkg.domain.notice import Hear, Notice, unheard
from trafftpkg.stores.jsonl.append import append_durably, cut, sync_folder
from trafftpkg.stores.jsonl.files import LedgerFiles, unavailable
from trafftpkg.stores.jsonl.trust import check_everything
from trafftpkg.stores.lines.line import LONGEST, TAIL, TooNewError, chained, entry_of, hash_in, is_whole
from trafftpkg.stores.lines.scan import runs_on
from trafftpkg.stores.lines.wire import ShapeError


def tail_from(ledger: Path, offset: int) -> bytes:
    """Return the bytes from an offset to the end of the file, at most as many as a line can have."""
    with ledger.open("rb") as file:
        file.seek(offset)
        return file.read(LONGEST)


def mend(files: LedgerFiles, offset: int, seq: int, before: str, hear: Hear = unheard) -> bool:
    """Complete the unfinished line of entry `seq`, or set it aside. The caller holds the lock.

    A line that lacks only its line feed was decided, so it is kept.

    Args:
        offset: Where the line begins.
        before: The hash of the line before.

    Returns:
        Whether there is one more line now.

    Raises:
        LedgerDamagedError: there is more after a whole line: a line feed was removed.
        UnavailableError: the folder cannot be written, or the outcome is unknown.
    """
    tail = tail_from(files.ledger, offset)
    if lacks_only_its_end(tail, seq, before):
        append_durably(files.ledger, b"\n", offset + len(tail))
        hear(Notice(code="line_completed", where=str(files.ledger), seq=seq))
        return True
    if runs_on(tail, before):
        check_everything(files, None)
    moved_to = _moved_aside(files, seq, offset)
    cut(files.ledger, offset)
    hear(Notice(code="torn_tail", where=str(files.ledger), seq=seq, moved_to=str(moved_to)))
    return False


def lacks_only_its_end(tail: bytes, seq: int, before: str) -> bool:
    """Tell whether a tail is entry `seq` without its line feed, after the hash `before`."""
    line = tail + b"\n"
    if not is_whole(line) or hash_in(line) != chained(line[:-TAIL], before):
        return False
    try:
        return entry_of(line).seq == seq
    except (ShapeError, TooNewError):
        return False


def _moved_aside(files: LedgerFiles, seq: int, offset: int) -> Path:
    path = files.torn(seq)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            with os.fdopen(file, "wb") as torn, files.ledger.open("rb") as ledger:
                ledger.seek(offset)
                copyfileobj(ledger, torn)
                torn.flush()
                os.fsync(torn.fileno())
            sync_folder(files.ledger)
        except BaseException:
            path.unlink()
            raise
    except OSError as error:
        raise unavailable(path, error) from error
    return path
