"""The file of the compiled copy of a catalogue. Losing it costs only time.

Prices are read from it, so it is trusted only if nobody else could have written it.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zlib import crc32


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
