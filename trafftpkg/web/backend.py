"""What the page's server works with: open stores, and an engine for each request."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.door import PAGE
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.domain.header import Header
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.picture import Pictures, pictures_in
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.inquiry import Inquiry
from trafftpkg.engine.unanswered import give_up_unanswered
from trafftpkg.web.safety.door import Door

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.domain.finding import Finding
    from trafftpkg.engine.ports import ClientBook
    from trafftpkg.letters.ports import Outbox

_LOG = logging.getLogger("trafftpkg.page")


class CachingClients:
    """A client book that caches whom it found, for the questions of one request."""

    def __init__(self, book: "ClientBook") -> None:
        self._book = book
        self._known: dict[str, Client] = {}

    @classmethod
    def with_all_of(cls, book: "ClientBook") -> "ClientBook":
        """Return a caching book with an empty cache and all methods of the book."""
        return cast("ClientBook", cls(book))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    def find(self, typed: str, seq: int | None = None, *, in_part: bool = False) -> Client | None:
        """Return the client whom the book finds."""
        if seq is not None or typed not in self._known:
            found = self._book.find(typed, seq, in_part=in_part)
            if found is None or seq is not None:
                return found
            self._known[typed] = found
        return self._known[typed]

    def by_keys(self, keys: Sequence[ClientKey]) -> dict[ClientKey, Client]:
        """Return the clients that are known by these keys; erased ones are missing."""
        # The key of a merged client leads to the client who was kept.
        known = {key: self._known[key] for key in keys if key in self._known and self._known[key].key == key}
        others = [key for key in keys if key not in known]
        return {**known, **self._book.by_keys(others)} if others else known


CATALOGUE_KEPT = 1.0
"""After how many seconds the catalogue's files are checked again, and whether clients can be served."""

BROKEN_KEPT = 5.0
"""After how many seconds a catalogue with problems is read again: that takes longer than to see no change."""

LAST_CHANGE_KEPT = 0.1
"""After how many seconds a server is asked again for the ledger's stamp, for visitors not signed in."""

TIDIED_EVERY = 30.0
"""After how many seconds unanswered bookings are looked for again."""

GIVEN_UP_AT_ONCE = 2
"""How many unanswered bookings one request gives up, so that its visitor does not wait. The next goes on."""

_NEVER_ASKED: tuple[float, object] = (float("-inf"), None)


class Health(NamedTuple):
    """Whether clients can be served now.

    Args:
        ledger: `ok`, or the code of the error.
        catalogue: `ok`, `last_good` while its files have problems, or the code of the error.
    """

    ledger: str
    catalogue: str

    @property
    def can_serve(self) -> bool:
        """Whether both are there."""
        return self.ledger == "ok" and self.catalogue in ("ok", "last_good")

    @property
    def facts(self) -> dict[str, str]:
        """Both, for JSON."""
        return self._asdict()


