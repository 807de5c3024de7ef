"""What a store has to say though the request goes on; a sealed ledger says with its answers where it does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trafftpkg.domain.notice import Notice
    from trafftpkg.stores.tables.rows import Mark

Hear = Callable[["Notice"], None]
"""Told what the person at hand should hear of."""


def unheard(notice: "Notice") -> None:
    """Let a notice pass."""


class Seal:
    """Says that a ledger is sealed, once however many questions are asked.

    Args:
        hear: Hears of it.
    """

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._said = False

    def say_once(self, mark: "Mark", where: str) -> None:
        """Say so if a ledger that stands at this mark is sealed, and it was not said before."""
        if mark.moved_to is None or self._said:
            return
        from trafftpkg.domain.notice import Notice

        self._said = True
        self._hear(Notice(code="sealed", where=where, seq=mark.seq, moved_to=mark.moved_to))
