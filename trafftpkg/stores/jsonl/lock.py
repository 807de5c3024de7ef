"""One writer at a time: an exclusive `flock` on the ledger and a file beside it. It ends with its process."""

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from time import monotonic, sleep

from trafftpkg.domain.errors.unavailable import LedgerLockedError
from trafftpkg.stores.jsonl.files import LedgerFiles, opened_as_ours

_BETWEEN_TRIES = 0.01
_HOLDER = 100
"""How many bytes of a lock file say who holds it; blanks if nobody does. A machine's name has 64 at most."""


@contextmanager
def locked(files: LedgerFiles, wait: float) -> Iterator[None]:
    """Hold the lock until the context ends. Meanwhile the lock file says who holds it.

    Both files are locked: the lock file, because there may be no ledger yet, and the ledger itself, because
    a lock file can be removed. The ledger's own lock is the same by whatever name it was found.

    Args:
        files: The ledger's files. A missing lock file is created, and never removed.
        wait: How many seconds to try.

    Raises:
        LedgerLockedError: another process holds it.
        NotOursError: one of the two files is not a file of ours.
        OSError: one of them cannot be opened or created.
    """
    until = monotonic() + wait
    with ExitStack() as stack:
        file = _locked(files, files.lock, os.O_RDWR | os.O_CREAT, wait, until)
        assert file is not None
        stack.callback(os.close, file)
        ledger = _locked(files, files.ledger, os.O_RDONLY, wait, until)
        if ledger is not None:
            stack.callback(os.close, ledger)
        _say(file, f"process {os.getpid()} on {os.uname().nodename}\n")
        stack.callback(_say, file, "")
        yield


def _locked(files: LedgerFiles, path: Path, flags: int, wait: float, until: float) -> int | None:
    """Lock the file at a path, and return its descriptor. None if there is no file."""
    while True:
        try:
            file = opened_as_ours(path, flags)
        except FileNotFoundError:
            if flags & os.O_CREAT:
                raise
            return None
        try:
            _acquire(file, files, wait, until)
            if _is_at(path, file):
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)


def _is_at(path: Path, file: int) -> bool:
    """Tell whether an open file is still the one at a path, not removed or replaced meanwhile."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _say(file: int, holder: str) -> None:
    # This is only for people: a full disk must not keep anybody from locking. Always the same length: to cut
    # the file would cost the disk more than to write the entry.
    with suppress(OSError):
        os.pwrite(file, holder.encode().ljust(_HOLDER), 0)


def _acquire(file: int, files: LedgerFiles, wait: float, until: float) -> None:
    while True:
        try:
            return flock(file, LOCK_EX | LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
        if monotonic() >= until:
            raise _refusal(files, wait)
        sleep(min(_BETWEEN_TRIES, wait))


def _refusal(files: LedgerFiles, waited: float) -> LedgerLockedError:
    """Return what the holder wrote, and the file's time, because no clock is read here."""
    from datetime import UTC, datetime

    unknown = LedgerLockedError(where=str(files.ledger), waited=waited)

    try:
        with files.lock.open("rb") as file:
            said = file.read(200).decode(errors="replace").strip()
            since = datetime.fromtimestamp(int(os.fstat(file.fileno()).st_mtime), UTC)
    except OSError:
        return unknown
    if not said:
        return unknown
    return LedgerLockedError(
        where=str(files.ledger), waited=waited, holder=said, since=since, has_ended=_has_ended(said)
    )


def _has_ended(said: str) -> bool:
    """Tell whether the writer's process has ended. Then a child with its open files holds the lock."""
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
