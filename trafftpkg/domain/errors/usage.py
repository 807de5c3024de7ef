"""What was typed cannot be meant. All have the code `usage`."""

from dataclasses import dataclass
from datetime import datetime

from trafftpkg.domain.errors.base import UsageError


@dataclass(kw_only=True, eq=False, repr=False)
class MalformedError(UsageError):
    """A text is not of the form it must have."""

    what: str
    typed: str
    expected: str


@dataclass(kw_only=True, eq=False, repr=False)
class SkippedTimeError(UsageError):
    """A clock change skips this local time."""

    typed: datetime
    time_zone: str


@dataclass(kw_only=True, eq=False, repr=False)
class TwiceOccurringTimeError(UsageError):
    """A clock change makes this local time occur twice."""

    typed: datetime
    time_zone: str
    first: datetime
    second: datetime


@dataclass(kw_only=True, eq=False, repr=False)
class NotPossibleError(UsageError):
    """Options that do not go together, or a change that is none.

    `why` is a whole clause, `instead` says what would be possible.
    """

    why: str
    instead: str
