"""Lines that an editor or a formatter went over, with the bytes back that their hashes vouch for."""

from collections.abc import Iterator
from typing import BinaryIO

from trafftpkg.domain.entry import GENESIS_HASH
from trafftpkg.stores.lines.line import LONGEST, TAIL, chained, hash_in, is_whole, printed_anew
from trafftpkg.stores.lines.scan import BrokenChainError
from trafftpkg.stores.lines.texts import BETWEEN, texts_in

_WITHIN = 64
"""How far from their place lines are looked for."""


def restored(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines as they were written, each following from the one before, and the tail as it is.

    Byte order marks, CR and blank lines go, what was printed anew is printed as before, on however many
    lines it stands, lines that ran together part, doubled lines are left out, and lines in each other's
    places change back. The chain proves every line that is yielded.

    Raises:
        BrokenChainError: that does not bring them back; some are changed, or missing.
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
    """What a line may have been before it was edited."""
    bare = text.strip(BETWEEN) + b"\n"
    yield bare
    anew = printed_anew(bare)
    if anew is not None and anew != bare:
        yield anew
