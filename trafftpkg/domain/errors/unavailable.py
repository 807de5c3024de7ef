"""A store cannot do it now, or cannot say whether it did."""

from datetime import datetime

from trafftpkg.domain.errors.base import UnavailableError


class LedgerLockedError(UnavailableError):
    """Another process is writing and did not finish within the wait. `holder` names it if known."""

    code = "ledger_locked"

    where: str
    holder: str | None
    waited: float


class DiskFullError(UnavailableError):
    """There is no room to write; what was begun was taken back."""

    code = "disk_full"

    where: str


class ClockBehindError(UnavailableError):
    """The clock is further behind the last entry than may be lifted. Moments are UTC.

    `future_from` is the first entry that is ahead of the machine's own clock: of the two one is wrong.
    """

    code = "clock_behind"

    now: datetime
    last: datetime
    future_from: int | None = None


class OutcomeUnknownError(UnavailableError):
    """The entry may or may not be recorded."""

    code = "outcome_unknown"

    where: str
    why: str


class ErasureUnfinishedError(UnavailableError):
    """A client was erased, but not all that the disk held of them could be overwritten."""

    code = "outcome_unknown"

    where: str
    why: str


class StoreUnavailableError(UnavailableError):
    """A file or server cannot be reached: no permission, no folder, read-only, gone."""

    code = "store_unavailable"

    where: str
    why: str
    remedy: str | None = None
