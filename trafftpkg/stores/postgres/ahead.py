"""Books that read ahead while a request is decided: every trip to the server that is saved is time saved."""

from collections.abc import Iterator
from json import loads
from typing import TYPE_CHECKING, NamedTuple, overload

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import (
    AppointmentId,
    BlockId,
    ClientKey,
    EmployeeId,
    PurchaseId,
    ThingId,
    kind_of,
    number_of,
)
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.lines.wire import decode
from trafftpkg.stores.postgres.lines import StoredLines
from trafftpkg.stores.postgres.scope import Locked
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.rows import NUMBERS
from trafftpkg.stores.tables.spans import IN_DIARY, OF_CLIENT, blocks_query, overlapping
from trafftpkg.stores.tables.statements import Values

if TYPE_CHECKING:
    from trafftpkg.domain.block import Block
    from trafftpkg.domain.events.base import Thing


class _Ahead(NamedTuple):
    """Visits of somebody in a span of time, which were asked for together with something else."""

    span: Span
    visits: list[Appointment]


class AheadBooks(TableBooks):
    """Books of a request in which nothing else changes: what was read is read once.

    Whoever asks when an employee is away asks next what stands in their diary and in the client's: all
    three come with one trip.

    Args:
        locked: What came with the lock.
    """

    def __init__(self, statements: PostgresStatements, where: str, locked: Locked) -> None:
        super().__init__(statements, StoredLines(statements, where))
        self._server = statements
        self._where = where
        self._seen: tuple[dict[int, Purchase], dict[int, Appointment]] = ({}, {})
        self._standing: dict[tuple[str, str], _Ahead] = {}
        self._begin(locked)

    @overload
    def thing(self, thing: PurchaseId) -> Purchase | None: ...
    @overload
    def thing(self, thing: AppointmentId) -> Appointment | None: ...
    @overload
    def thing(self, thing: BlockId) -> "Block | None": ...
    def thing(self, thing: ThingId) -> "Thing | None":
        """Return a thing by its id, as it was when these books were opened or since it was read."""
        kind, n = kind_of(thing), number_of(thing)
        if kind == "blk":
            return super().thing(thing)
        known: Thing | None = self._seen[NUMBERS[kind]].get(n)
        return known if known or n > self.given(kind) else super().thing(thing)

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases in the order bought, ended ones too."""
        states = self._bought.get(client)
        if states is None:
            return super().purchases_of(client)
        found = [decode(Purchase, loads(state)) for state in states]
        self._seen[0].update((number_of(each.id), each) for each in found)
        return found

    def diary(self, employee: EmployeeId, span: Span) -> list[Appointment]:
        """Return the employee's booked visits whose occupied time overlaps the span, by start, then id."""
        standing = self._ahead((IN_DIARY, employee), span)
        if standing is None:
            return self._overlapping(IN_DIARY, employee, span)
        return [each for each in standing if each.visit.occupied.overlaps(span)]

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers, by start, then id."""
        standing = self._ahead((OF_CLIENT, client), span)
        if standing is None:
            return self._overlapping(OF_CLIENT, client, span)
        visits = ((each, each.visit) for each in standing)
        return [each for each, visit in visits if visit.starts_at < span.end and span.start < visit.ends_at]

    def _begin(self, locked: Locked) -> None:
        """Go on from here; what was read before may have changed."""
        self._mark, self._bought = locked
        for each in (*self._seen, self._standing):
            each.clear()

    def _ahead(self, name: tuple[str, str], span: Span) -> list[Appointment] | None:
        found = self._standing.get(name)
        if found is None or span.start < found.span.start or found.span.end < span.end:
            return None
        return found.visits

    def blocks_at(self, employee: EmployeeId | None, span: Span, seq: int | None) -> "list[Block]":
        """Return the blocks that stand, or stood right after an entry, as `blocks` does."""
        if employee is None:
            return super().blocks_at(employee, span, seq)
        names = [(IN_DIARY, str(employee)), *((OF_CLIENT, each) for each in self._bought)]
        with self._server.connection.pipeline():
            away = self._server.execute(*blocks_query(employee, span, seq))
            asked = [self._server.execute(*overlapping(self._server, *name, span)) for name in names]
        for name, rows in zip(names, asked, strict=True):
            visits = [decode(Appointment, loads(state)) for (state,) in rows]
            self._seen[1].update((number_of(each.id), each) for each in visits)
            self._standing[name] = _Ahead(span, visits)
        from trafftpkg.stores.tables.blocks import block_of  # most days nobody is away

        return [block_of(row, seq) for row in away]

    def _purchases(self, tail: str, facts: Values, *, many: bool = False) -> Iterator[Purchase]:
        for purchase in super()._purchases(tail, facts, many=many):
            self._seen[0][number_of(purchase.id)] = purchase
            yield purchase

    def _appointments(self, tail: str, facts: Values, *, many: bool = False) -> Iterator[Appointment]:
        for appointment in super()._appointments(tail, facts, many=many):
            self._seen[1][number_of(appointment.id)] = appointment
            yield appointment
