"""Who is looking: a sealed cookie, nothing else."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from trafftpkg.domain.ids import ClientKey

SIGNED_IN_FOR = timedelta(days=14)
_COOKIE = "trafftpkg"
_KIND = "session since"


class Sealing(Protocol):
    """Seals texts that only we can read, each for one kind of use."""

    def seal(self, kind: str, text: str) -> str:
        """Return the text sealed: letters, digits, `-` and `_`."""

    def opened(self, kind: str, sealed: str) -> str | None:
        """Return the text, or None where we did not seal it for this kind of use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser's stay. `client` is None before signing in; `fresh` if the browser does not have it yet."""

    id: str
    client: ClientKey | None
    begun: datetime
    fresh: bool = False

    @property
    def until(self) -> datetime:
        """When it ends by itself."""
        return self.begun + SIGNED_IN_FOR


def new_session(now: datetime, client: ClientKey | None = None) -> Session:
    """Return a session with an id of its own: signing in never goes on with the old one."""
    return Session(id=os.urandom(12).hex(), client=client, begun=now, fresh=True)


def session_in(seals: Sealing, cookies: dict[str, str], now: datetime, *, secure: bool) -> Session | None:
    """Return the session that a browser shows; None where there is none, it is forged, or it is over."""
    shown = cookies.get(_name(secure))
    text = None if shown is None else seals.opened(_KIND, shown)
    if text is None:
        return None
    name, client, begun = text.split(" ")
    session = Session(
        id=name, client=ClientKey(client) if client else None, begun=datetime.fromisoformat(begun)
    )
    return session if now < session.until else None


def cookie_of(seals: Sealing, session: Session, *, secure: bool) -> str:
    """Return the Set-Cookie header that makes a browser show this session."""
    value = seals.seal(_KIND, f"{session.id} {session.client or ''} {session.begun.isoformat()}")
    most = int(SIGNED_IN_FOR.total_seconds())
    return f"{_name(secure)}={value}; Max-Age={most}; Path=/; HttpOnly; SameSite=Lax{'; Secure' * secure}"


def _name(secure: bool) -> str:
    """Over HTTPS a name that no other site of the same domain can set."""
    return f"__Host-{_COOKIE}" if secure else _COOKIE
