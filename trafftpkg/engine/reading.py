"""The books that a question reads, the moment at which they are judged, and how the answer is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from trafftpkg.domain.balance import VisitNumber, visit_number
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.moments import end_of, moment_typed
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.domain.worth import came_to_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from trafftpkg.domain.appointment import Appointment
    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.domain.filters import PurchaseFilter
    from trafftpkg.domain.header import Header
    from trafftpkg.engine.ports import Books, ClientBook
    from trafftpkg.engine.worksheet import Worksheet

_AN_INSTANT = timedelta(microseconds=1)


@value
class View(Value):
    """How facts are to be read.

    Args:
        now: The moment they are judged at, UTC.
        time_zone: The business's.
        currency: The ledger's.
        clients: Who the clients told are; one who was erased is missing.
        payers: The purchases that pay for the visits told, so that each visit is told by its number.
    """

    now: datetime
    time_zone: str
    currency: str
    clients: Mapping[ClientKey, Client]
    payers: Mapping[PurchaseId, Purchase] | None = None

    def handle_of(self, client: ClientKey) -> str:
        """Return what a client is called, or the key of one who was erased."""
        known = self.clients.get(client)
        return client if known is None else known.handle

    def name_of(self, client: ClientKey) -> str | None:
        """Return a client's name, as far as it is known."""
        known = self.clients.get(client)
        return None if known is None else known.name

    def called(self, client: ClientKey) -> str:
        """Return what other clients call one: the name, or else the handle."""
        return self.name_of(client) or self.handle_of(client)

    def number_of(self, appointment: AppointmentId, purchase: PurchaseId) -> VisitNumber | None:
        """Return which visit of its purchase an appointment is; None where that is not counted (R-2.6)."""
        payer = self.payers and self.payers.get(purchase)
        return None if not payer else visit_number(payer, appointment)


class Sources(Protocol):
    """What a reading needs besides the books. An inquiry provides it."""

    clients: ClientBook
    clock: Callable[[], datetime]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as declared now."""

    def header_for(self, books: Books) -> Header:
        """Return the ledger's header, or what it will be opened with."""

    def client_typed(self, books: Books, typed: str, seq: int | None, *, in_part: bool) -> Client:
        """Return the client that was typed, ignoring merges after an entry."""

    def view(self, books: Books, now: datetime, clients: set[ClientKey]) -> View:
        """Return how to read facts about these clients at a moment."""


class Reading:
    """The books that a question reads, now or as they were known at an earlier moment."""

    def __init__(self, *, books: Books, draws_on: Sources, as_of: date | None) -> None:
        self._present = books
        self._sources = draws_on
        self._as_of = as_of

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing is recorded yet, not even a time zone."""
        return self._present.header() is None

    @cached_property
    def time_zone(self) -> str:
        """The business's."""
        return self._sources.header_for(self._present).time_zone

    @cached_property
    def now(self) -> datetime:
        """The moment at which things are judged, UTC."""
        if self._as_of is None:
            return self._sources.clock()
        if isinstance(self._as_of, datetime):
            return moment_typed(self._as_of, self.time_zone)
        return end_of(self._as_of, self.time_zone) - _AN_INSTANT

    @cached_property
    def books(self) -> Books:
        """What was known at that moment."""
        if self._as_of is None:
            return self._present
        return self._present if self._seq is None else self._present.as_of(self._seq)

    @cached_property
    def _seq(self) -> int | None:
        """The last entry that is known. None for the latest."""
        return None if self._as_of is None or self.is_empty else self._present.seq_at(self.now)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as declared now."""
        return self._sources.catalogue

    @property
    def clients(self) -> ClientBook:
        """The clients as they are now: asking for an earlier moment does not bring back erased data."""
        return self._sources.clients

    def client(self, typed: str) -> Client:
        """Return the client that was typed, a part of the name included, or raise UnknownClientError."""
        return self._sources.client_typed(self._present, typed, self._seq, in_part=True)

    def paid_for_others(self, wanted: PurchaseFilter) -> Iterator[Purchase]:
        """Yield the purchases of others that `wanted.payer` pays for, without those that came to nothing."""
        return (each for each in self.books.purchases(wanted, self.now) if not came_to_nothing(each))

    def worksheet(self, known: dict[str, Client]) -> Worksheet:
        """Return a worksheet on which a request can be tried."""
        from trafftpkg.engine.worksheet import Worksheet  # a list needs none

        header = self._sources.header_for(self._present)
        return Worksheet(
            books=self.books,
            now=self.now,
            time_zone=header.time_zone,
            currency=header.currency,
            catalogue=lambda: self.catalogue,
            known=known,
            reason_hash=None,
        )

    def view_of_visits(
        self, visits: Iterable[Appointment], clients: Iterable[ClientKey] = (), known: Iterable[Purchase] = ()
    ) -> View:
        """Return how facts about visits and these clients are to be read; `known` purchases are at hand."""
        told, purchases = list(visits), list(known)
        at_hand = {each.id: each for each in purchases}
        paying = dict.fromkeys(part.purchase for each in told for part in each.allocation)
        found = {each: at_hand[each] if each in at_hand else self.books.thing(each) for each in paying}
        payers = {name: each for name, each in found.items() if each is not None}
        people = {key for each in (*purchases, *payers.values()) for key in each.parties}
        view = self.view({*clients, *people, *(each.client for each in told)})
        return replace(view, payers=payers)

    def view_of_purchases(self, purchases: Iterable[Purchase]) -> View:
        """Return how facts about purchases are to be read."""
        return self.view(key for each in purchases for key in each.parties)

    def view(self, clients: Iterable[ClientKey]) -> View:
        """Return how to read facts about these clients."""
        if self.is_empty:
            return View(now=self._sources.clock(), time_zone="UTC", currency="", clients={})
        return self._sources.view(self._present, self.now, set(clients))
