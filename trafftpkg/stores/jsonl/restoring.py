"""Lines that an editor or a formatter went over, with the bytes back that their hashes vouch for."""

from collections.abc import Iterable, Iterator
from json import loads

from trafftpkg.domain.entry import GENESIS_HASH
from trafftpkg.stores.jsonl.line import TAIL, chained, compact, hash_in, is_whole
from trafftpkg.stores.jsonl.scan import BrokenChainError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_WITHIN = 64
"""How far from their place lines are looked for."""


def restored(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines as they were written, each following from the one before, and the tail as it is.

    Byte order marks, CR and blank lines go, what was printed anew is printed as before, doubled lines are
    left out, and lines in each other's places change back. The chain proves every line that is yielded.

    Raises:
        BrokenChainError: that does not bring them back; some are changed, or missing.
    """
    before, waiting, latest = GENESIS_HASH, list[list[bytes]](), list[bytes]()
    for raw in lines:
        if not raw.endswith(b"\n"):
            if not waiting:
                yield raw
            break
        if raw.strip(b"\xef\xbb\xbf \t\r\n"):
            waiting.append(list(_forms(raw)))
        while (found := _next(waiting, before)) is not None:
            place, line = found
            del waiting[place]
            before = hash_in(line)
            latest = [*latest[1 - _WITHIN :], line]
            yield line
        waiting = [forms for forms in waiting if not set(forms) & set(latest)]
        if len(waiting) > _WITHIN:
            break
    if waiting:
        raise BrokenChainError("it is not what was written")


def _next(waiting: list[list[bytes]], before: str) -> tuple[int, bytes] | None:
    for place, forms in enumerate(waiting):
        for line in forms:
            if is_whole(line) and hash_in(line) == chained(line[:-TAIL], before):
                return place, line
    return None


def _forms(raw: bytes) -> Iterator[bytes]:
    """What a line may have been before it was edited."""
    yield raw
    bare = raw.removeprefix(BYTE_ORDER_MARK).rstrip(b"\r\n") + b"\n"
    if bare != raw:
        yield bare
    try:
        yield compact(loads(bare)).encode() + b"\n"
    except ValueError:
        return
