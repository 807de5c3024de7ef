"""The clock of requests: never before the last entry, and never ahead of the machine's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trafftpkg.engine.ports import Books

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a clock may be behind the last entry (R-1.7), or ahead of the machine's clock (R-1.13)."""


def lifted(now: datetime, books: Books, machine: datetime) -> datetime:
    """Return a moment, but not before the last entry (R-1.7).

    Args:
        machine: The time by the machine's own clock. Entries ahead of it are named.

    Raises:
        ClockBehindError: the moment is too far behind the last entry.
    """
    head = books.head()
    if head is None or head.at <= now:
        return now
    if head.at - now > CLOCK_TOLERANCE:
        from trafftpkg.domain.errors.unavailable import ClockBehindError

        raise ClockBehindError(now=now, last=head.at, future_from=first_ahead(books, machine))
    return head.at


def check_not_ahead(now: datetime, machine: datetime) -> None:
    """Check that a moment is not ahead of the machine's clock (R-1.13).

    Raises:
        MomentInTheFutureError: it is ahead, by more than clocks usually differ.
    """
    if now - machine > CLOCK_TOLERANCE:
        from trafftpkg.domain.errors.usage import MomentInTheFutureError

        raise MomentInTheFutureError(now=now, clock=machine)


def first_ahead(books: Books, machine: datetime) -> int | None:
    """Return the number of the first entry ahead of the machine's clock. None if there is none."""
    latest = machine + CLOCK_TOLERANCE
    head, opened = books.head(), books.as_of(0).head()
    if head is None or head.at <= latest:
        return None
    return 0 if opened is not None and opened.at > latest else books.seq_at(latest) + 1
