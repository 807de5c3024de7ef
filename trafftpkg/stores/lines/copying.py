"""Copies a ledger to another place, byte by byte, and seals the old one."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, Protocol

from trafftpkg.domain.entry import Draft, Entry
from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.ledger import LedgerSealed
from trafftpkg.domain.header import GENESIS_HASH, Head
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.stores.lines.line import hash_in


class End(NamedTuple):
    """The end of a chain. `seq` is -1 while nothing is recorded; `moved_to` is where a sealed ledger went."""

    seq: int
    hash: str
    at: datetime | None
    moved_to: str | None


NOTHING = End(-1, GENESIS_HASH, None, None)


class Chain(Protocol):
    """One side of a copy: the lines of a ledger, in a file or a database."""

    @property
    def where(self) -> str:
        """The place, without a password, to be printed."""

    @property
    def anywhere(self) -> str:
        """The place, written so that it means the same in every folder."""

    def identity(self) -> tuple[object, ...] | None:
        """Return what identifies this place, whatever name leads to it. None if nothing is there."""

    def end(self) -> End:
        """Return where it ends now."""

    def hash_of(self, seq: int) -> str | None:
        """Return the hash that the line of an entry carries; None if there is no such line."""

    def lines_after(self, end: End) -> Generator[bytes, None, None]:
        """Yield the lines after an earlier end, and check that each follows from the one before."""

    def take(self, lines: Iterator[bytes], after: End) -> int:
        """Append lines durably, batch by batch, if the chain still ends where it did, and return how many."""


class Appending(Protocol):
    """Books of the old ledger, locked against all other writers."""

    def append(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Record a draft."""


@value
class Copied(Value):
    """What a copy did.

    Args:
        entries: How many were copied this time.
        head: The last entry that both ledgers have.
        moved_to: Where the old one says that it goes on; a path is absolute.
        dry_run: Whether nothing was copied, and this is only what would be.
    """

    entries: int
    head: Head
    moved_to: str
    dry_run: bool = False


def copied(
    source: Chain,
    target: Chain,
    *,
    held: Callable[[], AbstractContextManager[Appending]],
    keep_the_rest: Callable[[], None],
    seal: Callable[[str, datetime], Draft],
) -> Copied:
    """Copy what the target lacks, check both ends, and seal the source.

    It can be stopped at any moment and repeated: nothing is copied twice.

    Args:
        held: Locks the source against all other writers.
        keep_the_rest: Copies what lies beside the lines.
        seal: Returns the draft of the sealing entry, not before a given moment.

    Raises:
        BadArgumentError: there is nothing to copy, or the target holds another ledger, is the source, or
            somebody records there.
        LedgerSealedError: the source was sealed for another place than the target.
        LedgerDamagedError: the source, or the copy, was changed.
    """
    end = source.end()
    if end.moved_to is not None:
        return _done_before(source, end, target)
    _check_apart(source, end, target)
    count = brought_up(source, target)
    with held() as books:
        count += brought_up(source, target)
        keep_the_rest()
        end = source.end()
        _check(target, end)
        assert end.at is not None
        moved_to = target.anywhere
        books.append([seal(moved_to, end.at)])
    return Copied(entries=count, head=Head(seq=end.seq, hash=end.hash, at=end.at), moved_to=moved_to)


def brought_up(source: Chain, target: Chain) -> int:
    """Copy the lines that the target lacks, and return how many.

    Raises:
        BadArgumentError: the target holds another ledger.
    """
    end = _common_end(source, target)
    return target.take(source.lines_after(end), end)


def foreseen(source: Chain, target: Chain) -> Copied:
    """Return what `copied` would come to, copying nothing; raises the same errors as `copied`."""
    end = source.end()
    if end.moved_to is not None:
        return replace(_done_before(source, end, target), dry_run=True)
    _check_apart(source, end, target)
    assert end.at is not None
    return Copied(
        entries=end.seq - _common_end(source, target).seq,
        head=Head(seq=end.seq, hash=end.hash, at=end.at),
        moved_to=target.anywhere,
        dry_run=True,
    )


def sealing(by: str, where: str, at: datetime) -> Draft:
    """Return the entry that seals a ledger, because it goes on elsewhere."""
    digest = sha256(f'["copy", {{"to": "{where}"}}]'.encode()).hexdigest()
    sealed = LedgerSealed(moved_to=where)
    return Draft(at=at, by=by, request="copy", key=None, fingerprint=digest, clients=(), events=(sealed,))


def _check_apart(source: Chain, end: End, target: Chain) -> None:
    if end.seq < 0:
        raise BadArgumentError(field="ledger", reason="nothing_recorded", thing=source.where)
    if source.identity() == target.identity():
        raise BadArgumentError(field="to", reason="same_ledger", thing=target.where)


def _done_before(source: Chain, end: End, target: Chain) -> Copied:
    assert end.at is not None
    assert end.moved_to is not None
    if target.anywhere != end.moved_to:
        raise LedgerSealedError(where=source.where, moved_to=end.moved_to)
    before = source.hash_of(end.seq - 1)
    assert before is not None
    return Copied(entries=0, head=Head(seq=end.seq - 1, hash=before, at=end.at), moved_to=end.moved_to)


def _common_end(source: Chain, target: Chain) -> End:
    """Return where the target ends: some point of the source's chain.

    Raises:
        BadArgumentError: it holds another ledger.
    """
    end = target.end()
    if end.moved_to is not None or (end.seq >= 0 and source.hash_of(end.seq) != end.hash):
        raise BadArgumentError(field="to", reason="another_ledger", thing=target.where)
    return end


def _check(target: Chain, end: End) -> None:
    """Read the copy back: whose lines follow from each other up to the same hash has the same bytes."""
    found = GENESIS_HASH
    for line in target.lines_after(NOTHING):
        found = hash_in(line)
    if not found == end.hash == target.end().hash:
        raise BadArgumentError(field="to", reason="somebody_records", thing=target.where)
