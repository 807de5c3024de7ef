"""Backs up a ledger: its lines, its client book, its page's secret, and its head, in a new folder."""

import json
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.untrusted import ClientBookDamagedError, LedgerDamagedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.header import GENESIS_HASH, Head
from trafftpkg.domain.value import Value, value
from trafftpkg.stores.backups.new_folder import NewFolder, new_folder
from trafftpkg.stores.clients.book import copy_clients
from trafftpkg.stores.clients.lookup import ClientTables
from trafftpkg.stores.door.notes import Tables, copy_notes
from trafftpkg.stores.jsonl.checking import verify
from trafftpkg.stores.jsonl.client_copy import saved_to
from trafftpkg.stores.jsonl.client_file import ClientBookFile
from trafftpkg.stores.jsonl.door_file import DoorFile
from trafftpkg.stores.lines.copying import NOTHING, Chain, End
from trafftpkg.stores.lines.line import hash_in
from trafftpkg.stores.lines.scan import BrokenChainError, whole_lines

LEDGER = "ledger.jsonl"
CLIENTS = f"{LEDGER}.clients"
KEY = f"{LEDGER}.key"
DOOR = f"{LEDGER}.door"
HEAD = "head.json"

WAIT = 10.0
"""Seconds to wait for another process that uses a copy. There is none."""

Held = Callable[[], AbstractContextManager[object]]
"""Locks a ledger against all writers."""


class BackedUpPlace(Protocol):
    """A ledger with everything that belongs to it, in a file or a database."""

    @property
    def file(self) -> Path | None:
        """The ledger's file; None in a database."""

    @property
    def chain(self) -> Chain:
        """The lines."""

    @property
    def client_tables(self) -> ClientTables:
        """The client book."""

    @property
    def door_tables(self) -> Tables:
        """The notes of the booking page's door."""

    @property
    def key_file(self) -> Path:
        """The file of the door's secret, which may be missing."""


@value
class Backup(Value):
    """A finished backup.

    Args:
        folder: Where it is.
        head: The last entry in it.
        files: The names of its files, sorted.
    """

    folder: str
    head: Head
    files: tuple[str, ...]


def backed_up(place: BackedUpPlace, into: Path, at: datetime, held: Held) -> Backup:
    """Copy a ledger into a new folder, and check the copy.

    The lines are copied while others write. Only the last ones, and the client book after them, are copied
    while all writers wait: so every client of the lines is in the book, and every merge in both.

    Args:
        into: Where the new folder is made.
        at: The moment in the folder's name.

    Raises:
        BadArgumentError: nothing is recorded; or there is no folder for the new one. It is not made here:
            where the disk for backups is not mounted, it would lie on the wrong one.
        LedgerDamagedError, ClientBookDamagedError, LedgerLockedError, UnavailableError: the ledger, or its
            client book, cannot be read.
        NotPermittedError, DiskFullError, StoreUnavailableError: the copy cannot be written. Nothing is left
            of it.
    """
    source = place.chain
    end = source.end()
    if end.seq < 0:
        raise BadArgumentError(field="ledger", reason="nothing_recorded", thing=source.where)
    try:
        _check_is_a_folder(into)
        with new_folder(into) as folder:
            head = _filled(folder, place, source, end, held)
            _check_copy(folder.path, head, source.where)
            name = f"{at:%Y-%m-%dT%H%M%SZ}-entry-{head.seq}-{head.hash[:8]}"
            finished = folder.finish(name)
    except OSError as error:
        raise _failed(into, error) from error
    files = sorted(each.name for each in finished.iterdir())
    return Backup(folder=str(finished), head=head, files=tuple(files))


def _failed(into: Path, error: OSError) -> TrafftpkgError:
    """Return what an error means: for the folder that is written to, or for a file that is read."""
    where = Path(error.filename or into)
    if into.absolute() in (where.absolute(), where.absolute().parent):
        return failed(str(into), error, writing=True)
    return failed(str(where), error)


def _check_is_a_folder(path: Path) -> None:
    """Check that there is a folder.

    Raises:
        BadArgumentError: there is none, or a file in its place.
        OSError: this account may not look.
    """
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        raise BadArgumentError(field="into", reason="no_folder", thing=str(path)) from None
    except NotADirectoryError:
        path, is_folder = next(each for each in path.parents if each.exists()), False
    if not is_folder:
        raise BadArgumentError(field="into", reason="not_a_folder", thing=str(path))


def _check_copy(folder: Path, head: Head, where: str) -> None:
    """Check every line of a copy, and its client book: a copy of a damaged one is damaged too."""
    ledger = folder / LEDGER
    seq, last = -1, GENESIS_HASH
    try:
        with ledger.open("rb", buffering=1 << 20) as file:
            for seq, line in enumerate(whole_lines(file, 0, GENESIS_HASH)):  # noqa: B007 - the last counts
                last = hash_in(line)
    except BrokenChainError as error:
        raise LedgerDamagedError(where=str(ledger), damages=verify(ledger, None).damages) from error
    assert (seq, last) == (head.seq, head.hash), f"{ledger} ends with entry {seq}"
    try:
        ClientBookFile(folder / CLIENTS, WAIT).check()
    except ClientBookDamagedError as error:
        raise ClientBookDamagedError(
            where=f"{where}.clients", reason=error.reason, said=error.said
        ) from error


def _filled(folder: NewFolder, place: BackedUpPlace, source: Chain, end: End, held: Held) -> Head:
    with folder.file(LEDGER) as copy:
        lines = source.lines_after(NOTHING)
        copy.writelines(islice(lines, end.seq + 1))
        lines.close()
        with held():
            copy.writelines(source.lines_after(end))
            end = source.end()
            _keep_clients(folder.path / CLIENTS, place.client_tables)
            copy_notes(place.door_tables, DoorFile(folder.path / DOOR), ["door_waiting"])
    folder.copy(KEY, place.key_file)
    assert end.at is not None, "something is recorded"
    head = Head(seq=end.seq, hash=end.hash, at=end.at)
    with folder.file(HEAD) as file:
        told = {"seq": head.seq, "hash": head.hash, "at": head.at.isoformat()}
        file.write(f"{json.dumps(told)}\n".encode())
    return head


def _keep_clients(path: Path, tables: ClientTables) -> None:
    if isinstance(tables, ClientBookFile):
        saved_to(path, tables)  # pages as they are, instead of rows
    else:
        copy_clients(tables, ClientBookFile(path, WAIT))
