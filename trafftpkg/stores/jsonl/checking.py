"""Checks a whole file: every byte against the chain, and the content of lines that nobody has read yet."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from trafftpkg.domain.care import LedgerState, Progress
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.untrusted import LedgerTooNewError
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.header import GENESIS_HASH, Head
from trafftpkg.stores.jsonl.files import stat_of
from trafftpkg.stores.lines.damage import Judge, LineFault
from trafftpkg.stores.lines.line import END, LONGEST, SEAL, TAIL, TooNewError, entry_of
from trafftpkg.stores.lines.scan import bounded_lines, pieces_in, runs_on
from trafftpkg.stores.lines.wire import ShapeError
from trafftpkg.stores.tables.rows import Mark

MOST = 10_000
"""How many damages are listed. More are only counted."""

_STEP = 5_000


def verify(ledger: Path, read: Mark | None, progress: Progress | None = None) -> LedgerState:
    """Check every byte, and report everything that is wrong. Nothing is wrong with a missing ledger.

    Args:
        read: The mark of an index. If the chain contains its hash, the lines before it were read when the
            index took them in, and their content is not read again.

    Raises:
        LedgerTooNewError: a newer version of the program wrote a line.
        OSError: the file cannot be read.
    """
    stat = stat_of(ledger)
    if stat is None:
        return LedgerState(damages=(), damaged=0, head=None, torn=0)
    with ledger.open("rb", buffering=1 << 20) as file:
        quick = None if read is None else _state_if_good(file, read, stat.st_size, progress)
        if quick is not None:
            return quick
        file.seek(0)
        return _Check(ledger).run(file, stat.st_size, progress)


def _state_if_good(file: BinaryIO, read: Mark, size: int, progress: Progress | None) -> LedgerState | None:
    """Return the state of a good ledger. None if each line has to be checked."""
    from hashlib import sha256

    before, offset, last = GENESIS_HASH.encode(), 0, b""
    for number, line in enumerate(pieces_in(file), 1):
        digest = sha256(before + line[:-TAIL]).hexdigest().encode()
        if line[-TAIL:] != b"%b%b%b" % (SEAL, digest, END):
            break
        before, last = digest, line
        offset += len(line)
        if offset >= read.size and not _is_known(offset, digest, line, number, read):
            return None
        if progress and number % _STEP == 0:
            progress(offset, size)
    else:
        line = b""
    if offset < read.size or line.endswith(b"\n") or _is_no_torn_line(line, before.decode()):
        return None
    return LedgerState(damages=(), damaged=0, head=_head(entry_of(last)) if last else None, torn=len(line))


def _is_known(offset: int, digest: bytes, line: bytes, number: int, read: Mark) -> bool:
    """Tell whether the index has read this line, or its content is right."""
    if offset == read.size:
        return digest.decode() == read.hash
    try:
        return entry_of(line).seq == number - 1
    except (ShapeError, TooNewError):
        return False


def _is_no_torn_line(tail: bytes, before: str) -> bool:
    """Tell whether the bytes after the last line feed are more than one unfinished line."""
    return len(tail) >= LONGEST or runs_on(tail, before)


class _Check:
    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._judge = Judge()
        self._damages: list[Damage] = []
        self._damaged = 0
        self._head: Head | None = None

    def run(self, file: BinaryIO, size: int, progress: Progress | None) -> LedgerState:
        offset = torn = 0
        for number, (line, size_of_line, following) in enumerate(_with_following(file), 1):
            if line.endswith(b"\n") or self._judge.runs_on(line):
                self._check(line, following, number, offset)
            else:
                torn = size_of_line
            offset += size_of_line
            if progress and number % _STEP == 0:
                progress(offset, size)
        return LedgerState(damages=tuple(self._damages), damaged=self._damaged, head=self._head, torn=torn)

    def _check(self, line: bytes, following: bytes, number: int, offset: int) -> None:
        expected = self._judge.expected
        if self._judge.follows(line):
            problems = list(self._content(line, number, expected))
        else:
            problems = self._judge.damages(line, following)
        for each in problems:
            self._damaged += 1
            if len(self._damages) < MOST:
                self._damages.append(Damage(line=number, offset=offset, **each._asdict()))

    def _content(self, line: bytes, number: int, expected: int) -> Iterator[LineFault]:
        try:
            entry = entry_of(line)
        except TooNewError as error:
            raise LedgerTooNewError(
                where=str(self._ledger), version=error.version, known=error.known, line=number
            ) from error
        except ShapeError as error:
            yield LineFault("unreadable", due=expected, said=str(error))
            return
        self._head = _head(entry)
        if entry.seq != expected:
            yield from self._judge.misnumbered(entry.seq, expected)


def _head(entry: Entry) -> Head:
    return Head(seq=entry.seq, hash=entry.hash, at=entry.at)


def _with_following(file: BinaryIO) -> Iterator[tuple[bytes, int, bytes]]:
    lines = bounded_lines(file)
    line, size = next(lines, (b"", 0))
    while line:
        following, next_size = next(lines, (b"", 0))
        yield line, size, following
        line, size = following, next_size
