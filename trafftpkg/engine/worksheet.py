"""One request while it is being decided: what is recorded, with what it has decided so far on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, TypeVar, overload

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.entry import Entry, made_by
from trafftpkg.domain.errors.naming import (
    UnknownAppointmentError,
    UnknownClientError,
    UnknownPurchaseError,
)
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import (
    AppointmentId,
    ClientKey,
    EmployeeId,
    Kind,
    PackageId,
    PurchaseId,
    ThingId,
    appointment_id,
    kind_of,
    number_of,
    numbered,
    purchase_id,
    thing_id,
)
from trafftpkg.domain.moments import Span, start_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.thing import Engagement, in_order

if TYPE_CHECKING:
    from trafftpkg.domain.refunding import Quote
    from trafftpkg.domain.thing import Thing
    from trafftpkg.engine.ports import Books

T = TypeVar("T")
E = TypeVar("E", bound=Engagement)


class Worksheet:
    """What a request reads and decides. Nothing of it is recorded until the engine appends it.

    Args:
        books: What is recorded.
        now: When it is decided, UTC.
        time_zone: The business's.
        currency: The ledger's.
        catalogue: Opens the catalogue; only requests that need it call it.
        known: The clients that the request names, by what was typed.
        ahead: How many purchases are numbered by requests that are decided but not yet recorded.
        reason_hash: By which the entry keeps the request's reason; the words are in the client book.
        shown_hash: By which it keeps what the client was shown.
    """

    def __init__(  # noqa: PLR0913 - by name only: all that it works with
        self,
        *,
        books: Books,
        now: datetime,
        time_zone: str,
        currency: str,
        catalogue: Callable[[], Catalogue],
        known: dict[str, Client],
        reason_hash: str | None,
        shown_hash: str | None = None,
        ahead: int = 0,
    ) -> None:
        self.now = now
        self.time_zone = time_zone
        self.currency = currency
        self.reason_hash = reason_hash
        self.shown_hash = shown_hash
        self.events: list[Event] = []
        self.things: dict[ThingId, Thing] = {}
        self.new: set[ThingId] = set()
        self.quote: Quote = ()
        self._books = books
        self._catalogue = catalogue
        self._known = known
        self._ahead = ahead
        self._named: set[ClientKey] = set()
        self._recorded: dict[ThingId, Thing | None] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as declared now.

        Raises:
            CatalogueInvalidError: with every finding.
        """
        return self._catalogue()

    def client(self, typed: str) -> Client:
        """Return the client that was typed.

        Raises:
            UnknownClientError: there is no such client.
        """
        if typed not in self._known:
            raise UnknownClientError(typed=typed)
        return self._known[typed]

    def purchase(self, purchase: str) -> Purchase:
        """Return a purchase as it is by now.

        Raises:
            UnknownPurchaseError: there is none with this id.
        """
        named = purchase_id(purchase)
        found = None if named is None else self._by_now(named)
        if not isinstance(found, Purchase):
            raise UnknownPurchaseError(typed=purchase)
        return found

    def _by_now(self, thing: ThingId) -> Thing | None:
        """A thing as this request has decided it, or else as it is recorded."""
        return self.things.get(thing) or self._as_recorded(thing)

    def _as_recorded(self, thing: ThingId) -> Thing | None:
        """A thing as the books have it; they show one moment, so it is asked for once."""
        if thing not in self._recorded:
            self._recorded[thing] = self._books.thing(thing)
        return self._recorded[thing]

    def entry(self, seq: int) -> Entry | None:
        """Return what is recorded by its number; None where that is not given yet."""
        return self._books.entry(seq)

    def entries_of(self, thing: ThingId) -> list[Entry]:
        """Return what is recorded of a thing, in the order recorded."""
        return self._books.entries_touching(thing)

    def before(self, thing: ThingId, seq: int) -> Thing | None:
        """Return a thing as it was right before an entry; None where it had not begun."""
        earlier = takewhile(lambda each: each.seq < seq, self._books.entries_touching(thing))
        return made_by(earlier, thing)

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases as they are by now, in the order bought."""
        decided = (each for each in self._decided(Purchase) if each.client == client)
        return self._by_now_of(self._books.purchases_of(client), decided)

    def redeemable_by(self, client: ClientKey) -> list[Purchase]:
        """Return the purchases that a client may redeem from, as they are by now, in the order bought."""
        decided = (each for each in self._decided(Purchase) if client in (each.client, *each.members))
        recorded = (*self._books.purchases_of(client), *self._books.shared_with(client))
        return self._by_now_of(recorded, decided)

    def shared_with(self, client: ClientKey) -> list[Purchase]:
        """Return what is recorded of the purchases of others that a client may redeem from."""
        return self._books.shared_with(client)

    def _by_now_of(self, recorded: Iterable[Purchase], decided: Iterable[Purchase]) -> list[Purchase]:
        found = {each.id: each for each in recorded}
        for each in found.values():
            self._recorded[each.id] = each
        found |= {each.id: each for each in decided}
        return sorted(found.values(), key=lambda each: number_of(each.id))

    def sold(self, package: PackageId, first: date | None) -> int:
        """Return how many of a package are sold, from the start of a day on or in all (R-9.10)."""
        from trafftpkg.domain.filters import PurchaseFilter  # few packages are limited

        before = 0
        if first is not None:
            last = start_of(first, self.time_zone) - timedelta(microseconds=1)
            before = self._books.as_of(self._books.seq_at(last)).given("pur")
        after = PurchaseId(f"pur-{before}") if before else None
        return self._books.count(PurchaseFilter(package=package, sold=True, after=after), self.now)

    def appointment(self, appointment: str) -> Appointment:
        """Return an appointment as it is by now.

        Raises:
            UnknownAppointmentError: there is none with this id.
        """
        named = appointment_id(appointment)
        found = None if named is None else self._by_now(named)
        if not isinstance(found, Appointment):
            raise UnknownAppointmentError(typed=appointment)
        return found

    def appointments_of(self, client: ClientKey) -> list[Appointment]:
        """Return what is recorded of a client's appointments, by start."""
        from trafftpkg.domain.filters import AppointmentFilter  # nobody who books needs it

        return list(self._books.appointments(AppointmentFilter(client=client), self.now))

    def paid_for_by(self, client: ClientKey) -> list[Purchase]:
        """Return what is recorded of the purchases of others that a client pays for, in the order bought."""
        from trafftpkg.domain.filters import PurchaseFilter  # nobody who books needs it

        return list(self._books.purchases(PurchaseFilter(payer=client), self.now))

    def thing(self, typed: str) -> Thing | None:
        """Return a thing of any kind as it is by now; None where there is none with this id."""
        named = thing_id(typed)
        return None if named is None else self._by_now(named)

    def diary(self, employee: EmployeeId, span: Span) -> list[Engagement]:
        """Return what stands in the employee's diary and takes time of the span, in order."""
        here = [
            each
            for each in self.things.values()
            if isinstance(each, Engagement) and each.is_in_diary(employee, span)
        ]
        return in_order((*self._untouched(self._books.diary(employee, span)), *here))

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers."""
        here = [
            each
            for each in self._decided(Appointment)
            if (each.client, each.stands) == (client, True)
            and each.visit.starts_at < span.end
            and span.start < each.visit.ends_at
        ]
        standing = (*self._untouched(self._books.visits_of(client, span)), *here)
        return sorted(standing, key=lambda each: (each.visit.starts_at, number_of(each.id)))

    @overload
    def next(self, kind: Literal["pur"]) -> PurchaseId: ...
    @overload
    def next(self, kind: Literal["apt"]) -> AppointmentId: ...
    @overload
    def next(self, kind: Kind) -> ThingId: ...
    def next(self, kind: Kind) -> ThingId:
        """Return the id for a thing that begins with this request."""
        given = self._books.given(kind) + (self._ahead if kind == "pur" else 0)
        named = numbered(kind, given + 1 + sum(kind_of(each) == kind for each in self.new))
        self.new.add(named)
        return named

    def record(self, event: Event) -> None:
        """Decide an event: from now on, this worksheet shows things as they are after it."""
        self._apply(event)
        self._named.update(event.touched_clients())
        self.events.append(event)

    def recorded_as(self, entry: Entry) -> None:
        """Show things as they were recorded: others may have been numbered, and timed, before them."""
        if entry.at == self.now and entry.events[: len(self.events)] == tuple(self.events):
            return
        from trafftpkg.domain.numbering import begun_by  # only where several record at once

        self.now, self.events, self.new = entry.at, list(entry.events), set(begun_by(entry.events))
        self.things = {}
        for event in entry.events:
            self._apply(event)

    def _apply(self, event: Event) -> None:
        for thing in event.touched():
            self.things[thing] = event.makes(thing, self._before(thing), self.now)

    def _before(self, thing: ThingId) -> Thing | None:
        """A thing as it is before the next event; what begins with this request was not recorded."""
        return self.things.get(thing) or (None if thing in self.new else self._as_recorded(thing))

    def clients(self) -> tuple[ClientKey, ...]:
        """Return the keys of all clients touched, sorted."""
        purchases = {each.client for each in self._decided(Purchase)}
        visits = {each.client for each in self._decided(Appointment)}
        return tuple(sorted(purchases | visits | self._named))

    def _decided(self, kind: type[T]) -> list[T]:
        """What this request made of the things of a kind."""
        return [each for each in self.things.values() if isinstance(each, kind)]

    def _untouched(self, recorded: Sequence[E]) -> list[E]:
        """Those that this request has decided nothing about."""
        return [each for each in recorded if each.id not in self.things]
