"""A store cannot do it now, or cannot say whether it did."""

import errno
from datetime import datetime
from typing import Literal

from trafftpkg.domain.errors.base import TrafftpkgError, UnavailableError
from trafftpkg.domain.errors.unusable import (
    NotPermittedError,
    StoreError,
    StoreUnusableError,
    UnusableReason,
)

UnavailableReason = Literal[
    "address_taken",
    "cancelled",
    "changed_meanwhile",
    "failed",
    "index_failed",
    "link_leads_nowhere",
    "mail_server_down",
    "no_folder",
    "not_found",
    "not_printed",
    "server_only_reads",
    "unreachable",
]
"""Why a file or server cannot be used now. It may later: a disk is mounted, a server comes back. Scripts may
rely on these words."""

_UNUSABLE: dict[int | None, UnusableReason] = {
    errno.EISDIR: "is_a_folder",
    errno.ELOOP: "links_in_a_circle",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ENOTDIR: "not_a_folder",
    errno.EROFS: "read_only_disk",
}
_FORBIDDEN = frozenset((errno.EACCES, errno.EPERM))
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


class LedgerLockedError(UnavailableError):
    """Another process is writing, and did not finish in time.

    Args:
        holder: What it calls itself, if that is known.
        since: Since when it holds the lock. UTC.
        has_ended: It has ended, but something that it started still holds its files.
    """

    code = "ledger_locked"

    where: str
    waited: float
    holder: str | None = None
    since: datetime | None = None
    has_ended: bool = False


class DiskFullError(UnavailableError):
    """There is no room on the disk. What was begun was taken back."""

    code = "disk_full"

    where: str


class ClockBehindError(UnavailableError):
    """The clock is too far behind the last entry. Moments are UTC.

    `future_from` is the first entry that is ahead of the machine's own clock: one of the two is wrong.
    """

    code = "clock_behind"

    now: datetime
    last: datetime
    future_from: int | None = None


class OutcomeUnknownError(UnavailableError):
    """The entry may or may not be recorded.

    Args:
        reason: What went wrong: the disk failed, the connection was lost before the server answered,
            or the client book could not be written after the ledger was.
        said: What the system or the server said.
    """

    code = "outcome_unknown"

    where: str
    reason: Literal["client_book_behind", "connection_lost", "disk_failed"]
    said: str | None = None


class ErasureUnfinishedError(UnavailableError):
    """A client was erased, but not all traces on the disk could be overwritten.

    Args:
        said: What SQLite said.
    """

    code = "outcome_unknown"

    where: str
    reason: Literal["not_overwritten"] = "not_overwritten"
    said: str


class StoreUnavailableError(StoreError, UnavailableError):
    """It cannot be used now, for example because it is gone or does not answer."""

    code = "store_unavailable"

    reason: UnavailableReason


def failed(where: str, error: OSError, *, writing: bool = False) -> TrafftpkgError:
    """Return our error for an operating system's error about a file.

    Args:
        writing: The file was to be created. If something is not found, it is its folder.
    """
    said = error.strerror or str(error)
    if error.errno in _FULL:
        return DiskFullError(where=where)
    if error.errno in _FORBIDDEN:
        return NotPermittedError(where=where, reason="file", writing=writing, said=said)
    if error.errno in _UNUSABLE:
        return StoreUnusableError(where=where, reason=_UNUSABLE[error.errno], said=said)
    missing: UnavailableReason = "no_folder" if writing else "not_found"
    reason = missing if error.errno == errno.ENOENT else "failed"
    return StoreUnavailableError(where=where, reason=reason, said=said)
