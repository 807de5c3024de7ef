"""A terminal as a test sees it."""

import os
from contextlib import suppress


def all_shown(terminal: int) -> str:
    """Return all that was written to a terminal whose other end is closed; one read may give only a part."""
    parts = []
    with suppress(OSError):  # how a terminal says that nobody holds its other end any more
        while part := os.read(terminal, 65_536):
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()
