"""The lines of the file, each checked to follow from the one before, without a look at what they say."""

from collections.abc import Iterator
from typing import BinaryIO

from trafftpkg.stores.jsonl.line import END, TAIL, is_whole


class BrokenChainError(Exception):
    """A line does not follow from the one before, or says what cannot be; `care.verify` finds out what."""


def whole_lines(file: BinaryIO, offset: int, before: str) -> Iterator[bytes]:
    """Yield the lines from an offset on, up to a tail without its line feed.

    Args:
        before: The hash of the line that ends at `offset`.

    Raises:
        BrokenChainError: a line does not carry the hash that follows.
    """
    from hashlib import sha256

    file.seek(offset)
    previous = before.encode()
    for line in file:
        if not line.endswith(b"\n"):
            return
        digest = sha256(previous + line[:-TAIL]).hexdigest().encode()
        if not is_whole(line) or line[-len(END) - 64 : -len(END)] != digest:
            raise BrokenChainError("the hash does not follow")
        previous = digest
        yield line
