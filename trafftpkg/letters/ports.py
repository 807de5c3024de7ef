"""What sending letters needs: the outbox, and what writes a letter. Stores and the edges fulfil these."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.outbox import Letter, LetterMark, LetterStatus, LetterTrouble
from trafftpkg.letters.facts import LetterFacts, Letterhead

HeadFor = Callable[[Client], Letterhead]
"""Returns who writes to a client, with the links that are theirs."""

Write = Callable[[LetterFacts, Letterhead], EmailMessage]
"""Writes a letter. Written twice from the same facts it is the same message."""


class Outbox(Protocol):
    """Letters to clients that are due. Each is in one sender's hand at a time, on whatever machine."""

    def mark(self) -> LetterMark | None:
        """Return up to where letters were made. None while none have ever been."""

    def take_in(self, letters: Sequence[Letter], since: LetterMark | None, until: LetterMark) -> bool:
        """Put letters in and move the mark, all or nothing. False if somebody has moved it since."""

    def add(self, letters: Sequence[Letter]) -> int:
        """Put in those letters whose key is new, and return how many."""

    def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of these keys that letters in it have."""

    def take(self, now: datetime, until: datetime) -> Letter | None:
        """Take the letter in hand that has waited longest. None if there is none, or sending rests.

        Args:
            until: From when on another may take it, if it still waits.
        """

    def end(
        self,
        letter: Letter,
        status: LetterStatus,
        at: datetime,
        trouble: LetterTrouble | None = None,
        said: str | None = None,
    ) -> None:
        """Note that a letter was sent, failed or was dropped. It is never taken again."""

    def postpone(
        self, letter: Letter, until: datetime, trouble: LetterTrouble, said: str | None = None
    ) -> None:
        """Put a letter back, to be taken again at a moment. It counts as tried `letter.tries` times."""

    def hurry(self, client: ClientKey, now: datetime) -> None:
        """Let the letters of a client be taken that waited for their answer."""

    def rest(self, until: datetime) -> None:
        """Let nobody take a letter until a moment: the mail server is down."""

    def go_on(self) -> None:
        """End a rest, if there is one."""

    def withdraw(self, seqs: Sequence[int]) -> None:
        """Remove the letters of these entries that were not sent."""

    def forget(self, before: datetime) -> None:
        """Remove what ended long ago, but for what may still be due by the same key."""

    def letters(
        self,
        statuses: Sequence[LetterStatus] = (),
        limit: int | None = None,
        client: ClientKey | None = None,
    ) -> list[Letter]:
        """Return letters in the order they became due; of many the latest.

        Args:
            statuses: Only letters that are this far. None given: all.
            client: Only theirs.
        """

    def stop(self, client: ClientKey) -> None:
        """Note that a client wants no more reminders."""

    def has_stopped(self, client: ClientKey) -> bool:
        """Tell whether a client wants no more reminders."""
