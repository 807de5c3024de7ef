"""What the page needs of its door: seals, sign-in links, and a count of who knocks."""

from datetime import datetime, timedelta
from typing import Protocol

from trafftpkg.domain.door import Limit, Waiting
from trafftpkg.domain.ids import ClientKey
from trafftpkg.web.safety.sessions import Sealing


class Coming(Protocol):
    """Whom a link lets in, and where they go next: a path of ours."""

    @property
    def client(self) -> ClientKey:
        """Who it is."""

    @property
    def next(self) -> str:
        """A path that we have sealed into the link."""


class Door(Protocol):
    """Lets clients in. What one server of a ledger notes here, all of them know."""

    @property
    def seals(self) -> Sealing:
        """Seals that no one else can make."""

    def link_for(self, client: ClientKey, *, now: datetime, valid: timedelta, next_path: str) -> str:
        """Return the last part of an address that signs a client in, once, for so long."""

    def who_comes(self, link: str, now: datetime) -> Coming | None:
        """Return whom a link would let in, without using it; None where it lets nobody in."""

    def let_in(self, link: str, now: datetime) -> Coming | None:
        """Use a link: return whom it lets in, the first time only."""

    def is_over(self, session: str, client: ClientKey, begun: datetime) -> bool:
        """Tell whether a session was ended, or its client signed out of everything since it was begun."""

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
