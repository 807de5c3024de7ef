"""What was typed cannot be meant. All but one have the code `usage`."""

from datetime import datetime

from trafftpkg.domain.errors.base import UsageError


class MalformedError(UsageError):
    """A text is not of the form it must have."""

    what: str
    typed: str
    expected: str


class SkippedTimeError(UsageError):
    """A clock change skips this local time."""

    typed: datetime
    time_zone: str


class TwiceOccurringTimeError(UsageError):
    """A clock change makes this local time occur twice."""

    typed: datetime
    time_zone: str
    first: datetime
    second: datetime


class MomentInTheFutureError(UsageError):
    """The moment that was given is ahead of the machine's `clock`, and not said to be meant. Both are UTC."""

    code = "moment_in_the_future"

    now: datetime
    clock: datetime


class EntriesNotAheadError(UsageError):
    """The entries from `seq` on are not ahead of the clock; those from `first` on, if there are any, are.

    The header is entry 0: where it is ahead itself, no ledger would be left.
    """

    where: str
    seq: int
    first: int | None


class NotPossibleError(UsageError):
    """Options that do not go together, or a change that is none.

    `why` is a whole clause, `instead` says what would be possible.
    """

    why: str
    instead: str
