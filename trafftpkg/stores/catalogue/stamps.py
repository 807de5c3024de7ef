"""The YAML files of a catalogue, with stamps that show changes."""

import os
from collections.abc import Iterator

PACKAGES = "packages"
LETTERS = "letters"
UNTRUSTED = "?"
"""The stamp of a file that was written too recently. It is equal to no other stamp."""

_RECENTLY = 2_000_000_000
"""Nanoseconds in which a file may change without another stamp: file systems have coarse clocks."""
_ENDINGS = (".yaml", ".yml")


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
