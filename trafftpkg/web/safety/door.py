"""What the page needs of its door: signatures, sign-in links, sessions, and counted attempts."""

from datetime import datetime, timedelta
from typing import Protocol

from trafftpkg.domain.door import Limit, Waiting
from trafftpkg.domain.ids import ClientKey
from trafftpkg.web.safety.sessions import Signing


class Coming(Protocol):
    """The client whom a link signs in, and where they go next."""

    @property
    def client(self) -> ClientKey:
        """Who it is."""

    @property
    def next(self) -> str:
        """The path on the page that was given with the link."""


class Door(Protocol):
    """Signs clients in. All servers of a ledger share what is noted here."""

    @property
    def signatures(self) -> Signing:
        """Signatures that no one else can make."""

    def link_for(self, client: ClientKey, *, now: datetime, valid: timedelta, next_path: str) -> str:
        """Return the last part of an address that signs a client in once, within this time."""

    def who_comes(self, link: str, now: datetime) -> Coming | None:
        """Return whom a link would sign in, without using it. None if the link is not valid."""

    def let_in(self, link: str, now: datetime) -> Coming | None:
        """Use a link, which works once: return whom it signs in."""

    def code_for(self, client: ClientKey, session: str, *, now: datetime, valid: timedelta) -> str:
        """Return six digits that let a client in, once, within this time, and in this session only."""

    def let_in_by_code(self, session: str, code: str, now: datetime) -> ClientKey | None:
        """Use a code, which works once: return whom it lets in. Their bookings are confirmed by this."""

    def begin(self, session: str, client: ClientKey, now: datetime, until: datetime) -> None:
        """Begin a session of a client. All servers know it by its random id."""

    def holder(self, session: str, now: datetime) -> ClientKey | None:
        """Return whose session it is. None if it has ended or expired, or its client was signed out."""

    def was_signed_out(self, client: ClientKey, since: datetime) -> bool:
        """Tell whether a client was signed out everywhere since a moment."""

    def refer(self, what: str, *, now: datetime, until: datetime) -> str:
        """Return a random text that stands for something until a moment, and shows nothing of it."""

    def referred(self, reference: str, now: datetime) -> tuple[str, datetime] | None:
        """Return what such a text stands for, and until when. None if it stands for nothing."""

    def end(self, session: str, now: datetime) -> None:
        """End a session on all servers."""

    def allows(self, limit: Limit, who: str, now: datetime, *, count: int = 1, name: str = "") -> bool:
        """Count an attempt of somebody. False if it is one too many.

        Args:
            count: How many attempts it counts as.
            name: Attempts with the same name count once.
        """

    def wait_for(self, waiting: Waiting, until: datetime) -> None:
        """Note a booking whose client has to answer a letter, and until when."""

    def waits(self, key: str) -> bool:
        """Tell whether a booking still waits for its client's answer."""

    def overdue(self, now: datetime, most: int) -> list[Waiting]:
        """Return bookings that nobody answered for in time, the longest waiting first."""

    def settled(self, key: str) -> None:
        """Note that a booking no longer waits."""
