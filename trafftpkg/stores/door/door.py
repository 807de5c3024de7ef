"""The door: sign-in links that let a client in once, and seals for everything else that goes out."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Protocol

from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.door.key import secret_key
from trafftpkg.stores.door.seals import Seals

_LINK = "sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Whom a link lets in, until when, and where on the page they go next: a path of ours."""

    client: ClientKey
    until: datetime
    next: str


class Book(Protocol):
    """What servers must know of each other at the door; it knows whoever it is by hashes only."""

    def first_use(self, mark: str, until: datetime, now: datetime) -> bool:
        """Note that a link is used and tell whether it never was before; `until` is when it ends anyway."""

    def is_used(self, mark: str) -> bool:
        """Tell whether a link was used."""

    def may_knock(self, who: str, most: int, within: timedelta, now: datetime) -> bool:
        """Count a knock and tell whether it is still among the `most` of the time `within`."""


class Door:
    """Lets clients in. The key and the book are opened when first needed.

    Args:
        key_file: Holds the secret, where none is given.
        book: Knows which links were used.
        given_key: The secret, for servers that share no disk.
    """

    def __init__(self, *, key_file: Path, book: Book, given_key: str | None) -> None:
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
        until = int((now + valid).timestamp())
        return self.seals.seal(_LINK, f"{client} {until} {os.urandom(12).hex()} {next_path}")

    def who_comes(self, link: str, now: datetime) -> SignIn | None:
        """Return whom a link would let in, without using it; None where it is none, is over, or was used."""
        found = self._sign_in(link, now)
        return None if found is None or self._book.is_used(_mark(link)) else found

    def let_in(self, link: str, now: datetime) -> SignIn | None:
        """Use a link: return whom it lets in, the first time only."""
        found = self._sign_in(link, now)
        if found is None or not self._book.first_use(_mark(link), found.until, now):
            return None
        return found

    def may_knock(self, what: str, who: str, *, most: int, within: timedelta, now: datetime) -> bool:
        """Count one attempt of somebody, known here by a keyed hash only; False when it is one too many."""
        name = digest(self._key, f"knock\0{what}\0{who}".encode(), sha256).hex()
        return self._book.may_knock(name, most, within, now)

    def _sign_in(self, link: str, now: datetime) -> SignIn | None:
        text = self.seals.opened(_LINK, link)
        if text is None:
            return None
        client, until, _, next_path = text.split(" ", 3)
        ends_at = datetime.fromtimestamp(int(until), UTC)
        return SignIn(client=ClientKey(client), until=ends_at, next=next_path) if now < ends_at else None


def _mark(link: str) -> str:
    return sha256(link.encode()).hexdigest()
