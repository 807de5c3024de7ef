"""Entries taken into the tables: things are what their events make of them, and nothing else."""

from collections.abc import Callable, Iterable
from json import loads

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.base import Event, LedgerEvent
from trafftpkg.domain.ids import (
    AppointmentId,
    BlockId,
    PackageId,
    PurchaseId,
    is_appointment,
    is_block,
    is_purchase,
    number_of,
)
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import replace
from trafftpkg.stores.lines.wire import decode
from trafftpkg.stores.tables.movements import MovementRows
from trafftpkg.stores.tables.rows import APPOINTMENT, BLOCK, PURCHASE, Mark, Row, micros, occupied_micros
from trafftpkg.stores.tables.statements import Statements

_KEPT_TERMS = 2_000
"""Those of the purchase met last, for so many packages."""


class Fold:
    """Takes entries into the tables in order; each kind of ledger says how the rows are put there."""

    def __init__(
        self, statements: Statements, mark: Mark, purchase_of: Callable[[str], Purchase] | None = None
    ) -> None:
        """Go on from `mark`, which is of the same tables.

        Args:
            purchase_of: Gives a purchase as it stands in a row, where somebody keeps them.
        """
        self.mark = mark
        self._statements = statements
        self._purchases: dict[int, Purchase] = {}
        self._appointments: dict[int, Appointment] = {}
        self._terms: dict[PackageId, Terms] = {}
        self._changed: tuple[set[int], set[int]] = (set(), set())
        self._frozen: set[int] = set()
        self._entries: list[Row] = []
        self._keys: list[Row] = []
        self._touched: set[Row] = set()
        self._former: set[Row] = set()
        self._before_entry: dict[int, Purchase | None] = {}
        self._purchase_of = purchase_of or self._read_anew
        self._movements = MovementRows(statements, mark.time_zone, mark.currency)

    @property
    def waiting(self) -> int:
        """How many entries were taken since the last flush."""
        return len(self._entries)

    def take(self, entry: Entry, size: int) -> None:
        """Take in the next entry, whose line takes `size` bytes."""
        for event in entry.events:
            self._apply(event, entry)
        self._move(entry)
        at = micros(entry.at)
        mark = self.mark
        self._entries.append((entry.seq, mark.size, at, mark.purchases, mark.appointments))
        if entry.key is not None:
            self._keys.append((entry.key, entry.seq))
        self.mark = mark._replace(size=mark.size + size, seq=entry.seq, hash=entry.hash, at=at)

    def know(self, purchases: Iterable[Purchase], appointments: Iterable[Appointment]) -> None:
        """Have at hand what was read already and cannot have changed since."""
        self._purchases.update((number_of(each.id), each) for each in purchases)
        self._appointments.update((number_of(each.id), each) for each in appointments)

    def _apply(self, event: Event, entry: Entry) -> None:
        for thing in event.touched():
            if is_purchase(thing):
                self._apply_to_purchase(event, thing, entry)
            elif is_appointment(thing):
                self._apply_to_appointment(event, thing, entry)
            elif is_block(thing):
                self._apply_to_block(event, thing, entry)
        if isinstance(event, LedgerEvent):
            self._open_or_seal(event)

    def _apply_to_purchase(self, event: Event, purchase: PurchaseId, entry: Entry) -> None:
        n = number_of(purchase)
        before = self._purchase(n)
        after = event.after(purchase, before, entry.at)
        if before is None:
            after = self._sharing_terms(after)
        self._purchases[n] = after
        self._before_entry.setdefault(n, before)
        self._changed[PURCHASE].add(n)
        self._touched.add((PURCHASE, n, entry.seq))
        if after.freezes != (before.freezes if before else ()):
            self._frozen.add(n)
        if before is not None and before.client != after.client:
            self._former.add((before.client, PURCHASE, n))
        if n > self.mark.purchases:
            self.mark = self.mark._replace(purchases=n)

    def _move(self, entry: Entry) -> None:
        """Take in what the entry as a whole did to what is owed for each purchase it touched."""
        for n, before in self._before_entry.items():
            self._movements.take(before, self._purchases[n], entry)
        self._before_entry.clear()

    def _apply_to_appointment(self, event: Event, appointment: AppointmentId, entry: Entry) -> None:
        n = number_of(appointment)
        before = self._appointment(n)
        after = event.after(appointment, before, entry.at)
        self._appointments[n] = after
        self._changed[APPOINTMENT].add(n)
        self._touched.add((APPOINTMENT, n, entry.seq))
        if before is not None and before.client != after.client:
            self._former.add((before.client, APPOINTMENT, n))
        longest = max(self.mark.longest, occupied_micros(after))
        if n > self.mark.appointments or longest > self.mark.longest:
            self.mark = self.mark._replace(appointments=max(self.mark.appointments, n), longest=longest)

    def _apply_to_block(self, event: Event, block: BlockId, entry: Entry) -> None:
        from trafftpkg.stores.tables.blocks import take_block  # hardly any command meets one

        take_block(self._statements, event, block, entry)
        self._touched.add((BLOCK, number_of(block), entry.seq))

    def _open_or_seal(self, event: Event) -> None:
        # Imported here, since hardly any command ever meets these.
        from trafftpkg.domain.events.ledger import LedgerOpened, LedgerSealed

        if isinstance(event, LedgerOpened):
            self.mark = self.mark._replace(
                ledger=event.ledger, time_zone=event.time_zone, currency=event.currency
            )
            self._movements.start(event.time_zone, event.currency)
        elif isinstance(event, LedgerSealed):
            self.mark = self.mark._replace(moved_to=event.moved_to)

    def _purchase(self, n: int) -> Purchase | None:
        known = self._purchases.pop(n, None)
        if known is not None or n > self.mark.purchases:
            return known
        row = self._statements.execute("SELECT state FROM purchases WHERE n = %(n)s", {"n": n}).fetchone()
        return None if row is None else self._purchase_of(row[0])

    def _read_anew(self, state: str) -> Purchase:
        return self._sharing_terms(decode(Purchase, loads(state)))

    def _sharing_terms(self, purchase: Purchase) -> Purchase:
        """Return the purchase with the terms of the one met before: they are almost half of its memory."""
        terms = purchase.terms
        latest = self._terms.get(terms.package)
        if latest is not None and latest == terms:
            return purchase if latest is terms else replace(purchase, terms=latest)
        if len(self._terms) >= _KEPT_TERMS:
            self._terms.clear()
        self._terms[terms.package] = terms
        return purchase

    def _appointment(self, n: int) -> Appointment | None:
        known = self._appointments.pop(n, None)
        if known is not None or n > self.mark.appointments:
            return known
        row = self._statements.execute("SELECT state FROM appointments WHERE n = %(n)s", {"n": n}).fetchone()
        return None if row is None else decode(Appointment, loads(row[0]))
