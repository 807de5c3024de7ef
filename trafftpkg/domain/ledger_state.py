"""What a check of a whole ledger found."""

from collections.abc import Callable

from trafftpkg.domain.entry import Head
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.value import Value, value

Progress = Callable[[int, int], None]
"""Told how much of a ledger is done, and how much there is in all."""


@value
class LedgerState(Value):
    """The state of a ledger, line by line.

    Args:
        damages: By line; beyond 10,000 they are only counted.
        damaged: How many there are.
        head: The last entry that could be read; None while nothing is recorded.
        torn: How many bytes follow the last line feed: a line that was never finished, which is no damage.
    """

    damages: tuple[Damage, ...]
    damaged: int
    head: Head | None
    torn: int
