"""Pictures that the page cannot show: missing, of no known kind, damaged, or too large."""

import os
from collections.abc import Iterator
from pathlib import Path as FilePath

from trafftpkg.stores.catalogue.pictures.reading import (
    MOST_BYTES,
    MOST_IN_DRAWING,
    NoPictureError,
    can_read_pictures,
    read_picture,
)
from trafftpkg.stores.catalogue.problem import Path, Problem
from trafftpkg.stores.catalogue.schema import Business, Package, Service

_BEGINNINGS = {
    ".avif": (b"ftypavif", b"ftypavis", b"ftypmif1"),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".jpeg": (b"\xff\xd8\xff",),
    ".jpg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".svg": (b"<svg",),
    ".webp": (b"WEBP",),
}
"""By the file's ending, what one of its kind has near its beginning. The page shows no other kinds."""
_SEARCHED = {".svg": 4096, ".avif": 16, ".webp": 16}
"""How far into the file that is looked for; the others begin with it."""


def picture_problems(declared: Business | Package | Service | None, folder: FilePath) -> Iterator[Problem]:
    """Yield the pictures of a thing that are not in the folder, are none, or are too large."""
    for path, file in _pictures(declared):
        problem = _wrong_with(folder / file, file)
        if problem:
            yield Problem(path, *problem, "warning")


def _pictures(declared: Business | Package | Service | None) -> Iterator[tuple[Path, str]]:
    # Not the attributes: a broken field must not hide others.
    fields = {} if declared is None else declared.__dict__
    look = fields.get("look")
    named: dict[Path, str | None] = {("image",): fields.get("image")}
    named[("look", "logo")] = None if look is None else look.__dict__.get("logo")
    named |= {("gallery", number): each for number, each in enumerate(fields.get("gallery") or [])}
    yield from ((path, file) for path, file in named.items() if file is not None)


def _wrong_with(path: FilePath, file: str) -> tuple[str, str] | None:
    # Not `Path.is_file`, which raises an error if a name is too long.
    if not os.path.isfile(path):  # noqa: PTH113
        there = os.path.exists(path)  # noqa: PTH110
        return (
            "image_missing",
            f"{file} is not a file" if there else f"there is no file {file} in the catalogue",
        )
    size, ending = path.stat().st_size, path.suffix.lower()
    if ending not in _BEGINNINGS:
        known = ", ".join(each for each in _BEGINNINGS if each != ".jpeg")
        return "no_picture", f"{file} is not a picture that the page shows. It shows {known}"
    if not _is_of_its_kind(path, ending):
        return "no_picture", f"{file} is not a {ending} picture, though its name says so"
    most = MOST_IN_DRAWING if ending == ".svg" else MOST_BYTES
    if size > most:
        return "large_picture", f"{file} has {size // 1000} kB. The page shows none above {most // 1000} kB"
    return None if ending == ".svg" or not can_read_pictures() else _unreadable(path, file)


def _unreadable(path: FilePath, file: str) -> tuple[str, str] | None:
    try:
        read_picture(path.read_bytes())
    except (NoPictureError, OSError):
        return "no_picture", f"{file} cannot be read. It is damaged, or has more than 80 million pixels"
    return None


def _is_of_its_kind(path: FilePath, ending: str) -> bool:
    try:
        with path.open("rb") as file:
            beginning = file.read(_SEARCHED.get(ending, 16))
    except OSError:
        return False
    if ending in _SEARCHED:
        return any(each in beginning for each in _BEGINNINGS[ending])
    return beginning.startswith(_BEGINNINGS[ending])
