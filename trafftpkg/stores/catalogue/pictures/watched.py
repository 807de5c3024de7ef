"""The catalogue's pictures: watched, and made ready in the background when they change."""

import os
import stat
from collections.abc import Collection
from pathlib import Path
from threading import Lock, Thread

from trafftpkg.domain.picture import Picture
from trafftpkg.stores.catalogue.pictures.made import MadePictures
from trafftpkg.stores.catalogue.pictures.reading import MOST_BYTES, MOST_IN_DRAWING, NoPictureError

_Stamp = tuple[int, int, int]


class CataloguePictures:
    """The pictures in a catalogue's folder. A page never waits for one: until it is ready, there is none.

    Args:
        folder: The catalogue's folder.
        cache: Where what is made of them is kept. None: nowhere, so that there are none.
    """

    def __init__(self, folder: Path, cache: Path | None) -> None:
        self._folder = folder.absolute()
        self._made = None if cache is None else MadePictures(cache)
        self._known: dict[str, _Stamp] = {}
        self._ready: dict[str, Picture] = {}
        self._unreadable: frozenset[str] = frozenset()
        self._changed: dict[str, _Stamp] = {}
        self._changing = Lock()
        self._worker: Thread | None = None
        self.version = 0
        """Changes with every picture that is ready, or is no longer."""

    @property
    def unreadable(self) -> frozenset[str]:
        """Those that are there, and cannot be read."""
        return self._unreadable

    def ready(self, file: str | None) -> Picture | None:
        """Return a picture if it is ready."""
        return None if file is None else self._ready.get(file)

    def heed(self, files: Collection[str]) -> None:
        """Look whether these have changed. Drawings are ready at once, photos after a while."""
        with self._changing:
            for gone in self._known.keys() - set(files):
                self._drop(gone)
            for file in files:
                stamp = self._stamp(file)
                if stamp is not None and self._known.get(file) == stamp:
                    continue
                if stamp is None:
                    self._drop(file)
                    continue
                self._known[file] = stamp
                if file.lower().endswith(".svg"):
                    self._have(file, stamp, self._drawing(file))
                else:
                    self._changed[file] = stamp
            if self._changed and self._worker is None:
                self._worker = Thread(target=self._work, name="pictures", daemon=True)
                self._worker.start()

    def wait(self) -> None:
        """Wait until all that have changed are ready."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def file(self, name: str) -> Path | None:
        """Return a file that is served by its name. What was lost meanwhile is made again."""
        found = None if self._made is None else self._made.file(name)
        if found is None:
            with self._changing:
                for file, each in self._ready.items():
                    if name.startswith(each.name):
                        self._known.pop(file, None)
        return found

    def _work(self) -> None:
        while True:
            with self._changing:
                if not self._changed:
                    self._worker = None
                    break
                file, stamp = next(iter(self._changed.items()))
                del self._changed[file]
            made = self._photo(file)
            with self._changing:
                self._have(file, stamp, made)
        if self._made is not None:
            self._made.tidy(list(self._ready.values()))

    def _photo(self, file: str) -> Picture | None:
        data = self._read(file, MOST_BYTES)
        if data is None or self._made is None:
            return None
        try:
            return self._made.of(data) or self._made.make(data)
        except (NoPictureError, OSError):
            return None

    def _drawing(self, file: str) -> Picture | None:
        data = self._read(file, MOST_IN_DRAWING)
        if data is None or b"<svg" not in data[:4096] or self._made is None:
            return None
        return self._made.keep_drawing(data)

    def _have(self, file: str, stamp: _Stamp, made: Picture | None) -> None:
        """Note what came of a picture, unless it has changed again meanwhile."""
        if self._known.get(file) != stamp:
            return
        if made is None:
            self._drop(file)
            self._known[file] = stamp
            self._unreadable |= {file}
        elif self._ready.get(file) != made:
            self._ready[file] = made
            self.version += 1

    def _drop(self, file: str) -> None:
        self._known.pop(file, None)
        self._changed.pop(file, None)
        self._unreadable -= {file}
        if self._ready.pop(file, None) is not None:
            self.version += 1

    def _place(self, file: str) -> Path | None:
        """Return where a picture is, also after following links. None if that is outside of the catalogue."""
        folder = self._folder.resolve()
        place = (folder / file).resolve()
        return place if place.is_relative_to(folder) else None

    def _stamp(self, file: str) -> _Stamp | None:
        try:
            place = self._place(file)
            found = None if place is None else place.stat()
        except (OSError, RuntimeError, ValueError):
            return None
        if found is None or not stat.S_ISREG(found.st_mode):
            return None
        return found.st_size, found.st_mtime_ns, found.st_ino

    def _read(self, file: str, most: int) -> bytes | None:
        try:
            place = self._place(file)
            if place is None:
                return None
            # It may have become a pipe, which would keep us waiting.
            with os.fdopen(os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as opened:
                if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                    return None
                data = opened.read(most + 1)
        except (OSError, RuntimeError, ValueError):
            return None
        return data if len(data) <= most else None
