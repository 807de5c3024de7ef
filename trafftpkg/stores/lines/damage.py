"""What happened to a line that does not follow from the one before, judged by itself and its neighbours."""

import re
from typing import NamedTuple

from trafftpkg.domain.entry import GENESIS_HASH
from trafftpkg.domain.finding import DamageKind
from trafftpkg.stores.lines.line import BYTE_ORDER_MARK, TAIL, chained, hash_in, is_whole, printed_anew
from trafftpkg.stores.lines.scan import runs_on

_HASH = re.compile(rb'"hash":\s*"([0-9a-f]{64})"')
_SEQ = re.compile(rb'"seq":\s*(\d{1,15})(?!\d)')
_REMEMBERED = 64
_AT_ONCE = 8
"""How many hashes the next line may follow from: damage must not make its telling longer."""


class LineFault(NamedTuple):
    """What is wrong with one line; the facts are those of `Damage`."""

    kind: DamageKind
    seq: int | None = None
    due: int | None = None
    said: str | None = None


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

    def damages(self, line: bytes, following: bytes) -> list[LineFault]:
        """Return what is wrong with a line that does not follow.

        Its form comes first. Where that is all, its content has been found good.

        Args:
            line: With its line feed.
            following: The line after it; empty at the end.
        """
        found = []
        if line.startswith(BYTE_ORDER_MARK):
            found.append(LineFault("byte_order_mark"))
            line = line.removeprefix(BYTE_ORDER_MARK)
        if line.endswith(b"\r\n"):
            found.append(LineFault("line_ending"))
            line = line[:-2] + b"\n"
        if not line.strip():
            return found or [LineFault("blank")]
        if not (found and self.follows(line)):
            found.append(self._misplaced(line, following) or self._changed(line))
        return found

    def misnumbered(self, seq: int, expected: int) -> list[LineFault]:
        """Return what is wrong where a line follows but bears another number than is due.

        Nothing is, where lines before it ran together: they have been named.
        """
        is_after_damage = len(self._before) > 1
        self._pass(seq, self._last)
        return [] if is_after_damage else [LineFault("misnumbered", seq, expected)]

    def _misplaced(self, line: bytes, following: bytes) -> LineFault | None:
        seq, expected, after = _seq_in(line), self.expected, _seq_in(following)
        # A line whose neighbour is where it should be is in its place, whatever number it bears.
        if seq is None or seq == expected or after == expected + 1:
            return None
        if seq < expected:
            if self._hashes.get(seq, set()) & _hashes_carried(line):
                return LineFault("doubled", seq, expected)
            return LineFault("out_of_order", seq, expected)
        if after == expected:
            self._remember(seq, _hashes_carried(line))
            return LineFault("swapped", seq, expected)
        self._pass(seq, _hashes_carried(line))
        return LineFault("missing", seq, expected)

    def _changed(self, line: bytes) -> LineFault:
        """Judge a line in its place; the next may follow from the hash it carries or the one it should."""
        seq, expected, carried = _seq_in(line), self.expected, _hashes_carried(line)
        possible = self._hashes_possible(line)
        reprinted = printed_anew(line)
        is_more = self.runs_on(line)
        is_reprinted = reprinted is not None and bool(carried & self._hashes_possible(reprinted))
        if seq is None:
            self._last = _few(carried, possible)
            return LineFault("changed")
        self._pass(expected, _few(carried, possible))
        if is_more:
            return LineFault("run_together", seq, expected)
        return LineFault("reprinted" if is_reprinted else "changed", seq, expected)

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
