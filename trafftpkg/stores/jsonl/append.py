"""Bytes put at the end of the ledger: durable, or not there at all, or unknown; never guessed."""

import os
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from trafftpkg.domain.errors.unavailable import OutcomeUnknownError, StoreUnavailableError
from trafftpkg.stores.jsonl.own_files import opened_as_ours, unavailable


def append_durably(ledger: Path, lines: bytes, size: int) -> os.stat_result:
    """Write the lines in one go and wait until they are on the disk; the caller holds the lock.

    Args:
        size: How long the file is, by what was decided on; 0 where it is missing or empty.

    Returns:
        How the file looks afterwards.

    Raises:
        DiskFullError: there is no room; nothing was recorded.
        StoreUnavailableError: the file cannot be written to; nothing was recorded.
        OutcomeUnknownError: it cannot be told what the disk holds.
    """
    is_new = not os.path.lexists(ledger)
    try:
        file = _opened(ledger, is_new=is_new)
    except OSError as error:
        raise unavailable(ledger, error) from error
    try:
        if os.fstat(file).st_size != size:
            raise _changed_meanwhile(ledger)
        _write(file, ledger, lines)
        sync(file, ledger)
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
        file = opened_as_ours(ledger, os.O_WRONLY)
    except OSError as error:
        raise unavailable(ledger, error) from error
    try:
        os.ftruncate(file, size)
        sync(file, ledger)
    finally:
        os.close(file)


def sync(file: int, ledger: Path) -> None:
    """Wait until what was written is on the disk.

    Raises:
        OutcomeUnknownError: it cannot be told whether it is.
    """
    # After a failed fsync the kernel may have dropped the pages and call them clean: another proves nothing.
    try:
        os.fsync(file)
    except OSError as error:
        raise _unknown(ledger, error) from error


def sync_folder(ledger: Path) -> None:
    """Wait until the names in the ledger's folder are on the disk; one that may not be read is left out.

    Raises:
        OutcomeUnknownError: it cannot be told whether they are.
    """
    with suppress(PermissionError):
        folder = os.open(ledger.absolute().parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            sync(folder, ledger)
        finally:
            os.close(folder)


def _opened(ledger: Path, *, is_new: bool) -> int:
    if not is_new:
        return opened_as_ours(ledger, os.O_WRONLY | os.O_APPEND)
    # Two that begin it at once make one file, and the lock on it is had by one.
    file = opened_as_ours(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL)
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except OSError:
        os.close(file)
        raise
    return file


def _changed_meanwhile(ledger: Path) -> StoreUnavailableError:
    return StoreUnavailableError(where=str(ledger), reason="changed_meanwhile")


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
        raise _unknown(ledger, error) from error


def _unknown(ledger: Path, error: OSError) -> OutcomeUnknownError:
    return OutcomeUnknownError(where=str(ledger), reason="disk_failed", said=os.strerror(error.errno or 0))
