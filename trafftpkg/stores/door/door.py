"""The door: sign-in links that let a client in once, and seals for everything else that goes out."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from hmac import digest
from pathlib import Path

from trafftpkg.domain.door import Limit, Waiting
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.door.key import secret_key
from trafftpkg.stores.door.notes import DoorNotes
from trafftpkg.stores.door.seals import Seals

_LINK = "sign-in since"

LONGEST = timedelta(days=14)
"""No session and no link lasts longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Whom a link lets in, from when until when, and where on the page they go next: a path of ours."""

    client: ClientKey
    made: datetime
    until: datetime
    next: str


class Door:
    """Lets clients in. The key and the book are opened when first needed.

    Args:
        key_file: Holds the secret, where none is given.
        book: What all servers of the ledger know of each other.
        given_key: The secret, for servers that share no disk.
    """

    def __init__(self, *, key_file: Path, book: DoorNotes, given_key: str | None) -> None:
        self._key_file = key_file
        self._given_key = given_key
        self._book = book

    @cached_property
    def seals(self) -> Seals:
        """Seals under this door's key."""
        return Seals(self._key)

    @cached_property
    def _key(self) -> bytes:
        return secret_key(self._key_file, self._given_key)

    def link_for(self, client: ClientKey, *, now: datetime, valid: timedelta, next_path: str) -> str:
        """Return the last part of an address that signs this client in, once, for so long."""
        until = (now + valid).isoformat()
        return self.seals.seal(
            _LINK, f"{client} {now.isoformat()} {until} {os.urandom(12).hex()} {next_path}"
        )

    def who_comes(self, link: str, now: datetime) -> SignIn | None:
        """Return whom a link would let in, without using it; None where it lets nobody in.

        It is none, is over, was used, or its client was signed out of everything since it was made.
        """
        found = self._sign_in(link, now)
        return None if found is None or self._book.is_over(_mark(link), found.client, found.made) else found

    def let_in(self, link: str, now: datetime) -> SignIn | None:
        """Use a link: return whom it lets in, the first time only; what they booked waits no more."""
        found = self.who_comes(link, now)
        if found is None or not self._book.first_use(_mark(link), found.until, now):
            return None
        self._book.answered(found.client)
        return found

    def is_over(self, session: str, client: ClientKey, begun: datetime) -> bool:
        """Tell whether a session was ended, or its client signed out of everything since it was begun."""
        return self._book.is_over(_mark(session), client, begun)

    def end(self, session: str, now: datetime) -> None:
        """End a session, at all servers."""
        self._book.first_use(_mark(session), now + LONGEST, now)

    def sign_out(self, client: ClientKey, now: datetime) -> None:
        """End all sessions of a client, and the links that were made for them and not used yet."""
        self._book.sign_out(client, now, now + LONGEST)

    def allows(self, limit: Limit, who: str, now: datetime, *, count: int = 1, name: str = "") -> bool:
        """Count one attempt of somebody, known here by a keyed hash only; False when it is one too many.

        Args:
            count: For how many it counts.
            name: Attempts of one name count once.
        """
        hashed = digest(self._key, f"knock\0{limit.what}\0{who}".encode(), sha256).hex()
        return self._book.allows(hashed, limit, now, count=count, name=name)

    def wait_for(self, waiting: Waiting, until: datetime) -> None:
        """Note what a client has booked who has to answer first, and until when."""
        self._book.wait_for(waiting, until)

    def overdue(self, now: datetime, most: int) -> list[Waiting]:
        """Return what has waited in vain, the longest first."""
        return self._book.overdue(now, most)

    def settled(self, key: str) -> None:
        """Note that something no longer waits."""
        self._book.settled(key)

    def _sign_in(self, link: str, now: datetime) -> SignIn | None:
        text = self.seals.opened(_LINK, link)
        if text is None:
            return None
        client, made, until, _, next_path = text.split(" ", 4)
        found = SignIn(
            client=ClientKey(client),
            made=datetime.fromisoformat(made),
            until=datetime.fromisoformat(until),
            next=next_path,
        )
        return found if now < found.until else None


def _mark(link: str) -> str:
    return sha256(link.encode()).hexdigest()
