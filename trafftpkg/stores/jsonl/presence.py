"""Whether a ledger lies where one is looked for; a mistyped path is no empty ledger."""

from pathlib import Path

from trafftpkg.stores.jsonl.files import LedgerFiles, stat_of


def check_is_there(ledger: Path) -> None:
    """See that a ledger was begun here: its lines, or as long as nothing is recorded its client book.

    Raises:
        LedgerMissingError: it was not, or an index knows of lines that are no longer here.
    """
    if stat_of(ledger) is not None:
        return
    files = LedgerFiles(ledger)
    known = _last_known(files)
    if known is None and files.clients.exists():
        return
    from trafftpkg.domain.errors.untrusted import LedgerMissingError

    raise LedgerMissingError(where=str(ledger), known=known)


def check_something_is_there(ledger: Path) -> None:
    """See that a ledger or its index is there; raises the same errors as `check_is_there`."""
    if _last_known(LedgerFiles(ledger)) is None:
        check_is_there(ledger)


def _last_known(files: LedgerFiles) -> int | None:
    """Return the last entry that the index knows of, if there is a fit one."""
    from trafftpkg.stores.jsonl.trust import mark_in

    mark = mark_in(files.index)
    return None if mark is None else mark.seq
