"""One request while it is being decided: what is recorded, with what it has decided so far on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import (
    UnknownAppointmentError,
    UnknownBlockError,
    UnknownClientError,
    UnknownPurchaseError,
)
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import (
    AppointmentId,
    BlockId,
    ClientKey,
    EmployeeId,
    PurchaseId,
    appointment_id,
    block_id,
    number_of,
    purchase_id,
)
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import Purchase

if TYPE_CHECKING:
    from trafftpkg.domain.block import Block
    from trafftpkg.domain.entry import Entry
    from trafftpkg.domain.refunding import Quote
    from trafftpkg.engine.ports import Books


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
        ahead: int = 0,
    ) -> None:
        self.now = now
        self.time_zone = time_zone
        self.currency = currency
        self.reason_hash = reason_hash
        self.events: list[Event] = []
        self.purchases: dict[PurchaseId, Purchase] = {}
        self.appointments: dict[AppointmentId, Appointment] = {}
        self.blocks: dict[BlockId, Block] = {}
        self.new: set[str] = set()
        self.quote: Quote = ()
        self._books = books
        self._catalogue = catalogue
        self._known = known
        self._ahead = ahead
        self._named: set[ClientKey] = set()
        self._purchases_recorded: dict[PurchaseId, Purchase | None] = {}
        self._purchases_before: dict[PurchaseId, Purchase | None] = {}
        self._appointments_before: dict[AppointmentId, Appointment | None] = {}
        self._blocks_before: dict[BlockId, Block | None] = {}

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
            UnknownClientError: nobody is called that.
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
        found = None if named is None else self.purchases.get(named) or self._recorded(named)
        if found is None:
            raise UnknownPurchaseError(typed=purchase)
        return found

    def _recorded(self, purchase: PurchaseId) -> Purchase | None:
        """A purchase as the books have it; they show one moment, so it is asked for once."""
        if purchase not in self._purchases_recorded:
            self._purchases_recorded[purchase] = self._books.purchase(purchase)
        return self._purchases_recorded[purchase]

    def entries_of(self, purchase: PurchaseId) -> list[Entry]:
        """Return what is recorded of a purchase, in the order recorded."""
        return self._books.entries_touching(purchase)

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases as they are by now, in the order bought."""
        recorded = {each.id: each for each in self._books.purchases_of(client)}
        self._purchases_recorded.update(recorded)
        mine = {each.id: each for each in self.purchases.values() if each.client == client}
        return sorted({**recorded, **mine}.values(), key=lambda each: number_of(each.id))

    def appointment(self, appointment: str) -> Appointment:
        """Return an appointment as it is by now.

        Raises:
            UnknownAppointmentError: there is none with this id.
        """
        named = appointment_id(appointment)
        found = None if named is None else self.appointments.get(named) or self._books.appointment(named)
        if found is None:
            raise UnknownAppointmentError(typed=appointment)
        return found

    def appointments_of(self, client: ClientKey) -> list[Appointment]:
        """Return what is recorded of a client's appointments, by start."""
        from trafftpkg.domain.filters import AppointmentFilter  # nobody who books needs it

        return list(self._books.appointments(AppointmentFilter(client=client), self.now))

    def block(self, block: str) -> Block:
        """Return a block as it is by now.

        Raises:
            UnknownBlockError: there is none with this id.
        """
        named = block_id(block)
        found = None if named is None else self._books.block(named)
        if found is None:
            raise UnknownBlockError(typed=block)
        return found

    def blocks_of(self, employee: EmployeeId, span: Span) -> list[Block]:
        """Return the employee's standing blocks that overlap the span."""
        return self._books.blocks(employee, span)

    def diary(self, employee: EmployeeId, span: Span) -> list[Appointment]:
        """Return the employee's booked visits whose working time overlaps the span."""
        here = [
            each
            for each in self.appointments.values()
            if each.visit.employee == employee and each.visit.occupied.overlaps(span)
        ]
        return self._standing(self._books.diary(employee, span), here)

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers."""
        here = [
            each
            for each in self.appointments.values()
            if each.client == client and each.visit.starts_at < span.end and span.start < each.visit.ends_at
        ]
        return self._standing(self._books.visits_of(client, span), here)

    def next_purchase(self) -> PurchaseId:
        """Return the id for a purchase that begins with this request."""
        given, _ = self._books.numbers_given()
        given += self._ahead
        named = PurchaseId(f"pur-{given + 1 + sum(each.startswith('pur-') for each in self.new)}")
        self.new.add(named)
        return named

    def next_appointment(self) -> AppointmentId:
        """Return the id for an appointment that this request books."""
        _, given = self._books.numbers_given()
        named = AppointmentId(f"apt-{given + 1 + sum(each.startswith('apt-') for each in self.new)}")
        self.new.add(named)
        return named

    def next_block(self) -> BlockId:
        """Return the id for an absence that this request puts into the diary."""
        named = BlockId(f"blk-{self._books.blocks_given() + 1}")
        self.new.add(named)
        return named

    def record(self, event: Event) -> None:
        """Decide an event: from now on, this worksheet shows things as they are after it."""
        for purchase in event.touched_purchases():
            if purchase not in self._purchases_before:
                self._purchases_before[purchase] = self._recorded(purchase)
        for appointment in event.touched_appointments():
            if appointment not in self._appointments_before:
                self._appointments_before[appointment] = self._books.appointment(appointment)
        for block in event.touched_blocks():
            self._blocks_before[block] = self._books.block(block)
        self._apply(event)
        self._named.update(event.touched_clients())
        self.events.append(event)

    def recorded_as(self, entry: Entry) -> None:
        """Show things as they were recorded: others may have been numbered, and timed, before them."""
        if entry.at == self.now and entry.events[: len(self.events)] == tuple(self.events):
            return
        from trafftpkg.domain.numbering import begun_by  # only where several record at once

        self.now, self.events, self.new = entry.at, list(entry.events), set(begun_by(entry.events))
        self.purchases, self.appointments, self.blocks = {}, {}, {}
        for event in entry.events:
            self._apply(event)

    def _apply(self, event: Event) -> None:
        for purchase in event.touched_purchases():
            before = self.purchases.get(purchase) or self._purchases_before.get(purchase)
            self.purchases[purchase] = event.purchase_after(purchase, before, self.now)
        for appointment in event.touched_appointments():
            visit = self.appointments.get(appointment) or self._appointments_before.get(appointment)
            self.appointments[appointment] = event.appointment_after(visit, self.now)
        for block in event.touched_blocks():
            self.blocks[block] = event.block_after(self._blocks_before.get(block))

    def clients(self) -> tuple[ClientKey, ...]:
        """Return the keys of all clients touched, sorted."""
        purchases = {each.client for each in self.purchases.values()}
        visits = {each.client for each in self.appointments.values()}
        return tuple(sorted(purchases | visits | self._named))

    def _standing(self, recorded: Sequence[Appointment], here: list[Appointment]) -> list[Appointment]:
        untouched = [each for each in recorded if each.id not in self.appointments]
        standing = [each for each in (*untouched, *here) if each.status == "booked"]
        return sorted(standing, key=lambda each: (each.visit.starts_at, number_of(each.id)))
