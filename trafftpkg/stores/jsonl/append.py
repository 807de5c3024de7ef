"""Appends bytes to the ledger: durably, or not at all, or with an unknown outcome. Never guesses."""

import os
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from trafftpkg.domain.errors.unavailable import OutcomeUnknownError, StoreUnavailableError
from trafftpkg.stores.jsonl.files import opened_as_ours, unavailable


def append_durably(ledger: Path, lines: bytes, size: int) -> os.stat_result:
    """Write the lines at once, and wait until they are on the disk. The caller holds the lock.

    Args:
        size: The length of the file when the request was decided; 0 if it is missing or empty.

    Returns:
        The file's stat afterwards.

    Raises:
        DiskFullError: the disk is full; nothing was recorded.
        StoreUnavailableError: the file cannot be written; nothing was recorded.
        OutcomeUnknownError: it is unknown what is on the disk.
    """
    try:
        file, is_new = _opened(ledger)
    except OSError as error:
        raise unavailable(ledger, error) from error
    try:
        if os.fstat(file).st_size != size:
            raise _changed_meanwhile(ledger)
        _write(file, ledger, lines, size)
        sync(file, ledger)
        if is_new:
            sync_folder(ledger)
        return os.fstat(file)
    finally:
        os.close(file)


def cut(ledger: Path, size: int) -> None:
    """Shorten the ledger durably to this many bytes. The caller holds the lock.

    Raises:
        StoreUnavailableError: the file cannot be written.
        OutcomeUnknownError: it is unknown what is on the disk.
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
        OutcomeUnknownError: it is unknown whether it is.
    """
    # After a failed fsync the kernel may drop the pages and call them clean: a second fsync proves nothing.
    try:
        os.fsync(file)
    except OSError as error:
        raise _unknown(ledger, error) from error


def sync_folder(ledger: Path) -> None:
    """Wait until the names in the ledger's folder are on the disk. Skips a folder that may not be read.

    Raises:
        OutcomeUnknownError: it is unknown whether they are.
    """
    with suppress(PermissionError):
        folder = os.open(ledger.absolute().parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            sync(folder, ledger)
        finally:
            os.close(folder)


def _opened(ledger: Path) -> tuple[int, bool]:
    """Open the ledger, and tell whether it was begun."""
    with suppress(FileNotFoundError):
        return opened_as_ours(ledger, os.O_WRONLY | os.O_APPEND), False
    # If two processes begin it at once, they open one file, and one gets the lock.
    file = opened_as_ours(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL)
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except OSError:
        os.close(file)
        raise
    return file, True


def _changed_meanwhile(ledger: Path) -> StoreUnavailableError:
    return StoreUnavailableError(where=str(ledger), reason="changed_meanwhile")


def _write(file: int, ledger: Path, lines: bytes, before: int) -> None:
    done = 0
    try:
        # Usually one write is enough. If a full disk or a limit cuts it short, the next write tells why.
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