class Backend:
    """One desk for all threads of a process, and the catalogue, cached until its files change."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._loading = Lock()
        self._kept: tuple[float, Catalogue] | None = None
        self._problems: tuple[Finding, ...] = ()
        self._unreadable_pictures: frozenset[str] = frozenset()
        self._healthy: tuple[float, Health] | None = None
        self._asked = _NEVER_ASKED
        self._tidied = float("-inf")
        self.news = Event()
        """Set when something was done here."""

    @cached_property
    def is_local(self) -> bool:
        """Whether the ledger is a file on this machine: then its stamp needs no server."""
        return "://" not in self._desk.place

    @property
    def door(self) -> Door:
        """The door: who is signed in."""
        return self._desk.door

    @property
    def outbox(self) -> "Outbox":
        """The letters to clients that are due."""
        return self._desk.outbox

    @property
    def place(self) -> str:
        """Where the ledger is, without a password."""
        return self._desk.place

    def now(self) -> datetime:
        """Return the current moment, UTC."""
        return self._desk.read_clock()

    def engine(self, now: datetime, catalogue: Callable[[], Catalogue] | None = None) -> Engine:
        """Return an engine for one request at one moment.

        Args:
            catalogue: Returns the catalogue to decide by, if not the one that is declared then.
        """
        return Engine(
            ledger=self._desk.ledger,
            catalogue=catalogue or self.catalogue,
            clients=self._desk.clients,
            clock=lambda: now,
            clock_given=self._desk.clock_given,
            actor=PAGE,
            machine_clock=self._desk.machine_clock,
            allow_future=self._desk.allow_future,
        )

    def inquiry(self, now: datetime) -> Inquiry:
        """Return an engine for the questions of one request, which looks up each client once."""
        return Inquiry(
            ledger=self._desk.ledger,
            catalogue=self.catalogue,
            clients=CachingClients.with_all_of(self._desk.clients),
            clock=lambda: now,
        )

    def catalogue_from_cache(self) -> Catalogue | None:
        """Return the catalogue if its files were checked a moment ago. None if not."""
        kept = self._kept
        most = BROKEN_KEPT if self._problems else CATALOGUE_KEPT
        return kept[1] if kept is not None and monotonic() - kept[0] <= most else None

    def catalogue(self) -> Catalogue:
        """Return the catalogue, at most a second old: the same object until it changes.

        While its files have problems it is the last good one. The log names each problem.

        Raises:
            CatalogueInvalidError: with every finding; there is no last good one.
        """
        cached = self.catalogue_from_cache()
        if cached is not None:
            return cached
        with self._loading:
            cached, kept = self.catalogue_from_cache(), self._kept
            if cached is not None:
                return cached
            declared = self._declared()
            if kept is not None and kept[1] == declared:
                declared = kept[1]
            self._desk.catalogue.pictures.heed(pictures_in(declared))
            self._tell_of_pictures(self._desk.catalogue.pictures.unreadable)
            self._kept = (monotonic(), declared)
            return declared

    @property
    def pictures(self) -> Pictures:
        """The catalogue's pictures, as they were when it was last checked."""
        return self._desk.catalogue.pictures

    def _declared(self) -> Catalogue:
        try:
            declared = self._desk.catalogue.catalogue()
        except CatalogueInvalidError as error:
            last_good = self._kept[1] if self._kept is not None else self._desk.catalogue.last_good()
            if last_good is None:
                self._tell(error.findings, "The catalogue has problems: nobody can be served.")
                raise
            self._tell(error.findings, "The catalogue has problems. The page goes on with the last good one.")
            return last_good
        self._tell((), "The catalogue is good again.")
        return declared

    def _tell(self, problems: "tuple[Finding, ...]", following: str) -> None:
        """Log the catalogue's problems and what follows, where they are others than before."""
        if problems == self._problems:
            return
        self._problems = problems
        for each in problems:
            place = f"{each.file}:{each.line}:{each.column}"
            _LOG.error("catalogue: %s", ": ".join(filter(None, (place, each.field, each.problem))))
        _LOG.warning(following)

    def _tell_of_pictures(self, unreadable: frozenset[str]) -> None:
        """Log each picture that cannot be shown, once."""
        for each in sorted(unreadable - self._unreadable_pictures):
            _LOG.warning("The picture %s cannot be shown. A drawing stands in its place.", each)
        self._unreadable_pictures = unreadable

    def health(self) -> Health:
        """Tell whether clients can be served. At most a second old: asking often costs nothing."""
        kept = self._healthy
        if kept is None or monotonic() - kept[0] > CATALOGUE_KEPT:
            catalogue = _state_of(self.catalogue)
            if catalogue == "ok" and self._problems:
                catalogue = "last_good"
            kept = monotonic(), Health(ledger=_state_of(self.header), catalogue=catalogue)
            self._healthy = kept
        return kept[1]

    def header(self) -> Header | None:
        """Return what the ledger was opened with. None while nothing is recorded."""
        with self._desk.ledger.reading() as books:
            return books.header()

    def last_change_from_cache(self, client: ClientKey | None) -> object | None:
        """Return the stamp if no server has to be asked for it. None if one has."""
        if self.is_local:
            return self._desk.stamp(client)
        asked_at, stamp = self._asked
        # Clients must see at once what they did themselves, on whichever server they did it.
        return stamp if client is None and monotonic() - asked_at <= LAST_CHANGE_KEPT else None

    def last_change(self, client: ClientKey | None) -> object:
        """Return a stamp that changes when the ledger, or this client, changes. Cheap.

        Raises: the errors of the ledger's `reading`, if a server is asked.
        """
        cached = self.last_change_from_cache(client)
        if cached is not None:
            return cached
        now = monotonic()
        stamp = self._desk.stamp(client)
        if client is None:
            self._asked = now, stamp
        return stamp

    def give_up_unanswered(self, now: datetime) -> None:
        """Cancel bookings that nobody confirmed in time: a few at once, and not with every request."""
        if monotonic() - self._tidied < TIDIED_EVERY:
            return
        self._tidied = monotonic()
        if give_up_unanswered(self.engine(now), self.door, most=GIVEN_UP_AT_ONCE):
            self.look_again()
        if self.door.overdue(now, 1):
            self._tidied = float("-inf")  # There are more: the next request goes on.

    def has_answered(self, client: ClientKey, now: datetime) -> None:
        """Let the letters go that waited for a client to answer our first one."""
        self.outbox.hurry(client, now)
        self.news.set()

    def look_again(self) -> None:
        """Forget the stamp, because something was done here."""
        self.news.set()
        self._asked = _NEVER_ASKED


def _state_of(look: Callable[[], object]) -> str:
    try:
        look()
    except TrafftpkgError as error:
        return error.code
    return "ok"
