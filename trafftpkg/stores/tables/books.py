"""The books as the tables have them: each answer is one look-up or one range, however long the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from json import loads
from typing import TYPE_CHECKING, Protocol, overload

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry, Head, Header
from trafftpkg.domain.ids import (
    AppointmentId,
    BlockId,
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
from trafftpkg.stores.lines.wire import decode
from trafftpkg.stores.tables.columns import BLOCK_ROWS
from trafftpkg.stores.tables.filters import appointments_wanted, purchases_wanted, purchases_where
from trafftpkg.stores.tables.rows import APPOINTMENT, NUMBERS, PURCHASE, Mark, Row, micros, moment_of
from trafftpkg.stores.tables.spans import IN_DIARY, OF_CLIENT, blocks_query, overlapping

if TYPE_CHECKING:
    from trafftpkg.domain.balance import Holding, HoldingField
    from trafftpkg.domain.block import Block
    from trafftpkg.domain.events.base import Thing
    from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
    from trafftpkg.domain.flows import Flow, FlowField
    from trafftpkg.stores.tables.as_of import BooksAsOf
    from trafftpkg.stores.tables.statements import Statements, Values

_PAGE = 1_000
_MET = 50
"""How many purchases are kept as they were read: those of one client, and not those of a long list."""

_GIVEN: dict[Kind, str] = {
    "pur": "SELECT purchases FROM entries WHERE seq = %(seq)s",
    "apt": "SELECT appointments FROM entries WHERE seq = %(seq)s",
    "blk": "SELECT count(*) FROM blocks WHERE blocked <= %(seq)s",
}
"""How many of a kind were numbered by an entry; of the few blocks no entry keeps the count."""


class Lines(Protocol):
    """The lines that the tables are made of, and how far these have got."""

    def mark(self) -> Mark:
        """Return where the tables stand."""

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""

    def with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""

    def touching(self, kind: int, n: int, until: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""


class TableBooks:
    """What is recorded, as the tables have it; fulfils the engine's `Books`."""

    def __init__(self, statements: Statements, lines: Lines) -> None:
        """Read from the tables in one view, and the lines themselves from where they are."""
        self._statements = statements
        self._lines = lines
        self._mark: Mark | None = None
        self._met: dict[str, Purchase] = {}

    @property
    def mark(self) -> Mark:
        """Where the tables stand; the view shows one moment, so it is asked for once."""
        if self._mark is None:
            self._mark = self._lines.mark()
        return self._mark

    def header(self) -> Header | None:
        """Return what the ledger was opened with; None while nothing is recorded."""
        mark = self.mark
        if mark.seq < 0:
            return None
        return Header(ledger=mark.ledger, time_zone=mark.time_zone, currency=mark.currency)

    def head(self) -> Head | None:
        """Return the last entry of this view; None while nothing is recorded."""
        mark = self.mark
        return None if mark.seq < 0 else Head(seq=mark.seq, hash=mark.hash, at=moment_of(mark.at))

    def moved_to(self) -> str | None:
        """Return where a sealed ledger goes on; None while it is not sealed."""
        return self.mark.moved_to

    @overload
    def thing(self, thing: PurchaseId) -> Purchase | None: ...
    @overload
    def thing(self, thing: AppointmentId) -> Appointment | None: ...
    @overload
    def thing(self, thing: BlockId) -> Block | None: ...
    def thing(self, thing: ThingId) -> Thing | None:
        """Return a thing by its id, ended or not."""
        row = {"n": number_of(thing)}
        match kind_of(thing):
            case "pur":
                return next(self._purchases("WHERE n = %(n)s", row), None)
            case "apt":
                return next(self._appointments("WHERE n = %(n)s", row), None)
            case "blk":
                return next(iter(self._blocks(f"{BLOCK_ROWS} WHERE n = %(n)s", row, None)), None)

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases in the order bought, ended ones too."""
        return list(self._purchases("WHERE client = %(client)s ORDER BY n", {"client": client}))

    def clients(self) -> Iterator[ClientKey]:
        """Yield the key of each client who has a purchase or an appointment, in the order of keys."""
        query = "SELECT client FROM purchases UNION SELECT client FROM appointments ORDER BY client"
        for (client,) in self._statements.execute(query):
            yield ClientKey(client)

    def purchases(self, wanted: PurchaseFilter, now: datetime) -> Iterator[Purchase]:
        """Yield the purchases that fit, judged at `now`, in the order asked for."""
        return self._purchases(
            *purchases_wanted(wanted, now, self._zone()), many=wanted.client is None and wanted.limit is None
        )

    def count(self, wanted: PurchaseFilter, now: datetime) -> int:
        """Return how many purchases fit, whatever the limit."""
        where, facts = purchases_where(wanted, now, self._zone())
        return self._number(f"SELECT count(*) FROM purchases {where}", facts)

    def due_to_lapse(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases expired at `now` with free units not yet written off, sooner expiry first."""
        return self._due("expires_at", "free > 0 AND expires_at <= %(now)s", now)

    def unpaid_since(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases still pending whose time to pay was over at `now`, sooner first."""
        pending = "paid_enough = 0 AND pay_by <= %(now)s AND expires_at > %(now)s"
        return self._due("pay_by", pending, now)

    def appointments(self, wanted: AppointmentFilter, now: datetime) -> Iterator[Appointment]:
        """Yield the appointments that fit, judged at `now`, by start, then id."""
        return self._appointments(
            *appointments_wanted(wanted, now), many=wanted.client is None and wanted.limit is None
        )

    def diary(self, employee: EmployeeId, span: Span) -> list[Appointment]:
        """Return the employee's booked visits whose occupied time overlaps the span, by start, then id."""
        return self._overlapping(IN_DIARY, employee, span)

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers, by start, then id."""
        return self._overlapping(OF_CLIENT, client, span)

    def blocks(self, employee: EmployeeId | None, span: Span) -> list[Block]:
        """Return the standing blocks of an employee, or of all, that overlap the span, by start, then id."""
        return self.blocks_at(employee, span, None)

    def blocks_at(self, employee: EmployeeId | None, span: Span, seq: int | None) -> list[Block]:
        """Return the blocks that stand, or stood right after an entry, as `blocks`."""
        return self._blocks(*blocks_query(employee, span, seq), seq)

    def flows(self, by: tuple[FlowField, ...], first: date | None, until: datetime) -> Iterator[Flow]:
        """Yield the sums of movements from the start of a day, or the beginning, until before a moment."""
        from trafftpkg.stores.tables.movements import flows_in

        return flows_in(self._statements, by, first, until, self._zone())

    def holdings(self, by: HoldingField, now: datetime) -> list[Holding]:
        """Return how many purchases are live at `now`, by package or by included service, by id."""
        from trafftpkg.stores.tables.filters import holdings_in, holdings_query

        query, facts = holdings_query(self._statements.live_by[by], now, self._zone())
        return holdings_in(self._statements.execute(query, facts))

    def entry_with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""
        return self._lines.with_key(key)

    def entries_touching(self, thing: ThingId) -> list[Entry]:
        """Return the entries that touched a thing, in order."""
        return self.entries_touching_until(thing, self.mark.seq)

    def entries_touching_until(self, thing: ThingId, seq: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""
        kind = NUMBERS[kind_of(thing)]
        return self._lines.touching(kind, number_of(thing), seq)

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return self._lines.entry(seq)

    def as_of(self, seq: int) -> BooksAsOf:
        """Return the view right after an entry: what was known then."""
        from trafftpkg.stores.tables.as_of import BooksAsOf

        return BooksAsOf(self, min(seq, self.mark.seq))

    def seq_at(self, moment: datetime) -> int:
        """Return the number of the last entry recorded at or before a moment; 0 if none."""
        latest = "SELECT seq FROM entries WHERE at <= %(at)s ORDER BY at DESC, seq DESC LIMIT 1"
        return self._number(latest, {"at": micros(moment)})

    def given(self, kind: Kind) -> int:
        """Return how many things of a kind have been numbered so far."""
        given = self.mark.given.get(kind)
        return self.given_at(kind, self.mark.seq) if given is None else given

    def purchase_numbers(self, client: ClientKey | None, until: int) -> Iterator[int]:
        """Yield the numbers, up to one, of the purchases a client has or once had, or of all, in order."""
        return self._numbers("purchases", PURCHASE, client, until)

    def appointment_numbers(self, client: ClientKey | None, until: int) -> Iterator[int]:
        """Yield the numbers, up to one, of the appointments a client has or once had, or of all, in order."""
        return self._numbers("appointments", APPOINTMENT, client, until)

    def given_at(self, kind: Kind, seq: int) -> int:
        """Return what `given` was right after an entry."""
        return self._number(_GIVEN[kind], {"seq": seq})

    def _purchases(self, tail: str, facts: Values, *, many: bool = False) -> Iterator[Purchase]:
        for (state,) in self._states("purchases", tail, facts, many=many):
            yield self._purchase_of(state)

    def _states(self, table: str, tail: str, facts: Values, *, many: bool) -> Iterable[tuple[str]]:
        """Return the states of a table's rows; `many` where there may be more than memory is for."""
        ask = self._statements.stream if many else self._statements.execute
        return ask(f"SELECT state FROM {table} {tail}", facts)

    def _purchase_of(self, state: str) -> Purchase:
        """Return a purchase as it stands in a row; a booking meets the same one four times."""
        known = self._met.get(state)
        if known is None:
            known = decode(Purchase, loads(state))
            if len(self._met) < _MET:
                self._met[state] = known
        return known

    def _appointments(self, tail: str, facts: Values, *, many: bool = False) -> Iterator[Appointment]:
        for (state,) in self._states("appointments", tail, facts, many=many):
            yield decode(Appointment, loads(state))

    def _numbers(self, table: str, kind: int, client: ClientKey | None, until: int) -> Iterator[int]:
        query = f"SELECT n FROM {table} WHERE n <= %(until)s ORDER BY n"
        if client is not None:
            query = (
                f"SELECT n FROM {table} WHERE client = %(client)s AND n <= %(until)s UNION"
                " SELECT n FROM former WHERE client = %(client)s AND kind = %(kind)s AND n <= %(until)s"
                " ORDER BY n"
            )
        for (n,) in self._statements.execute(query, {"client": client, "kind": kind, "until": until}):
            yield n

    def _blocks(self, query: str, facts: Values, seq: int | None) -> list[Block]:
        rows = self._statements.execute(query, facts).fetchall()
        if not rows:
            return []
        from trafftpkg.stores.tables.blocks import block_of  # most days nobody is away

        return [block_of(row, seq) for row in rows]

    def _overlapping(self, overlap: str, who: str, span: Span) -> list[Appointment]:
        query, facts = overlapping(self._statements, overlap, who, span)
        return [decode(Appointment, loads(state)) for (state,) in self._statements.execute(query, facts)]

    def _due(self, column: str, condition: str, now: datetime) -> Iterator[PurchaseId]:
        """Page by page, so that what is yielded may be dealt with before the next is asked for."""
        query = (
            f"SELECT {column}, n FROM purchases WHERE ended IS NULL AND {condition}"
            f" AND ({column}, n) > (%(after)s, %(n)s) ORDER BY {column}, n LIMIT {_PAGE}"
        )
        after: Row | None = (-(2**63), 0)
        while after is not None:
            facts = {"now": micros(now), "after": after[0], "n": after[1]}
            rows = self._statements.execute(query, facts).fetchall()
            for _, n in rows:
                yield PurchaseId(f"pur-{n}")
            after = rows[-1] if len(rows) == _PAGE else None

    def _number(self, query: str, facts: Values) -> int:
        row = self._statements.execute(query, facts).fetchone()
        return int(row[0]) if row else 0

    def _zone(self) -> str:
        return self.mark.time_zone or "UTC"
