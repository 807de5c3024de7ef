"""A store cannot do it now, or cannot say whether it did."""

from dataclasses import dataclass
from datetime import datetime

from trafftpkg.domain.errors.base import UnavailableError


@dataclass(kw_only=True, eq=False, repr=False)
class LedgerLockedError(UnavailableError):
    """Another process is writing and did not finish within the wait. `holder` names it if known."""

    code = "ledger_locked"

    where: str
    holder: str | None
    waited: float


@dataclass(kw_only=True, eq=False, repr=False)
class DiskFullError(UnavailableError):
    """There is no room to write; what was begun was taken back."""

    code = "disk_full"

    where: str


@dataclass(kw_only=True, eq=False, repr=False)
class ClockBehindError(UnavailableError):
    """The clock is further behind the last entry than may be lifted. Moments are UTC."""

    code = "clock_behind"

    now: datetime
    last: datetime


@dataclass(kw_only=True, eq=False, repr=False)
class OutcomeUnknownError(UnavailableError):
    """The entry may or may not be recorded."""

    code = "outcome_unknown"

    where: str
    why: str


@dataclass(kw_only=True, eq=False, repr=False)
class StoreUnavailableError(UnavailableError):
    """A file or server cannot be reached: no permission, no folder, read-only, gone."""

    code = "store_unavailable"

    where: str
    why: str
    remedy: str | None = None
