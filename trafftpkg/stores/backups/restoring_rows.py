"""Restores a backup to a database, in one transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from trafftpkg.domain.errors.restoring import NewerLedgerError, RestoreReplacesError
from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.header import Head
from trafftpkg.stores.backups.backing_up import CLIENTS, DOOR, KEY, LEDGER, WAIT, BackedUpPlace
from trafftpkg.stores.backups.restoring import Restored, check_is_a_backup, checked_head, restored
from trafftpkg.stores.clients.book import copy_clients
from trafftpkg.stores.door.key import keep_key
from trafftpkg.stores.door.notes import copy_notes
from trafftpkg.stores.jsonl.checking import verify
from trafftpkg.stores.jsonl.client_file import ClientBookFile
from trafftpkg.stores.jsonl.copying import JsonlChain
from trafftpkg.stores.jsonl.door_file import DoorFile
from trafftpkg.stores.lines.copying import Chain, brought_up


def restored_anywhere(
    backup: Path, place: BackedUpPlace, held: Callable[[], AbstractContextManager[object]], *, confirmed: bool
) -> Restored:
    """Put a backup in the place of a ledger in a file or a database; raises as `restored`.

    Args:
        held: Opens one transaction in a database, which locks all writers out.
    """
    if place.file is not None:
        return restored(backup, place.file, confirmed=confirmed)
    return restored_to_rows(backup, place, held, confirmed=confirmed)


def restored_to_rows(
    backup: Path, place: BackedUpPlace, held: Callable[[], AbstractContextManager[object]], *, confirmed: bool
) -> Restored:
    """Put a backup into tables that are empty, or hold an older part of it. All of it, or nothing.

    Args:
        held: Opens one transaction, which locks all writers out.

    Raises: the errors of `restored`.
    """
    try:
        check_is_a_backup(backup)
        with TemporaryDirectory() as private:
            return _restored(backup, Path(private), place, held, confirmed)
    except OSError as error:
        raise failed(str(error.filename or backup), error) from error


def _restored(
    backup: Path,
    private: Path,
    place: BackedUpPlace,
    held: Callable[[], AbstractContextManager[object]],
    confirmed: bool,
) -> Restored:
    # Opened in place, SQLite's files might be written to; and a backup may be where nobody can write.
    for name in (CLIENTS, DOOR):
        if (backup / name).exists():
            copyfile(backup / name, private / name, follow_symlinks=False)
    head = checked_head(backup, private / CLIENTS)
    source, target = JsonlChain(backup / LEDGER, lambda: verify(backup / LEDGER, None)), place.chain
    with held():
        _check_may_be_replaced(backup, source, target, head, confirmed)
        brought_up(source, target)
        copy_clients(ClientBookFile(private / CLIENTS, WAIT), place.client_tables)
        copy_notes(DoorFile(private / DOOR), place.door_tables, ["door_waiting"])
    kept_as = keep_key(backup / KEY, place.key_file)
    return Restored(where=target.where, head=head, kept_as=() if kept_as is None else (str(kept_as),))


def _check_may_be_replaced(backup: Path, source: Chain, target: Chain, head: Head, confirmed: bool) -> None:
    end = target.end()
    if end.seq < 0:
        return
    longer, common, digest = (
        (target, head.seq, head.hash) if end.seq > head.seq else (source, end.seq, end.hash)
    )
    if longer.hash_of(common) != digest:
        raise BadArgumentError(field="ledger", reason="another_ledger", thing=target.where)
    if end.seq > head.seq:
        raise NewerLedgerError(where=target.where, known=end.seq, seq=head.seq)
    if not confirmed:
        raise RestoreReplacesError(
            folder=str(backup), where=target.where, seq=head.seq, known=end.seq, lost=0, files=()
        )
