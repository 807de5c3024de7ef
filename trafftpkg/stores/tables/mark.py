"""How far the tables have got in the lines."""

from typing import NamedTuple

from trafftpkg.domain.entry import GENESIS_HASH
from trafftpkg.domain.ids import Kind


class Mark(NamedTuple):
    """Where the tables stand: the last entry that they have, and what has been numbered so far.

    Args:
        size: How many bytes the lines take: where the next one begins.
        at: Of the last entry, in microseconds.
        purchases: How many are numbered; likewise `appointments`.
        longest: The longest time that any visit has occupied, in microseconds.
        moved_to: Where a sealed ledger goes on.
    """

    size: int
    seq: int
    hash: str
    at: int
    purchases: int
    appointments: int
    longest: int
    ledger: str
    time_zone: str
    currency: str
    moved_to: str | None

    @property
    def given(self) -> dict[Kind, int]:
        """How many are numbered of the kinds that are counted here: what most requests meet."""
        return {"pur": self.purchases, "apt": self.appointments}


NOTHING = Mark(0, -1, GENESIS_HASH, 0, 0, 0, 0, "", "", "", None)
"""Where they stand before the first line."""
