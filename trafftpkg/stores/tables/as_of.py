"""The books right after an entry: the events that touched a thing until then are applied again."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, overload

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units, is_given_up
from trafftpkg.domain.entry import Entry, made_by
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.header import Head, Header
from trafftpkg.domain.ids import (
    KINDS,
    AppointmentId,
    ClientKey,
    EmployeeId,
    Kind,
    PurchaseId,
    ThingId,
    number_of,
    numbered,
)
from trafftpkg.domain.moments import Span, start_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.thing import Engagement, in_order
from trafftpkg.stores.tables.matching import appointments_fitting, by_start, purchases_fitting

if TYPE_CHECKING:
    from trafftpkg.domain.balance import Holding, HoldingField
    from trafftpkg.domain.flows import Flow, FlowField, Life, MovementOf
    from trafftpkg.domain.purchase import MovementKind
    from trafftpkg.domain.thing import Thing


class Lookups(Protocol):
    """What the latest books are asked, to tell what was known earlier."""

    def header(self) -> Header | None:
        """Return what the ledger was opened with."""

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""

    def entries_after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""

    def entry_with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""

    def entries_touching_until(self, thing: ThingId, seq: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""

    def thing(self, thing: ThingId) -> "Thing | None":
        """Return a thing by its id, as it is now."""

    def last_touching(self, thing: ThingId) -> int:
        """Return the number of the last entry that touched a thing; 0 where there is none."""

    def moved_to(self) -> str | None:
        """Return where a sealed ledger goes on; None while it is not sealed."""

    def seq_at(self, moment: datetime) -> int:
        """Return the number of the last entry recorded at or before a moment; 0 if none."""

    def given_at(self, kind: Kind, seq: int) -> int:
        """Return how many things of a kind were numbered right after an entry."""

    def numbers(self, kind: Kind, client: ClientKey | None, until: int) -> Iterator[int]:
        """Yield the numbers up to one, in order, of things that a client has, paid for, or had; or of all."""


class BooksAsOf:
    """What was known right after an entry. Fulfils the engine's `Books`.

    Reading one thing replays its own history. Questions about all clients replay the whole history.
    """

    def __init__(self, latest: Lookups, seq: int) -> None:
        """Look back from the latest books to entry `seq`."""
        self._latest = latest
        self._seq = seq

    def header(self) -> Header | None:
        """Return what the ledger was opened with; None while nothing is recorded."""
        return self._latest.header() if self._seq >= 0 else None

    def head(self) -> Head | None:
        """Return the last entry of this view; None while nothing is recorded."""
        entry = self._latest.entry(self._seq)
        return None if entry is None else Head(seq=entry.seq, hash=entry.hash, at=entry.at)

    def moved_to(self) -> str | None:
        """Return where a sealed ledger goes on; None while it is not sealed."""
        return self._latest.moved_to()

    @overload
    def thing(self, thing: PurchaseId) -> Purchase | None: ...
    @overload
    def thing(self, thing: AppointmentId) -> Appointment | None: ...
    @overload
    def thing(self, thing: ThingId) -> "Thing | None": ...
    def thing(self, thing: ThingId) -> "Thing | None":
        """Return a thing by its id, ended or not. What nothing has touched since is as it was."""
        if self._latest.last_touching(thing) <= self._seq:
            return self._latest.thing(thing)
        return made_by(self.entries_touching(thing), thing)

    def clients(self) -> Iterator[ClientKey]:
        """Yield the key of each client with a purchase, a share of one, one to pay, or a visit, in order."""
        purchases = {key for each in self._purchases(None) for key in (*each.redeemers, each.paid_by)}
        yield from sorted(purchases | {each.client for each in self._appointments(None)})

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases in the order bought, ended ones too."""
        return [each for each in self._purchases(client) if each.client == client]

    def shared_with(self, client: ClientKey) -> list[Purchase]:
        """Return the purchases of others that a client could redeem from, in the order bought."""
        return [each for each in self._purchases(client) if client in each.members]

    def purchases(self, wanted: PurchaseFilter, now: datetime) -> Iterator[Purchase]:
        """Yield the purchases that fit, judged at `now`, in the order asked for."""
        yield from self._fitting(wanted, now)[: wanted.limit]

    def count(self, wanted: PurchaseFilter, now: datetime) -> int:
        """Return how many purchases fit, whatever the limit."""
        return len(self._fitting(wanted, now))

    def due_to_lapse(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases expired at `now` with free units not yet written off, sooner expiry first."""
        due = [
            (each.expires_at, number_of(each.id), each.id)
            for each in self._purchases(None)
            if each.expires_at is not None
            and each.expires_at <= now
            and not each.ended
            and free_units(each) > 0
        ]
        yield from (purchase for _, _, purchase in sorted(due))

    def unpaid_since(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases that were not paid when their time to pay was over, by `now`, sooner first."""
        due = [
            (each.pay_by, number_of(each.id), each.id)
            for each in self._purchases(None)
            if is_given_up(each, now)
        ]
        yield from (purchase for _, _, purchase in sorted(due))

    def appointments(self, wanted: AppointmentFilter, now: datetime) -> Iterator[Appointment]:
        """Yield the appointments that fit, judged at `now`, by start, then id."""
        yield from appointments_fitting(self._appointments(wanted.client), wanted, now)[: wanted.limit]

    def diary(self, employee: EmployeeId | None, span: Span, kinds: Sequence[Kind] = ()) -> list[Engagement]:
        """Return what takes time of the span in one employee's diary, or in all, in order."""
        every = (each for kind in kinds or KINDS for each in self._every(kind))
        return in_order(
            each for each in every if isinstance(each, Engagement) and each.is_in_diary(employee, span)
        )

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers, by start, then id."""
        return by_start(
            each
            for each in self._appointments(client)
            if each.status == "booked" and each.visit.starts_at < span.end and span.start < each.visit.ends_at
        )

    def flows(
        self,
        kinds: "Collection[MovementKind]",
        by: "tuple[FlowField, ...]",
        first: date | None,
        until: datetime,
    ) -> "Iterator[Flow]":
        """Yield the sums of movements from the start of a day, or the beginning, until before a moment."""
        from trafftpkg.domain.flows import flows_of

        since = None if first is None else start_of(first, self._zone())
        yield from flows_of((life for life, _ in self._lives()), by, kinds, since, until)

    def movements(
        self, kinds: "Collection[MovementKind]", since: datetime | None, until: datetime
    ) -> "Iterator[MovementOf]":
        """Yield single movements with what they are of, in the order of their moments."""
        from trafftpkg.domain.flows import movements_among

        yield from movements_among(self._lives(), kinds, since, until)

    def _lives(self) -> "Iterator[tuple[Life, list[Entry]]]":
        """Yield each thing as it was, with all its movements, and the entries that touched it."""
        from trafftpkg.domain.lives import life_of

        purchases = [PurchaseId(f"pur-{n}") for n in range(1, self.given("pur") + 1)]
        visits = [AppointmentId(f"apt-{n}") for n in range(1, self.given("apt") + 1)]
        things: list[PurchaseId | AppointmentId] = [*purchases, *visits]
        for each in things:
            entries = self.entries_touching(each)
            thing, moved = life_of(each, entries)
            if thing is not None:
                yield (thing, moved), entries

    def holdings(self, by: "HoldingField", now: datetime) -> "list[Holding]":
        """Return how many purchases are live at `now`, by package or by included service, by id."""
        from trafftpkg.domain.balance import LIVE, holdings_of

        return holdings_of(self.purchases(PurchaseFilter(statuses=LIVE), now), by)

    def entry_with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""
        entry = self._latest.entry_with_key(key)
        return entry if entry is not None and entry.seq <= self._seq else None

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return self._latest.entry(seq) if seq <= self._seq else None

    def entries_after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""
        return self._latest.entries_after(seq, max(min(most, self._seq - seq), 0))

    def last_touching(self, thing: ThingId) -> int:
        """Return the number of the last entry that touched an existing thing."""
        return self.entries_touching(thing)[-1].seq

    def entries_touching(self, thing: ThingId) -> list[Entry]:
        """Return the entries that touched a thing, in order."""
        return self._latest.entries_touching_until(thing, self._seq)

    def as_of(self, seq: int) -> "BooksAsOf":
        """Return the view right after an entry: what was known then."""
        return BooksAsOf(self._latest, min(seq, self._seq))

    def seq_at(self, moment: datetime) -> int:
        """Return the number of the last entry recorded at or before a moment; 0 if none."""
        return min(self._latest.seq_at(moment), self._seq)

    def given(self, kind: Kind) -> int:
        """Return how many things of a kind have been numbered so far."""
        return self._latest.given_at(kind, self._seq)

    def _fitting(self, wanted: PurchaseFilter, now: datetime) -> list[Purchase]:
        # The purchase to go on after may be another client's.
        among = wanted.client or wanted.payer if wanted.after is None else None
        return purchases_fitting(self._purchases(among), wanted, now, self._zone())

    def _purchases(self, client: ClientKey | None) -> Iterator[Purchase]:
        """Yield a client's purchases, with those they paid for, or had a share of, at some time; or all."""
        return (each for each in self._every("pur", client) if isinstance(each, Purchase))

    def _appointments(self, client: ClientKey | None) -> Iterator[Appointment]:
        for each in self._every("apt", client):
            if isinstance(each, Appointment) and client in (None, each.client):
                yield each

    def _every(self, kind: Kind, client: ClientKey | None = None) -> "Iterator[Thing | None]":
        """Yield all things of a kind, or those that a client had, paid for, or shared, at some time."""
        for n in self._latest.numbers(kind, client, self.given(kind)):
            yield self.thing(numbered(kind, n))

    def _zone(self) -> str:
        header = self.header()
        return "UTC" if header is None else header.time_zone
