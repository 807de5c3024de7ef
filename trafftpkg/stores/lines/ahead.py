"""Entries that a wrong clock wrote: which they are, before they are set aside."""

from collections.abc import Iterable
from datetime import datetime

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.domain.errors.usage import EntriesNotAheadError
from trafftpkg.domain.events.opening import LedgerSealed
from trafftpkg.domain.repair import EntryAhead, Repair


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
