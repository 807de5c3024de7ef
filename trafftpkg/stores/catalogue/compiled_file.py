"""The file of the compiled copy of a catalogue, and the stamps by which it is known to be up to date.

Losing it costs only time.
Prices are read from it, so it is trusted only if nobody else could have written it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zlib import crc32

PACKAGES = "packages"
LETTERS = "letters"
UNTRUSTED = "?"
"""The stamp of a file that was written too recently. It is equal to no other stamp."""

_RECENTLY = 2_000_000_000
"""Nanoseconds in which a file may change without another stamp: file systems have coarse clocks."""
_ENDINGS = (".yaml", ".yml")


def default_cache() -> Path | None:
    """Return `$XDG_CACHE_HOME/trafftpkg`, else `~/.cache/trafftpkg`. None for a user without a home."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (given if given.is_absolute() else Path.home() / ".cache") / "trafftpkg"
    except RuntimeError:
        return None


class NewFile:
    """A new file that replaces the old one in one step when it is written.

    `opened_at` is the moment it was opened, in nanoseconds by the file system's clock.
    """

    def __init__(self, file: IO[bytes], target: Path) -> None:
        self._file = file
        self._target = target
        self.opened_at = os.fstat(file.fileno()).st_mtime_ns

    def fill(self, data: bytes) -> None:
        """Write the data, and replace the old file."""
        with suppress(OSError):
            self._file.write(data)
            self._file.flush()
            Path(self._file.name).replace(self._target)


class CompiledFile:
    """The file of the compiled copy of one folder.

    Args:
        cache: The folder for all compiled copies. None: no copy is kept.
        folder: The absolute path of the catalogue.
    """

    def __init__(self, cache: Path | None, folder: str) -> None:
        self._target = cache and cache / f"catalogue-{crc32(os.fsencode(folder)):08x}.json"

    def read(self) -> bytes | None:
        """Return its content, if it can be read and nobody else can have written it."""
        if self._target is None:
            return None
        try:
            # A link may lead to a file of others, and a pipe would keep us waiting.
            opened = os.open(self._target, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(opened, "rb") as file:
                found = os.fstat(opened)
                believed = stat.S_ISREG(found.st_mode) and is_ours_alone(found) and self._folder_is_ours()
                return file.read() if believed else None
        except OSError:
            return None

    @contextmanager
    def new(self) -> Iterator[NewFile | None]:
        """Open a new copy. None if none can be kept. A copy that is not written is removed."""
        file = self._new_file()
        if file is None or self._target is None:
            yield None
            return
        try:
            yield NewFile(file, self._target)
        finally:
            file.close()
            Path(file.name).unlink(missing_ok=True)

    def _new_file(self) -> IO[bytes] | None:
        from tempfile import NamedTemporaryFile

        if self._target is None:
            return None
        try:
            self._target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._folder_is_ours():
                return None
            return NamedTemporaryFile(dir=self._target.parent, prefix=".", suffix=".json", delete=False)
        except OSError:
            return None

    def _folder_is_ours(self) -> bool:
        return self._target is not None and is_ours_alone(self._target.parent.stat())


def is_ours_alone(found: os.stat_result) -> bool:
    """Tell whether the user who runs the program owns it, and nobody else may write to it."""
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def stamps_in(folder: str) -> dict[str, str]:
    """Return size, mtime and inode of every YAML file, by its name relative to the folder, sorted.

    Hidden files, folders other than `packages` and `letters`, and folders in them do not belong to it.

    Raises:
        OSError: the folder cannot be listed.
    """
    found = dict(_stamps_below(folder, ""))
    for inner in (PACKAGES, LETTERS):
        below = os.path.join(folder, inner)  # noqa: PTH118 - a thousand files in a few milliseconds
        if os.path.isdir(below):  # noqa: PTH112
            found.update(_stamps_below(below, f"{inner}/"))
    return dict(sorted(found.items()))


def trusted(stamps: dict[str, str], since: int) -> dict[str, str]:
    """Return the stamps to keep. A file written shortly before it was read may change unnoticed.

    Args:
        since: When reading began, in nanoseconds by the file system's clock.
    """
    return {
        file: UNTRUSTED if int(stamp.split()[1]) > since - _RECENTLY else stamp
        for file, stamp in stamps.items()
    }


def _stamps_below(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if (name[-5:].lower() not in _ENDINGS and name[-4:].lower() != ".yml") or name[0] == ".":
                continue
            try:
                about = entry.stat()
            except OSError:
                # A broken link: reading it will report it.
                yield prefix + name, "0 0 0"
            else:
                yield prefix + name, f"{about.st_size} {about.st_mtime_ns} {about.st_ino}"
