"""A store cannot do it now, or cannot say whether it did."""

import errno
from datetime import datetime
from typing import Literal

from trafftpkg.domain.errors.base import TrafftpkgError, UnavailableError
from trafftpkg.domain.errors.forbidden import NotPermittedError

UnavailableReason = Literal[
    "address_not_read",
    "address_taken",
    "cancelled",
    "changed_meanwhile",
    "failed",
    "hard_links",
    "index_failed",
    "is_a_folder",
    "key_has_wrong_length",
    "key_not_secret",
    "key_too_short",
    "library_missing",
    "link_leads_nowhere",
    "mail_server_down",
    "network_folder",
    "no_folder",
    "no_working_folder",
    "not_a_regular_file",
    "not_a_folder",
    "not_found",
    "not_printed",
    "read_only_disk",
    "server_only_reads",
    "server_too_old",
    "symbolic_link",
    "tables_too_old",
    "unreachable",
]
"""Why a file or server cannot be used. Scripts may rely on these words."""

_OF_THE_SYSTEM: dict[int | None, UnavailableReason] = {
    errno.ENOENT: "not_found",
    errno.EISDIR: "is_a_folder",
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


class StoreUnavailableError(UnavailableError):
    """A file or server cannot be used, for example because it is gone or read-only.

    Args:
        said: What the system, SQLite, or the server said.
        thing: What it is about: a target, a kind of file system, a library.
        given: The number that was found: characters, bytes, names, a version.
        limit: The number that is needed.
    """

    code = "store_unavailable"

    where: str
    reason: UnavailableReason
    said: str | None = None
    thing: str | None = None
    given: int | None = None
    limit: int | None = None


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
    reason = _OF_THE_SYSTEM.get(error.errno, "failed")
    if reason == "not_found" and writing:
        reason = "no_folder"
    return StoreUnavailableError(where=where, reason=reason, said=said)
