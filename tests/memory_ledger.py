"""A ledger in memory: events folded plainly, in the order recorded. What the stores are compared with."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar, overload

from trafftpkg.domain.appointment import Appointment, appointment_status
from trafftpkg.domain.balance import (
    LIVE,
    Holding,
    HoldingField,
    balance_of,
    free_units,
    holdings_of,
    is_expired,
    is_given_up,
    status_of,
)
from trafftpkg.domain.entry import RULES_VERSION, Draft, Entry, Keep
from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.ledger import LedgerSealed
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.flows import Flow, FlowField, Life, MovementOf, flows_of, movements_among
from trafftpkg.domain.header import Head, Header
from trafftpkg.domain.ids import (
    AppointmentId,
    ClientKey,
    EmployeeId,
    Kind,
    PurchaseId,
    ThingId,
    kind_of,
    number_of,
)
from trafftpkg.domain.lives import life_of
from trafftpkg.domain.moments import Span, start_of
from trafftpkg.domain.purchase import MovementKind, Purchase
from trafftpkg.domain.thing import Engagement, Thing, in_order
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.scope import RequestScope, Scope

T = TypeVar("T")


class MemoryBooks:
    """What a list of entries comes to; fulfils the engine's `OpenBooks`."""

    def __init__(self, opened: Header | None, entries: Sequence[Entry]) -> None:
        self._opened = opened
        self.entries: list[Entry] = []
        self._things: dict[ThingId, Thing] = {}
        for entry in entries:
            self._take_in(entry)

    def copy(self) -> "MemoryBooks":
        """Return a view of its own, which does not follow what is recorded here later."""
        twin = MemoryBooks(self._opened, ())
        twin.entries = list(self.entries)
        twin._things = dict(self._things)
        return twin

    def header(self) -> Header | None:
        return self._opened

    def head(self) -> Head | None:
        if not self.entries:
            return None
        last = self.entries[-1]
        return Head(seq=last.seq, hash=last.hash, at=last.at)

    def moved_to(self) -> str | None:
        sealed = [each for entry in self.entries for each in entry.events if isinstance(each, LedgerSealed)]
        return sealed[0].moved_to if sealed else None

    @overload
    def thing(self, thing: PurchaseId) -> Purchase | None: ...
    @overload
    def thing(self, thing: AppointmentId) -> Appointment | None: ...
    @overload
    def thing(self, thing: ThingId) -> Thing | None: ...
    def thing(self, thing: ThingId) -> Thing | None:
        return self._things.get(thing)

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        return [each for each in self._all() if each.client == client]

    def shared_with(self, client: ClientKey) -> list[Purchase]:
        return [each for each in self._all() if client in each.members]

    def clients(self) -> Iterator[ClientKey]:
        owners = {key for each in self._all() for key in (*each.redeemers, each.paid_by)}
        yield from sorted(owners | {each.client for each in self._visits()})

    def purchases(self, wanted: PurchaseFilter, now: datetime) -> Iterator[Purchase]:
        fitting = sorted(self._fitting(wanted, now), key=lambda each: _place(each, wanted, now))
        yield from fitting[: wanted.limit]

    def count(self, wanted: PurchaseFilter, now: datetime) -> int:
        return len(self._fitting(wanted, now))

    def due_to_lapse(self, now: datetime) -> Iterator[PurchaseId]:
        due = [
            (each.expires_at, number_of(each.id), each.id)
            for each in self._all()
            if each.expires_at is not None and is_expired(each, now) and free_units(each) and not each.ended
        ]
        yield from (purchase for _, _, purchase in sorted(due))

    def unpaid_since(self, now: datetime) -> Iterator[PurchaseId]:
        due = [(each.pay_by, number_of(each.id), each.id) for each in self._all() if is_given_up(each, now)]
        yield from (purchase for _, _, purchase in sorted(due))

    def appointments(self, wanted: AppointmentFilter, now: datetime) -> Iterator[Appointment]:
        fitting = [each for each in self._visits() if _appointment_fits(each, wanted, now)]
        yield from fitting[: wanted.limit]

    def diary(self, employee: EmployeeId | None, span: Span, kinds: Sequence[Kind] = ()) -> list[Engagement]:
        engagements = [each for each in self._things.values() if isinstance(each, Engagement)]
        return in_order(
            each
            for each in engagements
            if (not kinds or kind_of(each.id) in kinds) and each.is_in_diary(employee, span)
        )

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        return [
            each
            for each in self._visits()
            if (each.client, each.status) == (client, "booked")
            and Span(start=each.visit.starts_at, end=each.visit.ends_at).overlaps(span)
        ]

    def flows(
        self, kinds: Collection[MovementKind], by: tuple[FlowField, ...], first: date | None, until: datetime
    ) -> Iterator[Flow]:
        assert self._opened is not None
        since = None if first is None else start_of(first, self._opened.time_zone)
        yield from flows_of([life for life, _ in self._lives()], by, kinds, since, until)

    def movements(
        self, kinds: Collection[MovementKind], since: datetime | None, until: datetime
    ) -> Iterator[MovementOf]:
        yield from movements_among(self._lives(), kinds, since, until)

    def _lives(self) -> list[tuple[Life, list[Entry]]]:
        things: list[Purchase | Appointment] = [*self._all(), *self._visits()]
        told = [(each.id, self.entries_touching(each.id)) for each in things]
        lives = [(life_of(thing, entries), entries) for thing, entries in told]
        return [((thing, moved), entries) for (thing, moved), entries in lives if thing is not None]

    def holdings(self, by: HoldingField, now: datetime) -> list[Holding]:
        return holdings_of(self.purchases(PurchaseFilter(statuses=LIVE), now), by)

    def entry_with_key(self, key: str) -> Entry | None:
        return next((each for each in self.entries if each.key == key), None)

    def entry(self, seq: int) -> Entry | None:
        return next((each for each in self.entries if each.seq == seq), None)

    def entries_after(self, seq: int, most: int) -> list[Entry]:
        return [each for each in self.entries if each.seq > seq][:most]

    def last_touching(self, thing: ThingId) -> int:
        return self.entries_touching(thing)[-1].seq

    def entries_touching(self, thing: ThingId) -> list[Entry]:
        return [each for each in self.entries if thing in each.touched]

    def as_of(self, seq: int) -> "MemoryBooks":
        return MemoryBooks(self._opened, self.entries[:seq])

    def seq_at(self, moment: datetime) -> int:
        return max((each.seq for each in self.entries if each.at <= moment), default=0)

    def given(self, kind: Kind) -> int:
        return sum(kind_of(each) == kind for each in self._things)

    def append(
        self, drafts: Sequence[Draft], opening: Header | None = None, keep: Keep | None = None
    ) -> list[Entry]:
        after = self.copy()
        for draft in drafts:
            _check_may_follow(after.entries)
            _check_readable(draft)
            after._take_in(_entry(draft, after.entries))
        recorded = after.entries[len(self.entries) :]
        if keep is not None:
            keep(recorded)
        if recorded:
            self._opened = self._opened or opening
        self.entries, self._things = after.entries, after._things
        return recorded

    def _take_in(self, entry: Entry) -> None:
        for event in entry.events:
            for thing in event.touched():
                self._things[thing] = event.makes(thing, self._things.get(thing), entry.at)
        self.entries.append(entry)

    def _of(self, kind: type[T]) -> list[T]:
        return [each for each in self._things.values() if isinstance(each, kind)]

    def _all(self) -> list[Purchase]:
        return sorted(self._of(Purchase), key=lambda each: number_of(each.id))

    def _visits(self) -> list[Appointment]:
        return sorted(self._of(Appointment), key=lambda each: (each.visit.starts_at, number_of(each.id)))

    def _fitting(self, wanted: PurchaseFilter, now: datetime) -> list[Purchase]:
        return [
            each
            for each in self._all()
            if wanted.client in (None, *_whose(each, wanted))
            and wanted.payer in (None, each.payer)
            and wanted.package in (None, each.terms.package)
            and (not wanted.statuses or self._status(each, now) in wanted.statuses)
            and (not wanted.due or due_of(each) > 0)
            and (not wanted.sold or (each.ended is None and each.granted > 0 and not each.sold_elsewhere))
            and wanted.reference in (None, *(payment.reference for payment in each.payments))
            and (wanted.expiring_until is None or _expires_by(each, wanted.expiring_until, now))
            and (wanted.available_at_most is None or _few_left(each, wanted.available_at_most))
            and (wanted.after is None or self._comes_after(each, wanted, now))
        ]

    def _comes_after(self, purchase: Purchase, wanted: PurchaseFilter, now: datetime) -> bool:
        after = self.thing(PurchaseId(wanted.after or ""))
        return after is not None and _place(purchase, wanted, now) > _place(after, wanted, now)

    def _status(self, purchase: Purchase, now: datetime) -> str:
        return status_of(purchase, now, "UTC" if self._opened is None else self._opened.time_zone)


