"""A folder that appears under its name when everything in it is on the disk, and not before."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import mkdtemp
from typing import BinaryIO

from trafftpkg.stores.jsonl.files import check_is_regular, free_name, opened_as_ours

_UNFINISHED = ".unfinished-"
_TAKEN = frozenset((errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR))


class NewFolder:
    """A folder that is being filled. Only its owner can read it, and every file in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file in it. Afterwards it is on the disk."""
        descriptor = opened_as_ours(self.path / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb", 1 << 20) as file:
            yield file
            file.flush()
            os.fsync(descriptor)

    def copy(self, name: str, source: Path) -> bool:
        """Copy a file into it, not through a link. False if there is no such file."""
        check_is_regular(source)
        if not source.exists():
            return False
        with source.open("rb") as found, self.file(name) as copy:
            copyfileobj(found, copy, 1 << 20)
        return True

    def finish(self, name: str) -> Path:
        """Give it its name, or the name with a number if that is taken, and return its path."""
        for each in self.path.iterdir():
            each.chmod(0o600)
            _sync(each)
        _sync(self.path)
        while True:
            finished = self.path.with_name(name)
            if os.path.lexists(finished):
                finished = free_name(finished, "again")
            try:
                self.path.rename(finished)
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
                continue
            _sync(finished.parent)
            return finished


@contextmanager
def new_folder(within: Path) -> Iterator[NewFolder]:
    """Open a folder to be filled. It is gone afterwards, unless it was finished.

    What others left unfinished there, because they were killed, is removed first.

    Raises:
        OSError: it cannot be created there.
    """
    with _locked(within):
        _remove_what_was_left(within)
        path = within / Path(mkdtemp(prefix=_UNFINISHED, dir=within)).name  # as typed, also if it is relative
        mine = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with suppress(OSError):  # some file systems have no locks: then nobody removes what was left
            flock(mine, LOCK_EX)
    try:
        yield NewFolder(path)
    finally:
        os.close(mine)
        rmtree(path, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            flock(file, LOCK_EX)
        yield
    finally:
        os.close(file)


def _remove_what_was_left(within: Path) -> None:
    for path in within.glob(f"{_UNFINISHED}*"):
        found = path.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and _is_nobodys(path):
            rmtree(path, ignore_errors=True)


def _is_nobodys(folder: Path) -> bool:
    """Tell whether the process that began a folder has ended."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(file)
    return True


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
