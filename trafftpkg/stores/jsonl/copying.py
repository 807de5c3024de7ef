"""A ledger in a file as one side of a copy."""

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path

from trafftpkg.domain.care import LedgerState
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.header import GENESIS_HASH
from trafftpkg.stores.jsonl.append import append_durably
from trafftpkg.stores.jsonl.files import LedgerFiles, stat_of, unavailable
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.jsonl.lock import locked
from trafftpkg.stores.lines.copying import NOTHING, End
from trafftpkg.stores.lines.line import TAIL, hash_in
from trafftpkg.stores.lines.scan import BrokenChainError, whole_lines
from trafftpkg.stores.tables.rows import moment_of

BATCH = 20_000
"""How many lines are appended at once."""


class JsonlChain:
    """A ledger in a file; fulfils `Chain`."""

    def __init__(self, path: Path, verify: Callable[[], LedgerState], *, lock_wait: float = 10.0) -> None:
        """Name the file, as in `JsonlLedger`, and how to check every byte of it."""
        self._files = LedgerFiles(path)
        self.where = str(self._files.ledger)
        self._ledger = JsonlLedger(path, lock_wait=lock_wait)
        self.verify = verify
        self._lock_wait = lock_wait
        self._reached = GENESIS_HASH, 0

    @property
    def anywhere(self) -> str:
        """The absolute path."""
        return str(Path(self.where).absolute())

    def identity(self) -> tuple[object, ...] | None:
        """Return the file's device and inode; None if there is no file."""
        try:
            found = self._files.ledger.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def end(self) -> End:
        """Return where it ends now."""
        with self._ledger.reading() as books:
            mark = books.mark
        return NOTHING if mark.seq < 0 else End(mark.seq, mark.hash, moment_of(mark.at), mark.moved_to)

    def hash_of(self, seq: int) -> str | None:
        """Return the hash that the line of an entry carries; None if there is no such line.

        Raises:
            StoreUnavailableError: the file may not be read.
        """
        try:
            with self._files.ledger.open("rb", buffering=1 << 20) as file:
                line = next(islice(file, seq, None), b"")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unavailable(self._files.ledger, error) from error
        return hash_in(line) if len(line) > TAIL and line.endswith(b"\n") else None

    def lines_after(self, end: End) -> Generator[bytes, None, None]:
        """Yield the lines after an earlier end, and check the chain on the way.

        It begins with the last line that was yielded before, or with the first line.

        Raises:
            LedgerDamagedError: a line was changed.
        """
        before, offset = self._reached
        skipped = 0
        if before != end.hash:
            before, offset, skipped = GENESIS_HASH, 0, end.seq + 1
        with self._files.ledger.open("rb", buffering=1 << 20) as file:
            try:
                for number, line in enumerate(whole_lines(file, offset, before)):
                    offset += len(line)
                    self._reached = hash_in(line), offset
                    if number >= skipped:
                        yield line
            except BrokenChainError as error:
                state = self.verify()
                raise LedgerDamagedError(where=self.where, damages=state.damages) from error

    def take(self, lines: Iterator[bytes], after: End) -> int:
        """Append lines durably, batch by batch, and return how many. The index takes them in later.

        Raises:
            BadArgumentError: somebody else recorded something there.
        """
        before, count = after.hash, 0
        while batch := list(islice(lines, BATCH)):
            self._append(batch, before)
            before, count = hash_in(batch[-1]), count + len(batch)
        return count

    def _append(self, lines: Sequence[bytes], before: str) -> None:
        try:
            with locked(self._files, self._lock_wait):
                if self._last_hash() != before:
                    raise BadArgumentError(field="to", reason="somebody_records", thing=self.where)
                found = stat_of(self._files.ledger)
                append_durably(self._files.ledger, b"".join(lines), found.st_size if found else 0)
        except OSError as error:
            raise unavailable(self._files.ledger, error) from error

    def _last_hash(self) -> str:
        if not self._files.ledger.exists():
            return GENESIS_HASH
        with self._files.ledger.open("rb", buffering=1 << 20) as file:
            file.seek(max(self._files.ledger.stat().st_size - TAIL, 0))
            tail = file.read()
        return hash_in(tail) if tail else GENESIS_HASH
