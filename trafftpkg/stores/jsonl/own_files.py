"""Files that are ours to write: regular, under one name; never what a link leads to, a device, or a pipe.

The errors are imported where they are raised: every `list` and `book` loads this module.
"""

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trafftpkg.domain.errors.base import UnavailableError

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_SIDE_FILES = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database."""


class NotOursError(OSError):
    """Something else lies where a file of ours would; it is neither opened nor replaced."""


def behind_links(path: Path) -> Path:
    """Return the file that a path leads to, so that all its names have one lock and one set of side files.

    Raises:
        StoreUnavailableError: it is a link that leads nowhere, as to a disk that is not there.
    """
    if not os.path.islink(path):  # noqa: PTH114 - it raises nothing
        return path
    try:
        path.stat()
    except OSError as error:
        from trafftpkg.domain.errors.unavailable import StoreUnavailableError

        why = f"it is a link to {os.fsdecode(os.path.realpath(path))}, which cannot be reached"
        remedy = f"Mount the disk it lies on, or mend the link: ls -l '{path.absolute()}'"
        raise StoreUnavailableError(where=str(path), why=why, remedy=remedy) from error
    return Path(os.path.realpath(path))


def opened_as_ours(path: Path, flags: int, mode: int = 0o666) -> int:
    """Open a file of ours and return its descriptor.

    Raises:
        NotOursError: it is a link, has a second name, or is no regular file.
        OSError: it cannot be opened.
    """
    check_is_ours(path)
    file = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode)
    try:
        _check(path, os.fstat(file))
    except BaseException:
        os.close(file)
        raise
    return file


def check_is_ours(path: Path) -> None:
    """See that what lies at a path, if anything, is a file of ours.

    Raises:
        NotOursError: as `opened_as_ours`.
        OSError: it cannot be seen.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    _check(path, found)


def check_is_regular(path: Path) -> None:
    """See that what lies at a path, if anything, may be replaced.

    Raises:
        NotOursError: it is a link, or no regular file.
        OSError: it cannot be seen.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    _check_is_regular(path, found)


def check_database(path: Path) -> None:
    """Check a SQLite file and its side files; raises the same errors as `check_is_ours`."""
    check_is_ours(path)
    for each in side_files(path):
        check_is_ours(each)


def side_files(database: Path) -> list[Path]:
    """Return the names of what SQLite keeps beside a database."""
    return [database.with_name(database.name + suffix) for suffix in _SIDE_FILES]


def removed(path: Path) -> None:
    """Remove a file of ours, if there is one; a second name of it stays.

    Raises:
        NotOursError: it is a link, or no regular file.
    """
    check_is_regular(path)
    path.unlink(missing_ok=True)


def unavailable(path: Path, error: OSError) -> "UnavailableError":
    """Return what an operating system's error means for who wants to write to `path`."""
    from trafftpkg.domain.errors.unavailable import DiskFullError, StoreUnavailableError

    where, why = str(path), error.strerror or str(error)
    if error.errno in _FULL:
        return DiskFullError(where=where)
    return StoreUnavailableError(where=where, why=why, remedy=_remedy(path, error))


def _remedy(path: Path, error: OSError) -> str | None:
    folder = path.parent.absolute()
    if isinstance(error, NotOursError):
        named = Path(os.fsdecode(error.filename)).absolute()
        if error.errno == errno.EMLINK:
            return f"Remove its other names; find them: find / -xdev -samefile '{named}'"
        return f"Move it elsewhere: mv '{named}' '{named}.moved'"
    if error.errno == errno.ENOENT:
        return f"mkdir -p '{folder}'"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"ls -ld '{folder}' '{path.absolute()}'   # you need to be allowed to write to both"
    return None


def _check(path: Path, found: os.stat_result) -> None:
    _check_is_regular(path, found)
    if found.st_nlink > 1:
        why = f"{path.name} has {found.st_nlink} names (hard links), and may be changed under only one"
        raise NotOursError(errno.EMLINK, why, str(path))


def _check_is_regular(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise NotOursError(errno.ELOOP, f"{path.name} is a symbolic link", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise NotOursError(errno.EINVAL, f"{path.name} is not a regular file", str(path))
