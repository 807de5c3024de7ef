"""What the page needs of its door: signatures, sign-in links, sessions, and a count of attempts."""

from datetime import datetime, timedelta
from typing import Protocol

from trafftpkg.domain.door import Limit, Waiting
from trafftpkg.domain.ids import ClientKey
from trafftpkg.web.safety.sessions import Signing


class Coming(Protocol):
    """Whom a link lets in, and where they go next: a path of ours."""

    @property
    def client(self) -> ClientKey:
        """Who it is."""

    @property
    def next(self) -> str:
        """A path that we gave with the link."""


class Door(Protocol):
    """Lets clients in. What one server of a ledger notes here, all of them know."""

    @property
    def signatures(self) -> Signing:
        """Signatures that no one else can make."""

    def link_for(self, client: ClientKey, *, now: datetime, valid: timedelta, next_path: str) -> str:
        """Return the last part of an address that signs a client in, once, for so long."""

    def who_comes(self, link: str, now: datetime) -> Coming | None:
        """Return whom a link would let in, without using it; None where it lets nobody in."""

    def let_in(self, link: str, now: datetime) -> Coming | None:
        """Use a link: return whom it lets in, the first time only."""

    def begin(self, session: str, client: ClientKey, now: datetime, until: datetime) -> None:
        """Begin a session of a client, which all servers know by its random id."""

    def holder(self, session: str, now: datetime) -> ClientKey | None:
        """Return whose session it is; None where it was ended, is over, or its client was signed out."""

    def was_signed_out(self, client: ClientKey, since: datetime) -> bool:
        """Tell whether a client was signed out of everything since a moment."""

    def refer(self, what: str, *, now: datetime, until: datetime) -> str:
        """Return a random text that stands for something for so long, and shows nothing of it."""

    def referred(self, reference: str, now: datetime) -> tuple[str, datetime] | None:
        """Return what such a text stands for, and until when; None where it stands for nothing."""

    def end(self, session: str, now: datetime) -> None:
        """End a session, at all servers."""

    def allows(self, limit: Limit, who: str, now: datetime, *, count: int = 1, name: str = "") -> bool:
        """Count an attempt of somebody; False when it is one too many.

        Args:
            count: For how many it counts.
            name: Attempts of one name count once.
        """

    def wait_for(self, waiting: Waiting, until: datetime) -> None:
        """Note what a client has booked who has to answer first, and until when."""

    def overdue(self, now: datetime, most: int) -> list[Waiting]:
        """Return what has waited in vain, the longest first."""

    def settled(self, key: str) -> None:
        """Note that something no longer waits."""
