"""Takes entries into the tables, by applying their events and nothing else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.base import Event, LedgerEvent
from trafftpkg.domain.ids import Kind, PackageId, ThingId, kind_of, number_of
from trafftpkg.domain.lives import is_accountable
from trafftpkg.domain.positions import Accountable
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import replace
from trafftpkg.stores.tables.columns import BESIDE
from trafftpkg.stores.tables.movements import MovementRows
from trafftpkg.stores.tables.rows import Mark, Row, micros, occupied_micros
from trafftpkg.stores.tables.things import PURCHASES, THINGS, ThingTable

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing
    from trafftpkg.stores.tables.statements import Statements

_KEPT_TERMS = 2_000
"""How many terms are shared: those of the last purchase of so many packages."""

_BESIDE = {kind: tuple(each for each in BESIDE if each.kind == kind) for kind in THINGS}


class Fold(ABC):
    """Takes entries into the tables in order. `flush` writes them, each kind of ledger in its own way.

    Memory does not grow with the ledger: only the latest things are cached.
    """

    kept: Mapping[Kind, int]
    """How many things of each kind are cached, of other kinds none; what is not is written and forgotten."""

    def __init__(self, statements: Statements, mark: Mark) -> None:
        """Go on from `mark`, which belongs to the same tables."""
        self.mark = mark
        self._statements = statements
        self._known: dict[Kind, dict[int, Thing]] = {kind: {} for kind in THINGS}
        self._changed: dict[Kind, set[int]] = {kind: set() for kind in THINGS}
        self._terms: dict[PackageId, Terms] = {}
        self._beside: dict[str, dict[int, Thing]] = {each.table.name: {} for each in BESIDE}
        self._entries: list[Row] = []
        self._keys: list[Row] = []
        self._more: dict[str, Any] = {}
        """What the entry that is taken in adds to the numbers of the mark."""
        self._touched: set[Row] = set()
        self._former: set[Row] = set()
        self._before_entry: dict[ThingId, tuple[Accountable | None, Accountable]] = {}
        self._movements = MovementRows(statements, mark.time_zone, mark.currency, mark.at)

    @property
    def waiting(self) -> int:
        """How many entries were taken since the last flush."""
        return len(self._entries)

    def take(self, entry: Entry, size: int) -> None:
        """Take in the next entry, whose line takes `size` bytes."""
        self._apply_all(entry)
        self._move(entry)
        at, begins = micros(entry.at), self.mark.size
        mark = self.mark._replace(size=begins + size, seq=entry.seq, hash=entry.hash, at=at, **self._more)
        self._more.clear()
        self._entries.append((entry.seq, begins, at, mark.purchases, mark.appointments))
        if entry.key is not None:
            self._keys.append((entry.key, entry.seq))
        self.mark = mark

    def flush(self) -> None:
        """Write what was taken in. The transaction is the caller's."""
        self._put_taken()
        self._movements.flush()
        self._put_things(self._changed)
        self._forget(self._settled())

    def flush_settled(self) -> None:
        """Write like `flush`, except for the latest things, which probably change again before the end."""
        self._put_taken()
        settled = self._settled()
        self._movements.flush(settled)
        self._put_things({kind: self._changed[kind] & numbers for kind, numbers in settled.items()})
        self._forget(settled)

    def know(self, things: Iterable[Thing]) -> None:
        """Use things that were read already and cannot have changed since."""
        for each in things:
            self._known[kind_of(each.id)][number_of(each.id)] = each

    @abstractmethod
    def _put_taken(self) -> None:
        """Write the entries, and what they touched."""

    @abstractmethod
    def _put(self, table: ThingTable[Any], numbers: set[int]) -> None:
        """Write some things into their table."""

    def _put_things(self, changed: Mapping[Kind, set[int]]) -> None:
        run = self._statements
        for kind, numbers in changed.items():
            self._put(THINGS[kind], numbers)
            self._changed[kind] = self._changed[kind] - numbers
        for beside in BESIDE:
            noted = self._beside[beside.table.name]
            written = noted.keys() - self._changed[beside.kind]
            run.remove(beside.table, ("n",), [(n,) for n in written])
            run.insert(beside.table, [row for n in written for row in beside.rows(noted.pop(n))])

    def _settled(self) -> dict[Kind, set[int]]:
        """Return the oldest things in the cache. A thing that is used is put in again, at the end."""
        return {
            kind: set(islice(known, max(len(known) - self.kept.get(kind, 0), 0)))
            for kind, known in self._known.items()
        }

    def _forget(self, settled: Mapping[Kind, set[int]]) -> None:
        for kind, numbers in settled.items():
            for n in numbers:
                del self._known[kind][n]

    def _apply_all(self, entry: Entry) -> None:
        for event in entry.events:
            self._apply(event, entry)

    def _apply(self, event: Event, entry: Entry) -> None:
        for thing in event.touched():
            self._take_thing(event, thing, entry)
        if isinstance(event, LedgerEvent):
            self._open_or_seal(event)

    def _take_thing(self, event: Event, thing: ThingId, entry: Entry) -> None:
        table, n = THINGS[kind_of(thing)], number_of(thing)
        before = self._as_it_was(table, n)
        after = event.makes(thing, before, entry.at)
        if isinstance(after, Purchase):
            after = self._purchase_taken(before, after)
        elif isinstance(after, Appointment):
            self._note_more("longest", occupied_micros(after))
        if is_accountable(after) or is_accountable(before):
            self._note_position(before, after)
        self._note_beside(table.kind, before, after)
        self._known[table.kind][n] = after
        self._changed[table.kind].add(n)
        self._touched.add((table.number, n, entry.seq))
        if before is not None and before is not after:
            self._note_parties(table, before, after)
        self._note_more(table.counted, n)

    def _note_parties(self, table: ThingTable[Any], before: Thing, after: Thing) -> None:
        """Write which clients it is no longer about."""
        for of in table.parties.values():
            was = of(before)
            if was is not None and was != of(after):
                self._former.add((was, table.number, number_of(after.id)))

    def _purchase_taken(self, before: Thing | None, after: Purchase) -> Purchase:
        """Note whom it is no longer shared with, and return it with terms that others have too."""
        assert before is None or isinstance(before, Purchase)
        if before is None:
            return self._sharing_terms(after)
        if before.members != after.members:
            n = number_of(after.id)
            self._former.update((each, PURCHASES.number, n) for each in before.members)
        return after

    def _note_beside(self, kind: Kind, before: Thing | None, after: Thing) -> None:
        """Note what the tables beside have of a thing."""
        for beside in _BESIDE[kind]:
            if before is not None and getattr(before, beside.field) is getattr(after, beside.field):
                continue
            if beside.facts(after) != (() if before is None else beside.facts(before)):
                self._beside[beside.table.name][number_of(after.id)] = after

    def _note_more(self, column: str, number: int) -> None:
        if column and number > self._more.get(column, self.mark.count(column)):
            self._more[column] = number

    def _note_position(self, before: Thing | None, after: Thing) -> None:
        assert before is None or isinstance(before, Accountable)
        assert isinstance(after, Accountable)
        first, _ = self._before_entry.get(after.id, (before, after))
        self._before_entry[after.id] = first, after

    def _move(self, entry: Entry) -> None:
        """Write how the entry as a whole changed the money of each thing it touched."""
        for before, after in self._before_entry.values():
            self._movements.take(before, after, entry)
        self._before_entry.clear()

    def _open_or_seal(self, event: Event) -> None:
        # Imported here, because hardly any command needs these.
        from trafftpkg.domain.events.ledger import LedgerOpened, LedgerSealed

        if isinstance(event, LedgerOpened):
            self.mark = self.mark._replace(
                ledger=event.ledger, time_zone=event.time_zone, currency=event.currency
            )
            self._movements.start(event.time_zone, event.currency)
        elif isinstance(event, LedgerSealed):
            self.mark = self.mark._replace(moved_to=event.moved_to)

    def _as_it_was(self, table: ThingTable[Thing], n: int) -> Thing | None:
        """Return a thing as it is before the next event. It is taken out, so that the latest stand last."""
        known = self._known[table.kind].pop(n, None)
        if known is not None or (table.counted and n > self.mark.count(table.counted)):
            return known
        return self._stored_one(table, n)

    def _stored_one(self, table: ThingTable[Thing], n: int) -> Thing | None:
        """Return a thing as the table has it."""
        query = f"SELECT {table.read} FROM {table.name} WHERE n = %(n)s"
        row = self._statements.execute(query, {"n": n}).fetchone()
        return None if row is None else self._read(table, row)

    def _read(self, table: ThingTable[Thing], row: Row) -> Thing:
        found = table.make(row)
        return self._sharing_terms(found) if isinstance(found, Purchase) else found

    def _sharing_terms(self, purchase: Purchase) -> Purchase:
        """Return the purchase with shared terms: they take almost half of its memory."""
        terms = purchase.terms
        latest = self._terms.get(terms.package)
        if latest is not None and latest == terms:
            return purchase if latest is terms else replace(purchase, terms=latest)
        if len(self._terms) >= _KEPT_TERMS:
            self._terms.clear()
        self._terms[terms.package] = terms
        return purchase
