"""What a stored line says."""

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.untrusted import LedgerDamagedError, LedgerTooNewError
from trafftpkg.domain.finding import Damage
from trafftpkg.stores.jsonl.line import TooNewError, entry_of
from trafftpkg.stores.wire import ShapeError


def entry_in(line: bytes, seq: int, where: str) -> Entry:
    """Return the entry of a line.

    Raises:
        LedgerDamagedError: it does not say what entry `seq` would.
        LedgerTooNewError: it is of a version that this program does not know.
    """
    try:
        entry = entry_of(line)
    except TooNewError as error:
        raise LedgerTooNewError(
            where=where, version=error.version, known=error.known, line=seq + 1
        ) from error
    except ShapeError as error:
        raise _damaged(where, seq, str(error)) from error
    if entry.seq != seq:
        raise _damaged(where, seq, f"entry {entry.seq} stands where entry {seq} was written")
    return entry


def _damaged(where: str, seq: int, problem: str) -> LedgerDamagedError:
    damage = Damage(line=seq + 1, offset=0, kind="changed", problem=problem)
    return LedgerDamagedError(where=where, damages=(damage,))
