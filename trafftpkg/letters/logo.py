"""The business's logo as a letter carries it: inside, as what is loaded from elsewhere tells who reads it."""

from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from trafftpkg.letters.facts import Letterhead

_KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}
"""What mail programs show, by how its file begins; hardly any shows SVG, WebP or AVIF."""

MOST_BYTES = 60_000
"""A larger logo is left out, so that a letter stays below what mail programs cut off."""


class Logo(NamedTuple):
    """A picture, and the name by which the HTML refers to it."""

    data: bytes
    kind: str
    cid: str


def logo_of(head: Letterhead) -> Logo | None:
    """Return the logo, or a PNG of the same name beside it; None where a letter can carry neither.

    The business's name stands there then.
    """
    look = head.catalogue.business.look
    if head.folder is None or look is None or look.logo is None:
        return None
    file = Path(head.folder) / look.logo
    for data in map(_read, (file, file.with_suffix(".png"))):
        for begins, kind in _KINDS.items():
            if data.startswith(begins):
                return Logo(data, kind, "logo@trafftpkg")
    return None


def _read(path: Path) -> bytes:
    """Return a small file; nothing of what is none, or is large."""
    try:
        about = path.stat()
        return path.read_bytes() if S_ISREG(about.st_mode) and about.st_size <= MOST_BYTES else b""
    except OSError:
        return b""
