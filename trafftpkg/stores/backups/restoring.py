"""Restores a backup to a file, all of it or nothing."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice, takewhile
from pathlib import Path
from shutil import copymode

from trafftpkg.domain.errors.restoring import NewerLedgerError, RestoreReplacesError
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.ledger import LedgerOpened
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.header import Head
from trafftpkg.domain.value import Value, value
from trafftpkg.stores.backups.backing_up import CLIENTS, DOOR, HEAD, KEY, LEDGER, WAIT
from trafftpkg.stores.backups.new_folder import NewFolder, new_folder
from trafftpkg.stores.jsonl.append import sync_folder
from trafftpkg.stores.jsonl.checking import verify
from trafftpkg.stores.jsonl.client_file import ClientBookFile
from trafftpkg.stores.jsonl.files import (
    LedgerFiles,
    check_is_regular,
    free_name,
    removed,
    side_files,
    unavailable,
)
from trafftpkg.stores.jsonl.lock import locked
from trafftpkg.stores.jsonl.network import check_is_local
from trafftpkg.stores.jsonl.trust import mark_in
from trafftpkg.stores.lines.line import entry_of, hash_in
from trafftpkg.stores.lines.scan import pieces_in
from trafftpkg.stores.waiting import lock_wait

_PARTS = (LEDGER, CLIENTS, KEY, DOOR)


@value
class Restored(Value):
    """What a restore did.

    Args:
        where: The ledger.
        head: Its last entry.
        kept_as: Where that lies which was there before.
    """

    where: str
    head: Head
    kept_as: tuple[str, ...]


def restored(backup: Path, ledger: Path, *, confirmed: bool) -> Restored:
    """Put a backup in the place of a ledger. What was there is put aside, and nothing is deleted.

    It can be stopped at any moment and repeated. The ledger itself is put in place last.

    Args:
        confirmed: Also if something is there already.

    Raises:
        BadArgumentError: it is not a backup, or another ledger is there.
        NewerLedgerError: the ledger there goes on after the backup.
        RestoreReplacesError: something is there, and it is not confirmed.
        LedgerDamagedError, ClientBookDamagedError, LedgerTooNewError: the backup cannot be trusted.
        LedgerLockedError, UnavailableError: the files there cannot be written. They are as before.
    """
    files = LedgerFiles(ledger)
    check_is_local(files.ledger)
    try:
        with new_folder(files.ledger.absolute().parent) as staged:
            head = _staged(staged, backup)
            with locked(files, lock_wait()):
                there = _There(files, staged.path, head)
                if not confirmed and there.files:
                    raise there.refusal(backup)
                _dress(staged.path, files)
                kept_as = _put_aside(there, files)
                _put_in_place(staged.path, files)
    except OSError as error:
        is_of_backup = error.filename is not None and Path(error.filename).parent == backup
        raise unavailable(Path(error.filename) if is_of_backup else files.ledger, error) from error
    return Restored(where=str(files.ledger), head=head, kept_as=tuple(map(str, kept_as)))


def checked_head(backup: Path, clients: Path) -> Head:
    """Check every line of a backup, and its client book, and return the last entry.

    Args:
        clients: The client book, or a copy of it.

    Raises: the errors of `restored`.
    """
    ledger = backup / LEDGER
    state = verify(ledger, None)
    if state.damages or state.head is None or state.torn:
        raise LedgerDamagedError(where=str(ledger), damages=state.damages)
    _check_head(ledger, state.head, backup / HEAD)
    ClientBookFile(clients, WAIT).check()
    return state.head


def _check_head(ledger: Path, head: Head, kept: Path) -> None:
    """Check that a copy ends where it was finished. One that was made by hand has no head."""
    try:
        found = json.loads(kept.read_bytes())
        seq, digest = int(found["seq"]), found["hash"]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        seq, digest = head.seq, None
    if (seq, digest) != (head.seq, head.hash):
        damage = Damage(line=seq + 1, offset=0, kind="replaced", seq=seq)
        raise LedgerDamagedError(where=str(ledger), damages=(damage,))


def check_is_a_backup(backup: Path) -> None:
    """Check that there is a ledger in a folder.

    Raises:
        BadArgumentError: there is none.
        StoreError, NotPermittedError: it cannot be read, or something else is in its place.
    """
    try:
        check_is_regular(backup / LEDGER)
        (backup / LEDGER).stat()
    except (FileNotFoundError, NotADirectoryError):
        raise BadArgumentError(field="folder", reason="not_a_backup", thing=str(backup)) from None
    except OSError as error:
        raise unavailable(backup / LEDGER, error) from error


def _staged(staged: NewFolder, backup: Path) -> Head:
    """Copy the files of a backup beside the place where they go, and check the copy."""
    check_is_a_backup(backup)
    for name in (*_PARTS, HEAD):
        staged.copy(name, backup / name)
    return checked_head(staged.path, staged.path / CLIENTS)


class _There:
    """What is at the place of the ledger.

    Raises:
        BadArgumentError: another ledger.
        NewerLedgerError: the same, and it goes on after the backup.
    """

    def __init__(self, files: LedgerFiles, staged: Path, head: Head) -> None:
        self._where, self._head = str(files.ledger), head
        self.known = _last_entry(files.ledger, staged / LEDGER, head)
        if self.known is not None and self.known > head.seq:
            raise NewerLedgerError(where=self._where, known=self.known, seq=head.seq)
        mark = mark_in(files.index)
        if mark is not None and mark.ledger != _ledger_id(staged / LEDGER):
            raise BadArgumentError(field="ledger", reason="another_ledger", thing=self._where)
        self.lost = 0 if mark is None else max(mark.seq - head.seq, 0)
        if self.lost and mark is not None:
            self.known = mark.seq
        self.index_is_ahead = bool(self.lost)
        self.files = _others(files, staged) or ([files.index] if self.index_is_ahead else [])

    def refusal(self, backup: Path) -> RestoreReplacesError:
        """Return why it is not replaced without a confirmation."""
        return RestoreReplacesError(
            folder=str(backup),
            where=self._where,
            seq=self._head.seq,
            known=self.known,
            lost=self.lost,
            files=tuple(map(str, self.files)),
        )


def _last_entry(ledger: Path, backup: Path, head: Head) -> int | None:
    """Return the last entry of the ledger that is there, if the backup is a part of it or the reverse."""
    if not ledger.exists():
        return None
    check_is_regular(ledger)
    last, common, digest = -1, -1, ""
    with ledger.open("rb", buffering=1 << 20) as there, backup.open("rb", buffering=1 << 20) as copy:
        whole = takewhile(lambda line: line.endswith(b"\n"), pieces_in(there))
        for last, line in enumerate(whole):
            if last <= head.seq:
                common, digest = last, hash_in(line.replace(b"\r\n", b"\n"))
        found = next(islice(copy, common, None), b"") if common >= 0 else None
    if found is None:
        return None
    if hash_in(found) != digest:
        raise BadArgumentError(field="ledger", reason="another_ledger", thing=str(ledger))
    return last


def _ledger_id(ledger: Path) -> str:
    with ledger.open("rb") as file:
        opened = entry_of(file.readline()).events[0]
    assert isinstance(opened, LedgerOpened)
    return opened.ledger


def _others(files: LedgerFiles, staged: Path) -> list[Path]:
    """Return the files that are there, and are not what the backup has in their place."""
    pairs = [(_beside(files, name), staged / name) for name in _PARTS]
    return [
        there
        for there, copy in pairs
        if copy.exists() and os.path.lexists(there) and not _is_same(there, copy)
    ]


def _is_same(found: Path, copy: Path) -> bool:
    check_is_regular(found)
    if found.stat().st_size != copy.stat().st_size:
        return False
    with found.open("rb") as one, copy.open("rb") as other:
        return all(piece == other.read(1 << 20) for piece in iter(lambda: one.read(1 << 20), b""))


def _beside(files: LedgerFiles, name: str) -> Path:
    return files.ledger.with_name(f"{files.ledger.name}{name.removeprefix(LEDGER)}")


def _dress(staged: Path, files: LedgerFiles) -> None:
    """Give each file the mode and the owner of the one that it replaces, and a new ledger the usual mode."""
    usual = os.umask(0o077)
    os.umask(usual)
    for name in _PARTS:
        new, path = staged / name, _beside(files, name)
        if new.exists() and path.exists():
            found = path.stat()
            copymode(path, new)
            with suppress(PermissionError):
                os.chown(new, found.st_uid, found.st_gid)
        elif name == LEDGER:
            new.chmod(0o666 & ~usual)


def _put_aside(there: _There, files: LedgerFiles) -> list[Path]:
    """Rename what is there, the ledger first: until the backup is in place, there is none."""
    kept_as = [
        _renamed(each, free_name(each, "before-restore")) for each in there.files if each != files.index
    ]
    if there.index_is_ahead:
        kept_as.append(_renamed(files.index, free_name(files.index, f"ahead-{there.known}")))
    for each in (files.index, *side_files(files.index), *_leftover_side_files(files)):
        removed(each)
    return kept_as


def _renamed(path: Path, kept_as: Path) -> Path:
    for old, new in zip((path, *side_files(path)), (kept_as, *side_files(kept_as)), strict=True):
        with suppress(FileNotFoundError):
            check_is_regular(old)
            old.rename(new)
    return kept_as


def _leftover_side_files(files: LedgerFiles) -> Sequence[Path]:
    """Return SQLite's side files of what was put aside. Beside another file they would damage it."""
    return [side for name in (CLIENTS, DOOR) for side in side_files(_beside(files, name))]


def _put_in_place(staged: Path, files: LedgerFiles) -> None:
    for name in reversed(_PARTS):
        if (staged / name).exists():
            (staged / name).replace(_beside(files, name))
    sync_folder(files.ledger)
