"""Restores lines that an editor or formatter changed. The hashes prove that the bytes are right."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from trafftpkg.domain.header import GENESIS_HASH
from trafftpkg.stores.lines.line import (
    BYTE_ORDER_MARK,
    LONGEST,
    TAIL,
    chained,
    hash_in,
    is_whole,
    printed_anew,
)
from trafftpkg.stores.lines.scan import BrokenChainError, pieces_in

BETWEEN = BYTE_ORDER_MARK + b" \t\r\n\v\f"
"""What editors and formatters put between two objects."""

# A JSON string contains no line feed. One that goes on in the next piece has no end here.
_STEP = re.compile(rb'[{}]|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+("|\n|\\?\Z)')
_MOST = 2 * LONGEST
"""How long an entry may be when it was printed on many lines."""


def texts_in(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield each object or other text, and whether it is complete, ended by a line feed at least.

    Raises:
        BrokenChainError: an object is too long.
    """
    objects, text, last = _Objects(), b"", b""
    for last in pieces_in(file):
        for following in objects.ended_by(last):
            if text:
                yield text, True
            text = following
    rest = objects.rest()
    if rest:
        if text:
            yield text, True
        text = rest
    if text:
        yield text, last.endswith(b"\n")


class _Objects:
    """Follows braces outside strings through the pieces of a file."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._seen = self._depth = 0

    def ended_by(self, piece: bytes) -> Iterator[bytes]:
        """Yield the objects that end in a piece, without the text between them."""
        if not self._depth and not self.rest() and is_whole(piece) and piece.count(b',"hash":"') == 1:
            self._text.clear()
            self._seen = 0
            yield piece
            return
        self._text += piece
        while (end := self._end()) is not None:
            yield bytes(self._text[:end]).strip(BETWEEN)
            del self._text[:end]
            self._seen = 0
        if len(self._text) > _MOST:
            raise BrokenChainError("it is longer than any entry")

    def rest(self) -> bytes:
        """Return the object that has begun and not ended."""
        return bytes(self._text).strip(BETWEEN)

    def _end(self) -> int | None:
        for step in _STEP.finditer(self._text, self._seen):
            if step[0] == b"{":
                self._depth += 1
            elif step[0] == b"}":
                self._depth = max(self._depth - 1, 0)
                if not self._depth:
                    return step.end()
            elif step[1] in (b"", b"\\"):
                self._seen = step.start()
                return None
        self._seen = len(self._text)
        return None


_WITHIN = 64
"""How many lines away from its place a line is searched for."""


def restored(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines as they were first written, and the tail as it is.

    Byte order marks, CR and blank lines are removed. Entries printed in another form are printed as before.
    Lines that ran together are split, doubled lines are dropped, and swapped lines change places again.
    The chain proves every line that is yielded.

    Raises:
        BrokenChainError: this does not restore them: some are changed or missing.
    """
    before, waiting, latest = GENESIS_HASH, list[list[bytes]](), list[bytes]()
    for text, is_finished in texts_in(file):
        forms = list(_forms(text))
        if not is_finished and _next([forms], before) is None:
            if not waiting:
                yield text
            break
        waiting.append(forms)
        while (found := _next(waiting, before)) is not None:
            place, line = found
            del waiting[place]
            before = hash_in(line)
            latest = [*latest[1 - _WITHIN :], line]
            yield line
        waiting = [forms for forms in waiting if not set(forms) & set(latest)]
        if len(waiting) > _WITHIN or sum(len(forms[0]) for forms in waiting) > LONGEST:
            break
    if waiting:
        raise BrokenChainError("it is not what was written")


def _next(waiting: list[list[bytes]], before: str) -> tuple[int, bytes] | None:
    for place, forms in enumerate(waiting):
        for line in forms:
            if is_whole(line) and hash_in(line) == chained(line[:-TAIL], before):
                return place, line
    return None


def _forms(text: bytes) -> Iterator[bytes]:
    """Yield what a line may have been before it was edited."""
    bare = text.strip(BETWEEN) + b"\n"
    yield bare
    anew = printed_anew(bare)
    if anew is not None and anew != bare:
        yield anew
