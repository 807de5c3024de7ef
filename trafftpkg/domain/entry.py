"""One line of the ledger: what one request did, and how it is chained to the line before."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import ClientKey, ThingId
from trafftpkg.domain.value import Value, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing

RULES_VERSION = 2
"""The version of the rules that new entries are decided under."""


@value
class Draft(Value):
    """A decided request, ready to be recorded as one entry.

    Args:
        at: When it was decided, UTC.
        by: Who asked.
        request: Its name, as on the command line: `book`, `purchase`.
        key: The idempotency key, if one was given.
        fingerprint: Hex sha256 of the request's name and arguments.
        clients: The keys of the clients it touches, sorted.
    """

    at: datetime
    by: str
    request: str
    key: str | None
    fingerprint: str
    clients: tuple[ClientKey, ...]
    events: tuple[Event, ...]


@value
class Entry(Value):
    """A recorded request: its draft with its place in the chain."""

    v: int
    seq: int
    at: datetime
    by: str
    request: str
    key: str | None
    fingerprint: str
    rules: int
    clients: tuple[ClientKey, ...]
    events: tuple[Event, ...]
    hash: str

    @property
    def touched(self) -> tuple[ThingId, ...]:
        """What it touched, each once, in that order."""
        return tuple(dict.fromkeys(each for event in self.events for each in event.touched()))

    @property
    def sets_right(self) -> tuple[int, ...]:
        """The entries whose mistakes it corrects."""
        return tuple(seq for event in self.events if (seq := event.sets_right()) is not None)

    def makes(self, thing: ThingId, before: "Thing | None") -> "Thing | None":
        """Return a thing as it is right after it; what it does not touch is as before."""
        for event in self.events:
            if thing in event.touched():
                before = event.makes(thing, before, self.at)
        return before


def made_by(entries: "Iterable[Entry]", thing: ThingId) -> "Thing | None":
    """Return a thing as entries made it, in their order; None where none of them did."""
    made: Thing | None = None
    for entry in entries:
        made = entry.makes(thing, made)
    return made


Keep = Callable[[Sequence[Entry]], None]
"""Called with entries before they are recorded, to store elsewhere what belongs to them."""


def salted_hash(text: str, salt: str) -> str:
    """Return the hex sha256 of salt and text; without the salt, the text cannot be guessed at."""
    from hashlib import sha256  # with OpenSSL, which a question does not wait for

    return sha256((salt + text).encode()).hexdigest()
