"""A backup would take the place of what is there already."""

from trafftpkg.domain.errors.base import UsageError
from trafftpkg.domain.errors.changing import ConfirmationNeededError


class RestoreReplacesError(ConfirmationNeededError):
    """What is there would no longer count.

    Args:
        folder: The backup.
        where: The ledger that it would replace.
        seq: The last entry of the backup.
        known: The last entry that was recorded there, as far as is known; None if there are no lines.
        lost: How many entries were recorded after the backup, and are in no file.
        files: The files that would be put aside.
    """

    folder: str
    where: str
    seq: int
    known: int | None
    lost: int
    files: tuple[str, ...]


class NewerLedgerError(UsageError):
    """The ledger there goes on after the end of the backup. It is never replaced.

    Args:
        known: Its last entry.
        seq: The last entry of the backup.
    """

    where: str
    known: int
    seq: int
