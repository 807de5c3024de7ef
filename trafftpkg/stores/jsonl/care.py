"""Care of a ledger: the whole file checked, and its index made anew."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from trafftpkg.domain.entry import Entry, Head
from trafftpkg.domain.errors.untrusted import LedgerTooNewError
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.verdict import Verdict
from trafftpkg.stores.jsonl.damage import Judge
from trafftpkg.stores.jsonl.files import Hear, LedgerFiles, stat_of, unheard
from trafftpkg.stores.jsonl.line import TooNewError, entry_of
from trafftpkg.stores.wire import ShapeError

Progress = Callable[[int, int], None]
"""Told bytes done and bytes in all."""

MOST = 10_000
"""How many damages are named; more are only counted."""

_STEP = 5_000


class JsonlCare:
    """Checks and rebuilds; nothing here decides anything."""

    def __init__(self, path: Path, *, lock_wait: float = 10.0, on_notice: Hear = unheard) -> None:
        """Name the ledger; as of `JsonlLedger`."""
        self._files = LedgerFiles(path)
        self._lock_wait = lock_wait
        self._hear = on_notice

    def verify(self, progress: Progress | None = None) -> Verdict:
        """Read every line and say what is wrong with it; a missing ledger has nothing wrong.

        Raises:
            LedgerTooNewError: a line is of a version that this program does not know.
            StoreUnavailableError: the file may not be read.
        """
        try:
            return verify(self._files.ledger, progress)
        except OSError as error:
            from trafftpkg.stores.jsonl.append import unavailable

            raise unavailable(self._files.ledger, error) from error

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make the index anew from the lines.

        Raises:
            LedgerLockedError: another process is writing.
            LedgerDamagedError, LedgerTooNewError, IndexAheadError: the ledger cannot be trusted; the index
                is as it was.
            StoreUnavailableError, DiskFullError: the index cannot be written.
        """
        from trafftpkg.stores.jsonl.append import unavailable
        from trafftpkg.stores.jsonl.lock import held
        from trafftpkg.stores.jsonl.trust import rebuild_checked

        try:
            with held(self._files, self._lock_wait):
                rebuild_checked(self._files, progress)
        except OSError as error:
            raise unavailable(self._files.index, error) from error


def verify(ledger: Path, progress: Progress | None = None) -> Verdict:
    """Read every line and say what is wrong with it, as of `JsonlCare.verify`; raises OSError itself."""
    stat = stat_of(ledger)
    if stat is None:
        return Verdict(damages=(), damaged=0, head=None, torn=0)
    with ledger.open("rb", buffering=1 << 20) as file:
        return _Check(ledger).run(file, stat.st_size, progress)


class _Check:
    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._judge = Judge()
        self._damages: list[Damage] = []
        self._damaged = 0
        self._head: Head | None = None

    def run(self, file: BinaryIO, size: int, progress: Progress | None) -> Verdict:
        offset = torn = 0
        for number, (line, following) in enumerate(_with_following(file), 1):
            if line.endswith(b"\n"):
                self._check(line, following, number, offset)
            else:
                torn = len(line)
            offset += len(line)
            if progress and number % _STEP == 0:
                progress(offset, size)
        return Verdict(damages=tuple(self._damages), damaged=self._damaged, head=self._head, torn=torn)

    def _check(self, line: bytes, following: bytes, number: int, offset: int) -> None:
        expected = self._judge.expected
        if self._judge.follows(line):
            problems = list(self._content(line, number, expected))
        else:
            problems = self._judge.damages(line, following)
        for kind, problem in problems:
            self._damaged += 1
            if len(self._damages) < MOST:
                self._damages.append(Damage(line=number, offset=offset, kind=kind, problem=problem))

    def _content(self, line: bytes, number: int, expected: int) -> Iterator[tuple[str, str]]:
        try:
            entry = entry_of(line)
        except TooNewError as error:
            raise LedgerTooNewError(
                where=str(self._ledger), version=error.version, known=error.known, line=number
            ) from error
        except ShapeError as error:
            yield "unreadable", str(error)
            return
        self._head = _head(entry)
        if entry.seq != expected:
            yield from self._judge.misnumbered(entry.seq, expected)


def _head(entry: Entry) -> Head:
    return Head(seq=entry.seq, hash=entry.hash, at=entry.at)


def _with_following(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    line = file.readline()
    while line:
        following = file.readline()
        yield line, following
        line = following
