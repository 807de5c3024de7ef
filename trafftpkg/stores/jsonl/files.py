"""The files of one ledger, all in one folder, and what is ours to write: never links, devices or pipes.

A file of ours is a regular file with one name. The errors are imported where they are raised: every `list`
and `book` loads this module.
"""

from __future__ import annotations

import errno
import os
import stat
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trafftpkg.domain.errors.base import TrafftpkgError
    from trafftpkg.domain.errors.unusable import UnusableReason


class LedgerFiles:
    """The paths of a ledger's lines, index, lock, client book and torn tail: all beside the ledger."""

    def __init__(self, ledger: Path) -> None:
        """Name the files beside `ledger`. None has to exist.

        Raises:
            StoreUnavailableError: it is a broken link.
        """
        self.ledger = ledger = behind_links(ledger)
        self.index = ledger.with_name(ledger.name + ".index")
        self.lock = ledger.with_name(ledger.name + ".lock")
        self.clients = ledger.with_name(ledger.name + ".clients")

    def torn(self, seq: int) -> Path:
        """Return the path for the unfinished line of an entry."""
        return free_name(self.ledger, f"torn-{seq}")


def free_name(path: Path, ending: str) -> Path:
    """Return a free name beside a file: `LEDGER.torn-3`, else `LEDGER.torn-3.2`, and so on."""
    names = (f"{path.name}.{ending}{f'.{attempt}' if attempt > 1 else ''}" for attempt in count(1))
    return next(each for each in map(path.with_name, names) if not os.path.lexists(each))


def stat_of(path: Path) -> os.stat_result | None:
    """Return a file's stat. None if it is missing or empty."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found if found.st_size else None


_SIDE_FILES = ("-journal", "-wal", "-shm")
"""The endings of SQLite's side files."""


class NotOursError(OSError):
    """Something that is not a file of ours has its name. It is neither opened nor replaced.

    Args:
        path: Its path.
        reason: What it is instead.
        names: How many names (hard links) it has.
    """

    def __init__(self, path: Path, reason: UnusableReason, names: int | None = None) -> None:
        super().__init__(errno.EINVAL, reason, str(path))
        self.path, self.reason, self.names = path, reason, names


def behind_links(path: Path) -> Path:
    """Return the file that a path leads to, so that all names share one lock and one set of side files.

    Raises:
        StoreUnavailableError: it is a broken link, for example to a disk that is not mounted.
    """
    if not os.path.islink(path):  # noqa: PTH114 - it raises nothing
        return path
    try:
        path.stat()
    except OSError as error:
        from trafftpkg.domain.errors.unavailable import StoreUnavailableError

        target = os.fsdecode(os.path.realpath(path))
        raise StoreUnavailableError(where=str(path), reason="link_leads_nowhere", thing=target) from error
    return Path(os.path.realpath(path))


def opened_as_ours(path: Path, flags: int, mode: int = 0o666) -> int:
    """Open a file of ours, and return its descriptor.

    Raises:
        NotOursError: it is a link, has a second name, or is not a regular file.
        OSError: it cannot be opened.
    """
    check_is_ours(path)
    file = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode)
    try:
        _check_has_one_name(path, _regular(path, os.fstat(file)))
    except BaseException:
        os.close(file)
        raise
    return file


def check_is_ours(path: Path) -> None:
    """Check that a path is free or a file of ours.

    Raises:
        NotOursError: as `opened_as_ours`.
        OSError: it cannot be checked.
    """
    found = _found_at(path)
    if found is not None:
        _check_has_one_name(path, found)


def check_is_regular(path: Path) -> None:
    """Check that a path is free or may be replaced.

    Raises:
        NotOursError: it is a link, or not a regular file.
        OSError: it cannot be checked.
    """
    _found_at(path)


def check_database(path: Path) -> None:
    """Check a SQLite file and its side files; raises the same errors as `check_is_ours`."""
    check_is_ours(path)
    for each in side_files(path):
        check_is_ours(each)


def side_files(database: Path) -> list[Path]:
    """Return the paths of SQLite's side files of a database."""
    return [database.with_name(database.name + suffix) for suffix in _SIDE_FILES]


def removed(path: Path) -> None:
    """Remove a file of ours, if there is one. A second name of it stays.

    Raises:
        NotOursError: it is a link, or not a regular file.
    """
    check_is_regular(path)
    path.unlink(missing_ok=True)


def unavailable(path: Path, error: OSError) -> TrafftpkgError:
    """Return what an operating system's error means for writing to `path`."""
    from trafftpkg.domain.errors.unavailable import failed
    from trafftpkg.domain.errors.unusable import StoreUnusableError

    if isinstance(error, NotOursError):
        return StoreUnusableError(where=str(error.path), reason=error.reason, given=error.names)
    return failed(str(path), error, writing=True)


def is_forbidden(path: Path, *, writing: bool) -> bool:
    """Tell whether this account may not use a file, or not write to it and beside it.

    SQLite says only that it cannot be opened, or that it is read-only.
    """
    wanted = os.R_OK | (os.W_OK if writing else 0)
    folder = os.X_OK | (os.W_OK if writing else 0)
    try:
        may_use = os.access(path.absolute().parent, folder, effective_ids=True)
        return path.parent.exists() and not (
            may_use and (not path.exists() or os.access(path, wanted, effective_ids=True))
        )
    except PermissionError:
        return True


def _found_at(path: Path) -> os.stat_result | None:
    """Return the stat of the regular file at a path. None if the path is free."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return _regular(path, found)


def _regular(path: Path, found: os.stat_result) -> os.stat_result:
    if stat.S_ISLNK(found.st_mode):
        raise NotOursError(path, "symbolic_link")
    if not stat.S_ISREG(found.st_mode):
        raise NotOursError(path, "not_a_regular_file")
    return found


def _check_has_one_name(path: Path, found: os.stat_result) -> None:
    if found.st_nlink > 1:
        raise NotOursError(path, "hard_links", found.st_nlink)