class MemoryLedger:
    """Entries in a list; fulfils the engine's `Ledger`."""

    def __init__(self) -> None:
        self.books = MemoryBooks(None, ())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is recorded."""
        return tuple(self.books.entries)

    @contextmanager
    def reading(self) -> Iterator[MemoryBooks]:
        yield self.books.copy()

    @contextmanager
    def writing(self, scope: Scope | RequestScope) -> Iterator[MemoryBooks]:
        held = self.books.copy()
        _check_may_follow(held.entries)
        try:
            yield held
        finally:
            # What was appended is durable, whatever goes wrong after it.
            self.books = held


def _entry(draft: Draft, before: Sequence[Entry]) -> Entry:
    last = before[-1].hash if before else "0" * 64
    entry = Entry(
        v=2,
        seq=len(before) + 1,
        at=draft.at,
        by=draft.by,
        request=draft.request,
        key=draft.key,
        fingerprint=draft.fingerprint,
        rules=RULES_VERSION,
        clients=draft.clients,
        events=draft.events,
        hash=last,
    )
    return replace(entry, hash=hashlib.sha256(repr(entry).encode()).hexdigest())


def _check_may_follow(entries: Sequence[Entry]) -> None:
    sealed = entries[-1].events[0] if entries and entries[-1].events else None
    if isinstance(sealed, LedgerSealed):
        raise LedgerSealedError(where="memory", moved_to=sealed.moved_to)


def _check_readable(draft: Draft) -> None:
    try:
        repr(draft).encode()
        (draft.key or "").encode()
    except UnicodeEncodeError:
        raise BadArgumentError(field="request", reason="not_text", given=repr(draft.key)) from None


def _place(purchase: Purchase, wanted: PurchaseFilter, now: datetime) -> tuple[object, ...]:
    never = purchase.expires_at is None
    by: dict[str, tuple[object, ...]] = {
        "purchased_at": (),
        "expires_at": (never, purchase.expires_at or now),
        "package": (purchase.terms.package,),
        "available": (balance_of(purchase, now).available,),
        "due": (-due_of(purchase),),
    }
    return (*by[wanted.sort], number_of(purchase.id))


def _few_left(purchase: Purchase, most: int) -> bool:
    return free_units(purchase) <= most * (60 if purchase.terms.unit == "minute" else 1)


def _expires_by(purchase: Purchase, until: datetime, now: datetime) -> bool:
    ends = purchase.expires_at
    return ends is not None and now < ends <= until and not purchase.ended and bool(free_units(purchase))


def _appointment_fits(appointment: Appointment, wanted: AppointmentFilter, now: datetime) -> bool:
    visit = appointment.visit
    return (
        wanted.client in (None, appointment.client)
        and wanted.employee in (None, visit.employee)
        and wanted.location in (None, visit.location)
        and wanted.service in (None, visit.service)
        and (not wanted.statuses or appointment_status(appointment, now) in wanted.statuses)
        and (not wanted.due or bool(appointment.due))
        and wanted.reference in (None, *(payment.reference for payment in appointment.payments))
        and (wanted.starting_from is None or visit.starts_at >= wanted.starting_from)
        and (wanted.starting_before is None or visit.starts_at < wanted.starting_before)
    )


def _whose(purchase: Purchase, wanted: PurchaseFilter) -> list[ClientKey]:
    if wanted.due:
        return [purchase.payer or purchase.client]
    return [purchase.client, *(purchase.members if wanted.shared else ())]
