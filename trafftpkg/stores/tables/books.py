"""The books, read from the tables. Each answer is one look-up or one range, however long the ledger is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

from trafftpkg.domain.appointment import Appointment
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
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.thing import Engagement, in_order
from trafftpkg.stores.tables.columns import MEMBERS
from trafftpkg.stores.tables.filters import SHARED, appointments_wanted, purchases_wanted, purchases_where
from trafftpkg.stores.tables.rows import Mark, Row, micros, moment_of
from trafftpkg.stores.tables.things import APPOINTMENTS, PURCHASES, THINGS, ThingTable, in_diary, visits_of

if TYPE_CHECKING:
    from trafftpkg.domain.balance import Holding, HoldingField
    from trafftpkg.domain.entry import Entry
    from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
    from trafftpkg.domain.flows import Flow, FlowField, MovementOf
    from trafftpkg.domain.purchase import MovementKind
    from trafftpkg.domain.thing import Thing
    from trafftpkg.stores.tables.as_of import BooksAsOf
    from trafftpkg.stores.tables.statements import Statements, Values

T = TypeVar("T", bound="Thing")

_PAGE = 1_000

_COUNTED = "SELECT n FROM touched WHERE kind = %(kind)s AND seq <= %(seq)s ORDER BY n DESC LIMIT 1"
"""How many of a kind were numbered up to an entry, if entries keep no count: the last number found."""


class Lines(Protocol):
    """The lines that the tables are made of, and how far the tables are."""

    def mark(self) -> Mark:
        """Return where the tables stand."""

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""

    def after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""

    def with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""

    def touching(self, kind: int, n: int, until: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""


class TableBooks:
    """What is recorded, read from the tables. Fulfils the engine's `Books`."""

    def __init__(self, statements: Statements, lines: Lines) -> None:
        """Read the tables in one view, and the lines from where they are stored."""
        self._statements = statements
        self._lines = lines
        self._mark: Mark | None = None

    @property
    def mark(self) -> Mark:
        """Where the tables stand. Asked once, because the view shows one moment."""
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
    def thing(self, thing: ThingId) -> Thing | None: ...
    def thing(self, thing: ThingId) -> Thing | None:
        """Return a thing by its id, ended or not."""
        return next(self._read(THINGS[kind_of(thing)], "WHERE n = %(n)s", {"n": number_of(thing)}), None)

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases in the order bought, ended ones too."""
        return list(self._read(PURCHASES, "WHERE client = %(client)s ORDER BY n", {"client": client}))

    def shared_with(self, client: ClientKey) -> list[Purchase]:
        """Return the purchases of others that a client may redeem from, in the order bought."""
        return list(self._read(PURCHASES, f"WHERE {SHARED} ORDER BY n", {"client": client}))

    def clients(self) -> Iterator[ClientKey]:
        """Yield the key of each client with a purchase, a share of one, one to pay, or a visit, in order."""
        tables = (PURCHASES.name, MEMBERS.name, APPOINTMENTS.name)
        payers = f"SELECT payer AS client FROM {PURCHASES.name} WHERE payer IS NOT NULL"
        query = " UNION ".join((*(f"SELECT client FROM {each}" for each in tables), payers))
        for (client,) in self._statements.execute(f"{query} ORDER BY client"):
            yield ClientKey(client)

    def purchases(self, wanted: PurchaseFilter, now: datetime) -> Iterator[Purchase]:
        """Yield the purchases that fit, judged at `now`, in the order asked for."""
        many = wanted.client is None and wanted.payer is None and wanted.limit is None
        return self._read(PURCHASES, *purchases_wanted(wanted, now, self._zone()), many=many)

    def count(self, wanted: PurchaseFilter, now: datetime) -> int:
        """Return how many purchases fit, whatever the limit."""
        where, facts = purchases_where(wanted, now, self._zone())
        return self._number(f"SELECT count(*) FROM purchases {where}", facts)

    def due_to_lapse(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases expired at `now` with free units not yet written off, sooner expiry first."""
        return self._due("expires_at", "free > 0 AND expires_at <= %(now)s", now)

    def unpaid_since(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases that were not paid when their time to pay was over, by `now`, sooner first."""
        stands = "(expires_at > %(now)s OR (pay_by <= expires_at AND free > 0))"
        return self._due("pay_by", f"paid_enough = 0 AND pay_by <= %(now)s AND {stands}", now)

    def appointments(self, wanted: AppointmentFilter, now: datetime) -> Iterator[Appointment]:
        """Yield the appointments that fit, judged at `now`, by start, then id."""
        many = wanted.client is None and wanted.limit is None
        return self._read(APPOINTMENTS, *appointments_wanted(wanted, now), many=many)

    def diary(self, employee: EmployeeId | None, span: Span, kinds: Sequence[Kind] = ()) -> list[Engagement]:
        """Return what takes time of the span in one employee's diary, or in all, in order."""
        found = (
            each
            for table in THINGS.values()
            if table.in_diary is not None and (not kinds or table.kind in kinds)
            for each in self._read(table, *in_diary(self._statements, table, employee, span))
        )
        return in_order(found)

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers, by start, then id."""
        return list(self._read(APPOINTMENTS, *visits_of(self._statements, client, span)))

    def flows(
        self, kinds: Collection[MovementKind], by: tuple[FlowField, ...], first: date | None, until: datetime
    ) -> Iterator[Flow]:
        """Yield the sums of movements from the start of a day, or the beginning, until before a moment."""
        from trafftpkg.stores.tables.movements import flows_in

        return flows_in(self._statements, kinds, by, first, until, self._zone())

    def movements(
        self, kinds: Collection[MovementKind], since: datetime | None, until: datetime
    ) -> Iterator[MovementOf]:
        """Yield single movements with what they are of, in the order of their moments."""
        from trafftpkg.stores.tables.movements import movements_in

        return movements_in(self._statements, kinds, since, until)

    def holdings(self, by: HoldingField, now: datetime) -> list[Holding]:
        """Return how many purchases are live at `now`, by package or by included service, by id."""
        from trafftpkg.stores.tables.filters import holdings_in, holdings_query

        query, facts = holdings_query(self._statements.live_by[by], now, self._zone())
        return holdings_in(self._statements.execute(query, facts))

    def entry_with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""
        return self._lines.with_key(key)

    def last_touching(self, thing: ThingId) -> int:
        """Return the number of the last entry that touched a thing; 0 where there is none."""
        latest = "SELECT coalesce(max(seq), 0) FROM touched WHERE kind = %(kind)s AND n = %(n)s"
        return self._number(latest, {"kind": THINGS[kind_of(thing)].number, "n": number_of(thing)})

    def entries_touching(self, thing: ThingId) -> list[Entry]:
        """Return the entries that touched a thing, in order."""
        return self.entries_touching_until(thing, self.mark.seq)

    def entries_touching_until(self, thing: ThingId, seq: int) -> list[Entry]:
        """Return the entries up to one that touched a thing, in order."""
        return self._lines.touching(THINGS[kind_of(thing)].number, number_of(thing), seq)

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""
        return self._lines.entry(seq)

    def entries_after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""
        return self._lines.after(seq, most)

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
        return self.given_by(self.mark, kind)

    def given_by(self, mark: Mark, kind: Kind) -> int:
        """Return what `given` is at a mark."""
        counted = THINGS[kind].counted
        return mark.count(counted) if counted else self.given_at(kind, mark.seq)

    def given_at(self, kind: Kind, seq: int) -> int:
        """Return what `given` was right after an entry."""
        table = THINGS[kind]
        query = f"SELECT {table.counted} FROM entries WHERE seq = %(seq)s" if table.counted else _COUNTED
        return self._number(query, {"kind": table.number, "seq": seq})

    def numbers(self, kind: Kind, client: ClientKey | None, until: int) -> Iterator[int]:
        """Yield the numbers up to one, in order, of things that a client has or had, or of all.

        A purchase that is or was shared with a client, or paid for by them, is theirs too.
        """
        table = THINGS[kind]
        query = f"SELECT n FROM {table.name} WHERE n <= %(until)s ORDER BY n"
        if client is not None:
            theirs = [
                f"SELECT n FROM {table.name} WHERE {party} = %(client)s AND n <= %(until)s"
                for party in table.parties
            ]
            if table.kind == "pur":
                theirs.append(f"SELECT n FROM {MEMBERS.name} WHERE client = %(client)s AND n <= %(until)s")
            query = (
                f"{' UNION '.join(theirs)} UNION"
                " SELECT n FROM former WHERE client = %(client)s AND kind = %(kind)s AND n <= %(until)s"
                " ORDER BY n"
            )
        facts = {"client": client, "kind": table.number, "until": until}
        for (n,) in self._statements.execute(query, facts):
            yield n

    def _read(self, table: ThingTable[T], tail: str, facts: Values, *, many: bool = False) -> Iterator[T]:
        """Yield the things of a table's rows. `many`: there may be too many for memory."""
        ask = self._statements.stream if many else self._statements.execute
        for row in ask(f"SELECT {table.read} FROM {table.name} {tail}", facts):
            yield self._made(table, row)

    def _made(self, table: ThingTable[Any], row: Row) -> Any:
        return table.make(row)

    def _due(self, column: str, condition: str, now: datetime) -> Iterator[PurchaseId]:
        """Page by page, so that the caller may change what was yielded before asking for more."""
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
