"""One writer at a time: an exclusive `flock` on a file beside the ledger; it ends with its holder."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from time import monotonic, sleep

from trafftpkg.domain.errors.unavailable import LedgerLockedError
from trafftpkg.stores.jsonl.files import LedgerFiles

_BETWEEN_TRIES = 0.01


@contextmanager
def held(files: LedgerFiles, wait: float) -> Iterator[None]:
    """Hold the lock until the context ends; meanwhile the file says who does.

    Args:
        files: The ledger's; its lock file is made where it is missing, and never removed.
        wait: For how many seconds to try.

    Raises:
        LedgerLockedError: another process holds it.
        OSError: the file can be neither made nor opened for writing.
    """
    file = os.open(files.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        _acquire(file, files, wait)
        _say(file, f"process {os.getpid()} on {os.uname().nodename}\n")
        try:
            yield
        finally:
            _say(file, "")
    finally:
        os.close(file)


def _say(file: int, holder: str) -> None:
    # Only for people, so a full disk must not keep anybody from holding the lock.
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.pwrite(file, holder.encode(), 0)


def _acquire(file: int, files: LedgerFiles, wait: float) -> None:
    until = monotonic() + wait
    while True:
        try:
            return flock(file, LOCK_EX | LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
        if monotonic() >= until:
            raise LedgerLockedError(where=str(files.ledger), holder=_holder(file), waited=wait)
        sleep(min(_BETWEEN_TRIES, wait))


def _holder(file: int) -> str | None:
    """Return what the holder wrote, and when: the file's own time, since nothing here reads a clock."""
    from datetime import UTC, datetime

    said = os.pread(file, 200, 0).decode(errors="replace").strip()
    if not said:
        return None
    since = datetime.fromtimestamp(int(os.fstat(file).st_mtime), UTC)
    named = f"{said} since {since:%Y-%m-%dT%H:%M:%SZ}"
    return f"what {named} has left running" if _has_ended(said) else named


def _has_ended(said: str) -> bool:
    """Tell whether who wrote it runs no more: then what it started, with its open files, holds on."""
    words = said.split()
    if len(words) < 4 or words[3] != os.uname().nodename or not words[1].isdigit():
        return False
    try:
        os.kill(int(words[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
