"""Sessions: a cookie with a random id that we signed. The door knows whose it is."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from trafftpkg.web.safety.cookies import cookie_name, set_cookie

SIGNED_IN_FOR = timedelta(days=14)
_COOKIE = "trafftpkg"
_KIND = "session"


class Signing(Protocol):
    """Signs texts, each for one kind of use. Anybody can read them, but nobody else can make them."""

    def sign(self, kind: str, text: str) -> str:
        """Return the text with its signature: letters, digits, `-`, `_` and `.`."""

    def signed(self, kind: str, value: str) -> str | None:
        """Return the text. None if we did not sign it for this kind of use."""

    def signature(self, kind: str, text: str) -> str:
        """Return only the signature, which shows nothing of the text."""

    def is_signature(self, kind: str, text: str, signature: str) -> bool:
        """Tell whether this is the signature of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """The session of one browser.

    Args:
        is_clients: Whether a client is signed in. The door knows who, and whether it was ended.
        fresh: Whether the browser does not have it yet.
    """

    id: str
    is_clients: bool
    begun: datetime
    fresh: bool = False

    @property
    def until(self) -> datetime:
        """When it expires."""
        return self.begun + SIGNED_IN_FOR


def new_session(now: datetime, *, is_clients: bool = False) -> BrowserSession:
    """Return a session with a new id: signing in never continues the old session."""
    return BrowserSession(id=os.urandom(24).hex(), is_clients=is_clients, begun=now, fresh=True)


def session_in(
    signing: Signing, cookies: dict[str, str], now: datetime, *, secure: bool
) -> BrowserSession | None:
    """Return the session of a browser. None if it has none, or it is forged or expired."""
    shown = cookies.get(cookie_name(_COOKIE, secure=secure))
    text = None if shown is None else signing.signed(_KIND, shown)
    if text is None:
        return None
    name, whose, begun = text.split(" ")
    session = BrowserSession(id=name, is_clients=whose == "client", begun=datetime.fromisoformat(begun))
    return session if now < session.until else None


def cookie_of(signing: Signing, session: BrowserSession, *, secure: bool, framed: bool) -> str:
    """Return the Set-Cookie header for a session."""
    whose = "client" if session.is_clients else "nobody"
    value = signing.sign(_KIND, f"{session.id} {whose} {session.begun.isoformat()}")
    name = cookie_name(_COOKIE, secure=secure)
    return set_cookie(name, value, kept_for=SIGNED_IN_FOR, secure=secure, framed=framed)
