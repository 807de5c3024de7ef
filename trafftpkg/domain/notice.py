"""What a store did or found that the user should know, although the request goes on."""

from collections.abc import Callable
from typing import Literal

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, value

NoticeCode = Literal["torn_tail", "line_completed", "index_ahead", "sealed", "clients_missing"]


@value
class Notice(Value):
    """A fact to be said on stderr.

    Args:
        code: `torn_tail`: a line that was never finished was moved aside, and its request is not recorded;
            `line_completed`: a line lacked only its line feed, and its request is recorded;
            `index_ahead`: what is read holds less than was acknowledged before;
            `sealed`: what is read goes on elsewhere, and says nothing of what happened there;
            `clients_missing`: the client book does not know clients who are in the ledger.
        where: The ledger.
        seq: The entry it is about: the one never finished, the one completed, the last one that is there.
        moved_to: Where the torn line lies now, or the ledger goes on.
        clients: The keys of those who are missing.
    """

    code: NoticeCode
    where: str
    seq: int | None = None
    moved_to: str | None = None
    clients: tuple[ClientKey, ...] = ()


Hear = Callable[[Notice], None]
"""Called with what the user should know."""


def unheard(notice: Notice) -> None:
    """Ignore a notice."""


class Seal:
    """Says that a ledger is sealed, once however many questions are asked.

    Args:
        hear: Hears of it.
    """

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._said = False

    def say_once(self, where: str, seq: int, moved_to: str | None) -> None:
        """Say that a ledger goes on elsewhere, where it does and it was not said before."""
        if moved_to is None or self._said:
            return
        self._said = True
        self._hear(Notice(code="sealed", where=where, seq=seq, moved_to=moved_to))
