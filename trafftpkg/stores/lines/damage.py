"""What happened to a line that does not follow from the one before, judged by itself and its neighbours."""

import re

from trafftpkg.domain.entry import GENESIS_HASH
from trafftpkg.stores.lines.line import BYTE_ORDER_MARK, TAIL, chained, hash_in, is_whole, printed_anew
from trafftpkg.stores.lines.scan import runs_on

_HASH = re.compile(rb'"hash":\s*"([0-9a-f]{64})"')
_SEQ = re.compile(rb'"seq":\s*(\d{1,15})(?!\d)')
_REMEMBERED = 64
_AT_ONCE = 8
"""How many hashes the next line may follow from: damage must not make its telling longer."""


class Judge:
    """Follows the chain through a damaged file.

    Each line is held to the hash that the line before carries, so that one damaged line does not condemn
    those after it.
    """

    def __init__(self) -> None:
        """Start before the first line."""
        self.expected = 0
        self._hashes: dict[int, set[str]] = {}
        self._before = self._last = {GENESIS_HASH}

    def follows(self, line: bytes) -> bool:
        """Tell whether a line carries the hash that comes next; if so, it is the one before from now on."""
        if not is_whole(line) or hash_in(line) not in self._hashes_possible(line):
            return False
        self._pass(self.expected, {hash_in(line)})
        return True

    def runs_on(self, line: bytes) -> bool:
        """Tell whether a whole entry that comes next stands first in a line, and more after it."""
        return any(runs_on(line, each) for each in self._hashes_before())

    def damages(self, line: bytes, following: bytes) -> list[tuple[str, str]]:
        """Return what is wrong with a line that does not follow, each as kind and problem.

        Its form comes first. Where that is all, its content has been found good.

        Args:
            line: With its line feed.
            following: The line after it; empty at the end.
        """
        found = []
        if line.startswith(BYTE_ORDER_MARK):
            found.append(("byte_order_mark", "a byte order mark stands before it"))
            line = line.removeprefix(BYTE_ORDER_MARK)
        if line.endswith(b"\r\n"):
            found.append(("line_ending", "it ends with CR LF, not LF"))
            line = line[:-2] + b"\n"
        if not line.strip():
            return found or [("blank", "it is blank")]
        if not (found and self.follows(line)):
            found.append(self._misplaced(line, following) or self._changed(line))
        return found

    def misnumbered(self, seq: int, expected: int) -> list[tuple[str, str]]:
        """Return what is wrong where a line follows but bears another number than is due.

        Nothing is, where lines before it ran together: they have been named.
        """
        is_after_damage = len(self._before) > 1
        self._pass(seq, self._last)
        return (
            [] if is_after_damage else [("misnumbered", f"entry {seq} stands where entry {expected} should")]
        )

    def _misplaced(self, line: bytes, following: bytes) -> tuple[str, str] | None:
        seq, expected, after = _seq_in(line), self.expected, _seq_in(following)
        # A line whose neighbour is where it should be is in its place, whatever number it bears.
        if seq is None or seq == expected or after == expected + 1:
            return None
        if seq < expected:
            if self._hashes.get(seq, set()) & _hashes_carried(line):
                return "doubled", f"entry {seq} stands there twice"
            return "out_of_order", f"entry {seq} stands where entry {expected} should"
        if after == expected:
            self._remember(seq, _hashes_carried(line))
            return "swapped", f"entry {seq} stands before entry {expected}"
        self._pass(seq, _hashes_carried(line))
        missing = f"entry {expected} is" if seq == expected + 1 else f"entries {expected} to {seq - 1} are"
        return "missing", f"{missing} missing before it"

    def _changed(self, line: bytes) -> tuple[str, str]:
        """Judge a line in its place; the next may follow from the hash it carries or the one it should."""
        seq, expected, carried = _seq_in(line), self.expected, _hashes_carried(line)
        possible = self._hashes_possible(line)
        reprinted = printed_anew(line)
        is_more = self.runs_on(line)
        is_reprinted = reprinted is not None and bool(carried & self._hashes_possible(reprinted))
        if seq is None:
            self._last = _few(carried, possible)
            return "changed", "it cannot be read as an entry"
        self._pass(expected, _few(carried, possible))
        if is_more:
            return (
                "run_together",
                f"a line feed is missing: what comes after entry {expected} stands in its line",
            )
        if is_reprinted:
            return "reprinted", "it says the same in other bytes: it was formatted anew"
        return "changed", f"its bytes are not those that were written for entry {expected}"

    def _hashes_possible(self, line: bytes) -> set[str]:
        return {chained(line[:-TAIL], each) for each in self._hashes_before()}

    def _hashes_before(self) -> set[str]:
        return self._hashes.get(self.expected - 1, set()) | self._last

    def _pass(self, seq: int, hashes: set[str]) -> None:
        self._before, self._last = self._last, hashes
        self._remember(seq, hashes)
        self.expected = seq + 1
        while self.expected in self._hashes:
            self.expected += 1

    def _remember(self, seq: int, hashes: set[str]) -> None:
        self._hashes[seq] = hashes
        while len(self._hashes) > _REMEMBERED:
            del self._hashes[min(self._hashes)]


def _seq_in(line: bytes) -> int | None:
    found = _SEQ.search(line)
    return int(found[1]) if found else None


def _hashes_carried(line: bytes) -> set[str]:
    return {each.decode() for each in _HASH.findall(line)[-1:]}


def _few(carried: set[str], possible: set[str]) -> set[str]:
    return carried | set(sorted(possible)[:_AT_ONCE])
