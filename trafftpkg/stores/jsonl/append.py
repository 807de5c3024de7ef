"""Bytes put at the end of the ledger: durable, or not there at all, or unknown; never guessed."""

import errno
import os
from pathlib import Path

from trafftpkg.domain.errors.base import UnavailableError
from trafftpkg.domain.errors.unavailable import DiskFullError, OutcomeUnknownError, StoreUnavailableError
from trafftpkg.stores.jsonl.files import stat_of

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


def append_durably(ledger: Path, lines: bytes) -> os.stat_result:
    """Write the lines in one go and wait until they are on the disk; the caller holds the lock.

    Returns:
        How the file looks afterwards.

    Raises:
        DiskFullError: there is no room; nothing was recorded.
        StoreUnavailableError: the file cannot be written to; nothing was recorded.
        OutcomeUnknownError: it cannot be told what the disk holds.
    """
    is_new = stat_of(ledger) is None
    try:
        file = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise unavailable(ledger, error) from error
    try:
        _write(file, ledger, lines)
        _sync(file, ledger)
        if is_new:
            sync_folder(ledger)
        return os.fstat(file)
    finally:
        os.close(file)


def cut(ledger: Path, size: int) -> None:
    """Shorten the ledger to this many bytes, durably; the caller holds the lock.

    Raises:
        StoreUnavailableError: the file cannot be written to.
        OutcomeUnknownError: it cannot be told what the disk holds.
    """
    try:
        file = os.open(ledger, os.O_WRONLY | os.O_CLOEXEC)
    except OSError as error:
        raise unavailable(ledger, error) from error
    try:
        os.ftruncate(file, size)
        _sync(file, ledger)
    finally:
        os.close(file)


def sync_folder(ledger: Path) -> None:
    """Wait until the names in the ledger's folder are on the disk.

    Raises:
        OutcomeUnknownError: it cannot be told whether they are.
    """
    folder = os.open(ledger.absolute().parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _sync(folder, ledger)
    finally:
        os.close(folder)


def unavailable(path: Path, error: OSError) -> UnavailableError:
    """Return what an operating system's error means for who wants to write to `path`."""
    where, why = str(path), os.strerror(error.errno) if error.errno else str(error)
    if error.errno in _FULL:
        return DiskFullError(where=where)
    folder = path.parent.absolute()
    remedy = None
    if error.errno == errno.ENOENT:
        remedy = f"mkdir -p '{folder}'"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        remedy = f"ls -ld '{folder}' '{path.absolute()}'   # you need to be allowed to write to both"
    return StoreUnavailableError(where=where, why=why, remedy=remedy)


def _write(file: int, ledger: Path, lines: bytes) -> None:
    before = os.fstat(file).st_size
    done = 0
    try:
        # One write does it; what a full disk or a limit cut short is gone on with to learn why.
        while done < len(lines):
            done += os.write(file, lines[done:])
    except OSError as error:
        _take_back(file, ledger, before)
        raise unavailable(ledger, error) from error


def _take_back(file: int, ledger: Path, size: int) -> None:
    try:
        os.ftruncate(file, size)
    except OSError as error:
        raise OutcomeUnknownError(where=str(ledger), why=os.strerror(error.errno or 0)) from error


def _sync(file: int, ledger: Path) -> None:
    # After a failed fsync the kernel may have dropped the pages and call them clean: another proves nothing.
    try:
        os.fsync(file)
    except OSError as error:
        raise OutcomeUnknownError(where=str(ledger), why=os.strerror(error.errno or 0)) from error
