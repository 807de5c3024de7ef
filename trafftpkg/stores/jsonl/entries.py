"""Reads entries from their places in the ledger."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from trafftpkg.domain.entry import Entry
from trafftpkg.stores.lines.line import TooNewError, entry_of
from trafftpkg.stores.lines.wire import ShapeError

if TYPE_CHECKING:
    from trafftpkg.domain.errors.untrusted import LedgerDamagedError
    from trafftpkg.domain.finding import DamageKind


def entries_at(ledger: Path, places: Iterable[tuple[int, int]]) -> list[Entry]:
    """Return the entries with these numbers, each at its offset.

    Raises:
        LedgerDamagedError: there is another entry, or none.
        LedgerTooNewError: a newer version of the program wrote it.
        StoreUnavailableError: the file may not be read.
    """
    try:
        with ledger.open("rb") as file:
            return [_entry(ledger, seq, offset, _line_at(file, offset)) for seq, offset in places]
    except OSError as error:
        from trafftpkg.stores.jsonl.files import unavailable

        raise unavailable(ledger, error) from error


def _line_at(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.readline()


def _entry(ledger: Path, seq: int, offset: int, line: bytes) -> Entry:
    try:
        entry = entry_of(line)
    except ShapeError as error:
        raise _damaged(ledger, seq, offset, said=str(error)) from None
    except TooNewError as error:
        from trafftpkg.domain.errors.untrusted import LedgerTooNewError

        raise LedgerTooNewError(
            where=str(ledger), version=error.version, known=error.known, line=seq + 1
        ) from None
    if entry.seq != seq:
        raise _damaged(ledger, seq, offset, seq=entry.seq)
    return entry


def _damaged(
    ledger: Path, due: int, offset: int, seq: int | None = None, said: str | None = None
) -> "LedgerDamagedError":
    from trafftpkg.domain.errors.untrusted import LedgerDamagedError
    from trafftpkg.domain.finding import Damage

    kind: DamageKind = "misnumbered" if said is None else "unreadable"
    damage = Damage(line=due + 1, offset=offset, kind=kind, seq=seq, due=due, said=said)
    return LedgerDamagedError(where=str(ledger), damages=(damage,))
