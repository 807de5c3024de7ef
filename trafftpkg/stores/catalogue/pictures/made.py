"""The folder of pictures that were made: named by their content, used by all processes, never too large."""

import os
import re
import subprocess
import sys
from collections.abc import Collection
from contextlib import suppress
from fcntl import LOCK_EX, flock
from hashlib import sha256
from json import loads
from pathlib import Path

from trafftpkg.domain.picture import Picture
from trafftpkg.stores.catalogue.compiled_file import is_ours_alone
from trafftpkg.stores.catalogue.pictures.making import MOST_SECONDS, NO_PICTURE, RECIPE
from trafftpkg.stores.catalogue.pictures.reading import NoPictureError

MOST_KEPT = 300_000_000
"""Bytes of all pictures together. Above it, those go that no page has asked for for the longest time."""

_NAME = re.compile(r"[0-9a-f]{32}(?:\.svg|-\d{1,4}\.webp|-share\.jpg|-icon\d{2,3}\.png)")
_MAKING = "trafftpkg.stores.catalogue.pictures.making"


class MadePictures:
    """The folder. Its files are believed only if nobody else could have written them.

    Args:
        cache: The folder for all that can be made again.
    """

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "pictures"

    def of(self, data: bytes) -> Picture | None:
        """Return what was made of a photo, if it is there."""
        name = _name(data)
        try:
            facts = loads((self._folder / f"{name}.json").read_bytes())
            found = Picture(name=name, **{**facts, "widths": tuple(facts["widths"])})
            for each in _files(found):
                os.utime(self._folder / each)  # It is asked for, so it stays.
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return found if self._is_ours() else None

    def make(self, data: bytes) -> Picture | None:
        """Make a photo ready, unless another process has done it meanwhile. None if that fails now.

        Raises:
            NoPictureError: it cannot be read.
        """
        if not self._begin():
            return None
        # One at a time on this machine: pictures can wait, and visitors cannot.
        with (self._folder / ".lock").open("w") as lock:
            flock(lock, LOCK_EX)
            return self.of(data) or self._made(data)

    def keep_drawing(self, data: bytes) -> Picture | None:
        """Keep a drawing as it is. None if there is no place for it."""
        drawing = Picture(name=_name(data))
        file = self._folder / drawing.file
        try:
            if not file.is_file():
                if not self._begin():
                    return None
                new = file.with_name(f".{drawing.file}.{os.getpid()}")
                new.write_bytes(data)
                new.replace(file)
            os.utime(file)
        except OSError:
            return None
        return drawing if self._is_ours() else None

    def file(self, name: str) -> Path | None:
        """Return the file of one name. None if there is none."""
        if not _NAME.fullmatch(name) or not self._is_ours():
            return None
        file = self._folder / name
        return file if file.is_file() and not file.is_symlink() else None

    def tidy(self, wanted: Collection[Picture]) -> None:
        """Remove what has not been asked for longest, until the rest is small enough."""
        needed = {name for each in wanted for name in _files(each)}
        with suppress(OSError):
            files = sorted(
                (file.stat().st_mtime, file.stat().st_size, file)
                for file in self._folder.iterdir()
                if not file.name.startswith(".")
            )
            total = sum(size for _, size, _ in files)
            for _, size, file in files:
                if total <= MOST_KEPT:
                    break
                if file.name not in needed:
                    file.unlink(missing_ok=True)
                    total -= size

    def _made(self, data: bytes) -> Picture | None:
        # -P: what lies in the folder where the page was started is not taken for a library.
        command = [sys.executable, "-P", "-m", _MAKING, _name(data), str(self._folder)]
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                command, input=data, capture_output=True, timeout=4 * MOST_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        if done.returncode == NO_PICTURE:
            raise NoPictureError
        return self.of(data)

    def _begin(self) -> bool:
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._is_ours()

    def _is_ours(self) -> bool:
        try:
            return is_ours_alone(self._folder.stat())
        except OSError:
            return False


def _name(data: bytes) -> str:
    return sha256(RECIPE.encode() + data).hexdigest()[:32]


def _files(made: Picture) -> list[str]:
    if made.is_drawn:
        return [made.file]
    return [f"{made.name}.json", *map(made.file_of, made.widths), str(made.to_share)]
