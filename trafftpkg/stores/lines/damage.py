"""Finds out what happened to a line that does not follow from the one before it."""

import re
from typing import NamedTuple

from trafftpkg.domain.finding import DamageKind
from trafftpkg.domain.header import GENESIS_HASH
from trafftpkg.stores.lines.line import BYTE_ORDER_MARK, TAIL, chained, hash_in, is_whole, printed_anew
from trafftpkg.stores.lines.scan import runs_on

_HASH = re.compile(rb'"hash":\s*"([0-9a-f]{64})"')
_SEQ = re.compile(rb'"seq":\s*(\d{1,15})(?!\d)')
_REMEMBERED = 64
_AT_ONCE = 8
"""How many hashes the next line may follow from. Limited, so that heavy damage does not slow the check."""


class LineFault(NamedTuple):
    """What is wrong with one line, with the fields of `Damage`."""

    kind: DamageKind
    seq: int | None = None
    due: int | None = None
    said: str | None = None


class Judge:
    """Follows the chain through a damaged file.

    Each line is compared with the hash that the line before it carries, so that one damaged line does not
    make all later lines look damaged.
    """

    def __init__(self) -> None:
        """Start before the first line."""
        self.expected = 0
        self._hashes: dict[int, set[str]] = {}
        self._before = self._last = {GENESIS_HASH}

    def follows(self, line: bytes) -> bool:
        """Tell whether a line follows. If so, go on from it."""
        if not is_whole(line) or hash_in(line) not in self._hashes_possible(line):
            return False
        self._pass(self.expected, {hash_in(line)})
        return True

    def runs_on(self, line: bytes) -> bool:
        """Tell whether a line begins with the next whole entry and goes on after it."""
        return any(runs_on(line, each) for each in self._hashes_before())

    def damages(self, line: bytes, following: bytes) -> list[LineFault]:
        """Return what is wrong with a line that does not follow.

        Its form is checked first. If only the form is wrong, the content is good.

        Args:
            line: The line with its line feed.
            following: The next line, empty at the end.
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
        """Return what is wrong with a line that follows but has the wrong number.

        Nothing is wrong if lines before it ran together: those were reported already.
        """
        is_after_damage = len(self._before) > 1
        self._pass(seq, self._last)
        return [] if is_after_damage else [LineFault("misnumbered", seq, expected)]

    def _misplaced(self, line: bytes, following: bytes) -> LineFault | None:
        seq, expected, after = _seq_in(line), self.expected, _seq_in(following)
        # If its neighbour is in the right place, so is this line, whatever its number.
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
        """Judge a line in its place. The next may follow from the hash it has, or should have."""
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
