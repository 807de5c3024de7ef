"""The door: sign-in links that let a client in once, sessions, and signatures; where its secret lies."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from hmac import digest
from pathlib import Path
from secrets import randbelow
from typing import TYPE_CHECKING

from trafftpkg.domain.door import Limit, Waiting
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.door.key import secret_key
from trafftpkg.stores.door.notes import DoorNotes, Reference, Tables

if TYPE_CHECKING:
    from trafftpkg.stores.door.signatures import Signatures

LONGEST = timedelta(days=14)
"""The longest that a session or a link lasts."""

_REFERENCE_BYTES = 24
_CODE_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The client whom a link signs in, and the path of the page where they go next."""

    client: ClientKey
    next: str


class LedgerDoor:
    """The door of one ledger. Key and notes are opened when first needed.

    Args:
        key_file: The file with the secret, if none is given.
        notes: The notes that all servers of the ledger share.
        given_key: The secret, for servers that share no disk.
    """

    def __init__(self, *, key_file: Path, notes: DoorNotes, given_key: str | None) -> None:
        self._key_file = key_file
        self._given_key = given_key
        self._notes = notes

    @cached_property
    def signatures(self) -> "Signatures":
        """Signatures with this door's key."""
        from trafftpkg.stores.door.signatures import Signatures  # itsdangerous comes with the page

        return Signatures(self._key)

    @cached_property
    def _key(self) -> bytes:
        return secret_key(self._key_file, self._given_key)

    def link_for(self, client: ClientKey, *, now: datetime, valid: timedelta, next_path: str) -> str:
        """Return the last part of an address that signs this client in once, within this time."""
        until = now + valid
        return self._refer("link", Reference(client=client, made=now, until=until, what=next_path))

    def who_comes(self, link: str, now: datetime) -> SignIn | None:
        """Return whom a link would sign in, without using it. None if the link is not valid.

        It may be unknown, expired or used, or its client was signed out everywhere since.
        """
        return _sign_in(self._notes.referred(_name("link", link), now))

    def let_in(self, link: str, now: datetime) -> SignIn | None:
        """Use a link, which works once: return whom it signs in. Their bookings are confirmed by this."""
        if self.who_comes(link, now) is None:
            return None  # Trying links writes nothing.
        found = _sign_in(self._notes.take(_name("link", link), now))
        if found is not None:
            self._notes.answered(found.client)
        return found

    def code_for(self, client: ClientKey, session: str, *, now: datetime, valid: timedelta) -> str:
        """Return six digits that let a client in, once, within this time, and in this session only."""
        code = f"{randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}"
        while self._notes.referred(_name("code", f"{session} {code}"), now) is not None:
            code = f"{randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}"
        stands_for = Reference(client=client, made=now, until=now + valid, what="")
        self._notes.refer(_name("code", f"{session} {code}"), stands_for)
        return code

    def let_in_by_code(self, session: str, code: str, now: datetime) -> ClientKey | None:
        """Use a code, which works once: return whom it lets in. Their bookings are confirmed by this."""
        found = self._notes.take(_name("code", f"{session} {code}"), now)
        if found is None:
            return None
        self._notes.answered(ClientKey(found.client))
        return ClientKey(found.client)

    def begin(self, session: str, client: ClientKey, now: datetime, until: datetime) -> None:
        """Begin a session of a client. All servers know it by its random id."""
        begun = Reference(client=client, made=now, until=until, what="")
        self._notes.refer(_name("session", session), begun)

    def holder(self, session: str, now: datetime) -> ClientKey | None:
        """Return whose session it is. None if it has ended or expired, or its client was signed out."""
        found = self._notes.referred(_name("session", session), now)
        return None if found is None else ClientKey(found.client)

    def end(self, session: str, now: datetime) -> None:
        """End a session on all servers."""
        self._notes.take(_name("session", session), now)

    def was_signed_out(self, client: ClientKey, since: datetime) -> bool:
        """Tell whether a client was signed out everywhere since a moment."""
        return self._notes.was_signed_out(client, since)

    def refer(self, what: str, *, now: datetime, until: datetime) -> str:
        """Return a random text that stands for something until a moment, and shows nothing of it."""
        return self._refer("thing", Reference(client="", made=now, until=until, what=what))

    def referred(self, reference: str, now: datetime) -> tuple[str, datetime] | None:
        """Return what such a text stands for, and until when. None if it stands for nothing."""
        found = self._notes.referred(_name("thing", reference), now)
        return None if found is None else (found.what, found.until)

    def sign_out(self, client: ClientKey, now: datetime) -> None:
        """End all sessions of a client, and their unused links."""
        self._notes.sign_out(client, now, now + LONGEST)

    def allows(self, limit: Limit, who: str, now: datetime, *, count: int = 1, name: str = "") -> bool:
        """Count an attempt of somebody, stored as a keyed hash. False if it is one too many.

        Args:
            count: How many attempts it counts as.
            name: Attempts with the same name count once.
        """
        hashed = digest(self._key, f"attempt\0{limit.what}\0{who}".encode(), sha256).hex()
        return self._notes.allows(hashed, limit, now, count=count, name=name)

    def wait_for(self, waiting: Waiting, until: datetime) -> None:
        """Note a booking whose client has to answer a letter, and until when."""
        self._notes.wait_for(waiting, until)

    def waits(self, key: str) -> bool:
        """Tell whether a booking still waits for its client's answer."""
        return self._notes.waits(key)

    def overdue(self, now: datetime, most: int) -> list[Waiting]:
        """Return bookings that nobody answered for in time, the longest waiting first."""
        return self._notes.overdue(now, most)

    def settled(self, key: str) -> None:
        """Note that a booking no longer waits."""
        self._notes.settled(key)

    def _refer(self, kind: str, stands_for: Reference) -> str:
        reference = os.urandom(_REFERENCE_BYTES).hex()
        self._notes.refer(_name(kind, reference), stands_for)
        return reference


def _sign_in(found: Reference | None) -> SignIn | None:
    return None if found is None else SignIn(client=ClientKey(found.client), next=found.what)


def _name(kind: str, reference: str) -> str:
    """Return the hash of a reference, so that who reads the notes cannot use it."""
    return sha256(f"{kind}\0{reference}".encode()).hexdigest()


def open_door(key_file: Path, tables: Tables) -> LedgerDoor:
    """Return the door of a ledger.

    Args:
        key_file: The file of the secret.
        tables: Where the door's notes are.
    """
    return LedgerDoor(
        key_file=key_file, notes=DoorNotes(tables), given_key=os.environ.get("TRAFFTPKG_WEB_KEY") or None
    )


def key_in_state_folder(where: str) -> Path:
    """Return the path of a key in the user's state folder, for this place only. Nothing is created."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "trafftpkg" / f"{sha256(where.encode()).hexdigest()[:16]}.key"
