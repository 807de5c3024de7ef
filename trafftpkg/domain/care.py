"""What a check of a ledger finds, what can be repaired, and which entries a wrong clock wrote."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.domain.errors.usage import EntriesNotAheadError
from trafftpkg.domain.events.ledger import LedgerSealed
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.header import Head
from trafftpkg.domain.value import Value, value

Progress = Callable[[int, int], None]
"""Called with how much of a ledger is done, and how much there is in all."""


@value
class LedgerState(Value):
    """The state of a ledger, line by line.

    Args:
        damages: By line; beyond 10,000 they are only counted.
        damaged: How many there are.
        head: The last entry that could be read; None while nothing is recorded.
        torn: How many bytes follow the last line feed: a line that was never finished, which is no damage.
    """

    damages: tuple[Damage, ...]
    damaged: int
    head: Head | None
    torn: int


RepairKind = Literal["restored", "torn_tail", "line_completed", "index_ahead", "index_anew", "future"]


@value
class EntryAhead(Value):
    """An entry that a wrong clock wrote: when it says it was, who asked, and for what."""

    seq: int
    at: datetime
    by: str
    request: str


@value
class Repair(Value):
    """One step of mending; nothing that it takes away is thrown away.

    Args:
        kind: `restored`: lines get back the bytes that their hashes vouch for;
            `torn_tail`: a line that was never finished is moved aside, and its request is not recorded;
            `line_completed`: a line gets the line feed that it lacks, and its request is recorded;
            `index_ahead`: the ledger as it is counts from now on, though more was acknowledged;
            `index_anew`: there is no index, or none that is fit, so one is made;
            `future`: entries ahead of the clock are moved aside, and their requests are not recorded.
        where: The file.
        seq: The entry it is about: the first that is not as it was written, the unfinished one, the last one
            that was acknowledged, the last one in the index; -1 where nothing is recorded.
        lost: How many entries were acknowledged that the ledger does not have, or will not.
        kept_as: Where that lies which is set aside.
        entries: Those that are moved aside.
    """

    kind: RepairKind
    where: str
    seq: int
    lost: int = 0
    kept_as: str | None = None
    entries: tuple[EntryAhead, ...] = ()


def future_step(entries: Iterable[Entry], seq: int, latest: datetime, *, where: str, kept_as: str) -> Repair:
    """Return the step that sets these entries aside.

    Args:
        entries: All from entry `seq` on.
        latest: The last moment that is not ahead.

    Raises:
        EntriesNotAheadError: one of them is not ahead, there is none, or the ledger begins with them.
        LedgerSealedError: the ledger goes on elsewhere, with these entries.
    """
    found: list[EntryAhead] = []
    is_ahead, first = bool(seq), None
    for entry in entries:
        for event in entry.events:
            if isinstance(event, LedgerSealed):
                raise LedgerSealedError(where=where, moved_to=event.moved_to)
        if entry.at <= latest:
            is_ahead = False
        elif first is None:
            first = entry.seq
        found.append(EntryAhead(seq=entry.seq, at=entry.at, by=entry.by, request=entry.request))
    if not (is_ahead and found):
        raise EntriesNotAheadError(where=where, seq=seq, first=first)
    return Repair(kind="future", where=where, seq=seq, lost=len(found), kept_as=kept_as, entries=tuple(found))
