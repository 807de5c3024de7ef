"""Books that read ahead while a request is decided, to save round trips to the server."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from trafftpkg.domain.appointment import Appointment
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
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.thing import Engagement, in_order
from trafftpkg.stores.postgres.lines import StoredLines
from trafftpkg.stores.postgres.scope import Locked
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.rows import Row
from trafftpkg.stores.tables.statements import Rows, Values
from trafftpkg.stores.tables.things import APPOINTMENTS, PURCHASES, THINGS, ThingTable, in_diary, visits_of

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


class AheadBooks(TableBooks):
    """Books of one request. Nothing else can change them, so everything is read only once.

    A question about an employee's diary is followed by one about the client's visits: one round trip
    answers both.

    Args:
        locked: What was read together with locking.
    """

    def __init__(self, statements: PostgresStatements, where: str, locked: Locked) -> None:
        super().__init__(statements, StoredLines(statements, where))
        self._server = statements
        self._where = where
        self._seen: dict[ThingId, Thing] = {}
        self._visits: dict[ClientKey, tuple[Span, list[Appointment]]] = {}
        self._begin(locked)

    @overload
    def thing(self, thing: PurchaseId) -> Purchase | None: ...
    @overload
    def thing(self, thing: AppointmentId) -> Appointment | None: ...
    @overload
    def thing(self, thing: ThingId) -> "Thing | None": ...
    def thing(self, thing: ThingId) -> "Thing | None":
        """Return a thing by its id, ended or not."""
        known, counted = self._seen.get(thing), THINGS[kind_of(thing)].counted
        if known is not None or (counted and number_of(thing) > self.mark.count(counted)):
            return known
        return super().thing(thing)

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases in the order bought, ended ones too."""
        states = self._bought.get(client)
        return super().purchases_of(client) if states is None else self._states(states)

    def _states(self, states: Sequence[str]) -> list[Purchase]:
        found = [PURCHASES.make((state,)) for state in states]
        self._seen.update((each.id, each) for each in found)
        return found

    def shared_with(self, client: ClientKey) -> list[Purchase]:
        """Return the purchases of others that a client may redeem from, in the order bought."""
        states = self._shared.get(client)
        return super().shared_with(client) if states is None else self._states(states)

    def diary(self, employee: EmployeeId | None, span: Span, kinds: Sequence[Kind] = ()) -> list[Engagement]:
        """Return what takes time of the span in one employee's diary, or in all, in order."""
        if kinds:
            return super().diary(employee, span, kinds)
        diaries = [table for table in THINGS.values() if table.in_diary is not None]
        with self._server.connection.pipeline():
            standing = [
                self._asked(table, *in_diary(self._server, table, employee, span)) for table in diaries
            ]
            theirs = {
                each: self._asked(APPOINTMENTS, *visits_of(self._server, ClientKey(each), span))
                for each in self._bought
            }
        for client, rows in theirs.items():
            self._visits[ClientKey(client)] = span, [self._made(APPOINTMENTS, row) for row in rows]
        return in_order(
            self._made(table, row) for table, rows in zip(diaries, standing, strict=True) for row in rows
        )

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers, by start, then id."""
        known, visits = self._visits.get(client, (span, None))
        if visits is None or span.start < known.start or known.end < span.end:
            return super().visits_of(client, span)
        return [
            each for each in visits if each.visit.starts_at < span.end and span.start < each.visit.ends_at
        ]

    def _begin(self, locked: Locked) -> None:
        """Go on from here, and forget what was read before: it may have changed."""
        self._mark, self._bought, self._shared, _ = locked
        self._seen.clear()
        self._visits.clear()

    def _asked(self, table: ThingTable[Any], tail: str, facts: Values) -> Rows:
        return self._server.execute(f"SELECT {table.read} FROM {table.name} {tail}", facts)

    def _made(self, table: ThingTable[Any], row: Row) -> Any:
        made = super()._made(table, row)
        self._seen[made.id] = made
        return made
