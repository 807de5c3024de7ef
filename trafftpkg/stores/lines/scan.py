"""The lines of a file. Checks that each follows from the one before, but not what it says."""

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from trafftpkg.stores.lines.line import END, LONGEST, TAIL, chained, is_whole

_END_OF_LINE = re.compile(rb',"hash":"([0-9a-f]{64})"}')
_SHOWN = 1 << 20


class BrokenChainError(Exception):
    """A line does not follow from the one before, or its content is impossible. `verify` finds out which."""


def whole_lines(file: BinaryIO, offset: int, before: str) -> Iterator[bytes]:
    """Yield the whole lines from an offset on, without an unfinished tail.

    Args:
        before: The hash of the line that ends at `offset`.

    Raises:
        BrokenChainError: a line does not carry the hash that it should.
    """
    from hashlib import sha256

    file.seek(offset)
    previous = before.encode()
    for line in pieces_in(file):
        if not line.endswith(b"\n"):
            if runs_on(line, previous.decode()) or any(each.endswith(b"\n") for each in pieces_in(file)):
                raise BrokenChainError("a line feed is missing, or it is longer than any line")
            return
        digest = sha256(previous + line[:-TAIL]).hexdigest().encode()
        if not is_whole(line) or line[-len(END) - 64 : -len(END)] != digest:
            raise BrokenChainError("the hash does not follow")
        previous = digest
        yield line


def pieces_in(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines from the file's position on. Lines longer than any entry come in pieces."""
    return iter(partial(file.readline, LONGEST), b"")


def bounded_lines(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Yield each line and its length. Of a line longer than any entry, only its beginning and its end."""
    shown, size = b"", 0
    for piece in pieces_in(file):
        shown = shown[:_SHOWN] + (shown[_SHOWN:] + piece)[-TAIL:] if size else piece
        size += len(piece)
        if piece.endswith(b"\n"):
            yield shown, size
            shown, size = b"", 0
    if size:
        yield shown, size


def runs_on(text: bytes, before: str) -> bool:
    """Tell whether a text begins with a line that follows from the hash `before`, and goes on after it."""
    found = _END_OF_LINE.search(text)
    if found is None or found.end() == len(text.removesuffix(b"\n")):
        return False
    return found[1].decode() == chained(text[: found.start()], before)
