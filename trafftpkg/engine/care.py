"""What looking after a ledger needs: a port of its own. Imported for types only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from trafftpkg.domain.care import LedgerState, Progress, Repair


class LedgerCare(Protocol):
    """Looking after a ledger. Requests do not use it."""

    def verify(self, progress: Progress | None = None) -> LedgerState:
        """Check every byte and return everything that is wrong, changing nothing."""

    def rebuild(self, progress: Progress | None = None) -> None:
        """Rebuild everything that is derived from the ledger."""

    def set_aside_future(self, seq: int, latest: datetime, *, apply: bool) -> Repair:
        """Set aside the entries that a fast clock wrote, from one number on, or only say which they are.

        Args:
            latest: The last moment that is not ahead.

        Raises:
            EntriesNotAheadError: they are not ahead, or nothing would be left.
            LedgerSealedError: the ledger goes on elsewhere, with these entries.
        """

    def repair(self, *, apply: bool) -> Sequence[Repair]:
        """Repair what can be repaired without guessing, or only say what that would be.

        Raises:
            LedgerDamagedError: it cannot be repaired, and is not changed.
        """
