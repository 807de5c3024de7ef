"""Who is looking: a cookie with a random id that we have signed; whose it is, the door knows."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

SIGNED_IN_FOR = timedelta(days=14)
_COOKIE = "trafftpkg"
_KIND = "session"


class Signing(Protocol):
    """Signs texts, each for one kind of use: anybody may read them, and nobody else can make one."""

    def sign(self, kind: str, text: str) -> str:
        """Return the text with its signature: letters, digits, `-`, `_` and `.`."""

    def signed(self, kind: str, value: str) -> str | None:
        """Return the text, or None where we did not sign it for this kind of use."""

    def signature(self, kind: str, text: str) -> str:
        """Return the signature alone, which shows nothing of the text."""

    def is_signature(self, kind: str, text: str, signature: str) -> bool:
        """Tell whether this is the signature of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """One browser's stay.

    Args:
        is_clients: Somebody has signed in; the door knows who, and whether it was ended.
        fresh: The browser does not have it yet.
    """

    id: str
    is_clients: bool
    begun: datetime
    fresh: bool = False

    @property
    def until(self) -> datetime:
        """When it ends by itself."""
        return self.begun + SIGNED_IN_FOR


def new_session(now: datetime, *, is_clients: bool = False) -> BrowserSession:
    """Return a session with an id of its own: signing in never goes on with the old one."""
    return BrowserSession(id=os.urandom(24).hex(), is_clients=is_clients, begun=now, fresh=True)


def session_in(
    signing: Signing, cookies: dict[str, str], now: datetime, *, secure: bool
) -> BrowserSession | None:
    """Return the session that a browser shows; None where there is none, it is forged, or it is over."""
    shown = cookies.get(_name(secure))
    text = None if shown is None else signing.signed(_KIND, shown)
    if text is None:
        return None
    name, whose, begun = text.split(" ")
    session = BrowserSession(id=name, is_clients=whose == "client", begun=datetime.fromisoformat(begun))
    return session if now < session.until else None


def cookie_of(signing: Signing, session: BrowserSession, *, secure: bool) -> str:
    """Return the Set-Cookie header that makes a browser show this session."""
    whose = "client" if session.is_clients else "nobody"
    value = signing.sign(_KIND, f"{session.id} {whose} {session.begun.isoformat()}")
    most = int(SIGNED_IN_FOR.total_seconds())
    return f"{_name(secure)}={value}; Max-Age={most}; Path=/; HttpOnly; SameSite=Lax{'; Secure' * secure}"


def _name(secure: bool) -> str:
    """Over HTTPS a name that no other site of the same domain can set."""
    return f"__Host-{_COOKIE}" if secure else _COOKIE
