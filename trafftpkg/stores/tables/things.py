"""The kinds of things, each declared once: its table, and how it is written to a row and read back.

For a new kind, add a table here. Taking in entries, reading things and rebuilding all use this list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from json import loads
from typing import TYPE_CHECKING, Any, TypeVar

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units, is_paid_enough
from trafftpkg.domain.ids import BlockId, EmployeeId, Kind, number_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.worth import due_of
from trafftpkg.stores.lines.wire import decode
from trafftpkg.stores.tables.columns import Table, TableColumn
from trafftpkg.stores.tables.rows import NEVER, Row, micros, millionths, moment_of

if TYPE_CHECKING:
    from trafftpkg.domain.block import Block
    from trafftpkg.domain.ids import ClientKey
    from trafftpkg.domain.moments import Span
    from trafftpkg.domain.thing import Thing
    from trafftpkg.stores.tables.statements import Statements, Values

T = TypeVar("T", bound="Thing")

_PARTIES = ("client", "payer")


class ThingTable(Table[T]):
    """The table of one kind of thing. The key is the number in its id.

    Args:
        kind: The beginning of its ids.
        number: The number of the kind in `touched` and `former`.
        read: The columns that `make` needs to make a thing again.
        counted: The column of the mark and of each entry with the count of things; empty for rare kinds,
            which are counted when needed.
        in_diary: The condition for those that take their employee's time in a span, if any do.

    `parties` are the columns of the clients that it is about, each with how it is read.
    """

    def __init__(  # noqa: PLR0913 - by name only: all that is told of a kind
        self,
        name: str,
        *columns: TableColumn[T],
        kind: Kind,
        number: int,
        read: str,
        make: Callable[[Any], T],
        counted: str = "",
        in_diary: Callable[[Statements], str] | None = None,
        orders: Mapping[str, str],
    ) -> None:
        super().__init__(name, "n", *columns, orders=orders)
        self.kind: Kind = kind
        self.number = number
        self.read = read
        self.make = make
        self.counted = counted
        self.in_diary = in_diary
        self.parties = {each.name: each.of for each in columns if each.of and each.name in _PARTIES}

    def with_columns(self, *more: TableColumn[T]) -> ThingTable[T]:
        """Return the table with more columns, for a store that needs them."""
        return ThingTable(
            self.name,
            *self.columns,
            *more,
            kind=self.kind,
            number=self.number,
            read=self.read,
            make=self.make,
            counted=self.counted,
            in_diary=self.in_diary,
            orders=self.orders,
        )


def _latest_hold(purchase: Purchase) -> int | None:
    """Return when the last visit that may be upcoming begins: no units are booked from then on."""
    to_come = [hold.starts_at for hold in purchase.holds if hold.units and not hold.kept]
    return micros(max(to_come)) if to_come else None


def booked_around(run: Statements) -> str:
    """Return the condition for booked visits near a span, bounded by the longest time that a visit occupies.

    So the query reads one short range of one index.
    """
    return (
        f"{run.unindexed('status')} = 'booked'"
        f" AND starts_at > %(start)s - {run.longest} AND starts_at < %(end)s + {run.longest}"
    )


def _block(row: Row) -> Block:
    from trafftpkg.domain.block import Block  # hardly any command needs one

    n, employee, time_zone, starts_at, ends_at, lifted = row
    assert isinstance(starts_at, int)
    assert isinstance(ends_at, int)
    return Block(
        id=BlockId(f"blk-{n}"),
        employee=EmployeeId(str(employee)),
        time_zone=str(time_zone),
        starts_at=moment_of(starts_at),
        ends_at=moment_of(ends_at),
        lifted=bool(lifted),
    )


_KEPT = 500
_kept: dict[str, Purchase] = {}
"""Purchases by the text that is their row's state: a process reads most of them as it wrote them last."""


def _state(thing: Purchase | Appointment | Terms) -> str:
    from trafftpkg.stores.lines.wire_writing import written  # a question writes nothing

    return written(thing)


_TERMS, _REST = '{"terms":', ',"id":"pur-'
"""A state begins with the terms. What follows them is written like no field of theirs."""


def _state_of(purchase: Purchase) -> str:
    terms = _state(purchase.terms)
    before, _, after = _state(purchase).partition(f'"terms":{terms},')
    state = f"{_TERMS}{terms},{before[1:]}{after}"
    _keep(state, purchase)
    return state


def _purchase_in(state: str) -> Purchase:
    known = _kept.get(state)
    if known is None:
        terms, rest, facts = state.removeprefix(_TERMS).partition(_REST)
        data = loads(state) if not rest else {**loads(f"{{{rest[1:]}{facts}"), "terms": _terms_in(terms)}
        known = decode(Purchase, data)
        _keep(state, known)
    return known


@lru_cache(maxsize=2_000)
def _terms_in(text: str) -> Terms:
    """Return terms, the same for all purchases that were sold under them: they take half of a state."""
    return decode(Terms, loads(text))


def _keep(state: str, purchase: Purchase) -> None:
    if len(_kept) >= _KEPT:
        _kept.clear()
    _kept[state] = purchase


PURCHASES = ThingTable[Purchase](
    "purchases",
    TableColumn("n", "INTEGER", lambda each: number_of(each.id)),
    TableColumn("client", "TEXT", lambda each: each.client),
    TableColumn("package", "TEXT", lambda each: each.terms.package),
    TableColumn("ended", "TEXT", lambda each: each.ended.kind if each.ended else None),
    TableColumn(
        "expires_at", "INTEGER", lambda each: NEVER if each.expires_at is None else micros(each.expires_at)
    ),
    TableColumn("paid_enough", "INTEGER", lambda each: int(is_paid_enough(each))),
    TableColumn("free", "INTEGER", free_units),
    TableColumn("latest_hold", "INTEGER", _latest_hold),
    TableColumn("pay_by", "INTEGER", lambda each: None if each.pay_by is None else micros(each.pay_by)),
    TableColumn("due", "INTEGER", lambda each: millionths(due_of(each))),
    TableColumn("payer", "TEXT", lambda each: each.payer),
    TableColumn("state", "TEXT", _state_of),
    kind="pur",
    number=0,
    read="state",
    make=lambda row: _purchase_in(row[0]),
    counted="purchases",
    orders={
        "client": "(client, n)",
        "package": "(package, n)",
        "ended": "(ended, n) WHERE ended IS NOT NULL",
        "expiring": "(expires_at, n) WHERE ended IS NULL",
        "to_lapse": "(expires_at, n) WHERE ended IS NULL AND free > 0",
        "unpaid": "(pay_by, n) WHERE ended IS NULL AND paid_enough = 0",
        "due": "(due, n) WHERE due > 0",
        "payer": "(payer, n) WHERE payer IS NOT NULL",
        "not_free": "(n) WHERE ended IS NULL AND free = 0",
    },
)

APPOINTMENTS = ThingTable[Appointment](
    "appointments",
    TableColumn("n", "INTEGER", lambda each: number_of(each.id)),
    TableColumn("client", "TEXT", lambda each: each.client),
    TableColumn("employee", "TEXT", lambda each: each.visit.employee),
    TableColumn("location", "TEXT", lambda each: each.visit.location),
    TableColumn("service", "TEXT", lambda each: each.visit.service),
    TableColumn("status", "TEXT", lambda each: each.status),
    TableColumn("starts_at", "INTEGER", lambda each: micros(each.visit.starts_at)),
    TableColumn("ends_at", "INTEGER", lambda each: micros(each.visit.ends_at)),
    TableColumn("occupied_from", "INTEGER", lambda each: micros(each.visit.occupied_from)),
    TableColumn("occupied_until", "INTEGER", lambda each: micros(each.visit.occupied_until)),
    TableColumn("due", "INTEGER", lambda each: millionths(each.due)),
    TableColumn("state", "TEXT", _state),
    kind="apt",
    number=1,
    read="state",
    make=lambda row: decode(Appointment, loads(row[0])),
    counted="appointments",
    in_diary=lambda run: f"occupied_from < %(end)s AND occupied_until > %(start)s AND {booked_around(run)}",
    orders={
        "client": "(client, starts_at, n)",
        "employee": "(employee, starts_at, n)",
        "location": "(location, starts_at, n)",
        "service": "(service, starts_at, n)",
        "start": "(starts_at, n)",
        "ended": "(status, starts_at, n) WHERE status <> 'booked'",
        "due": "(due, n) WHERE due > 0",
    },
)

BLOCKS = ThingTable["Block"](
    "blocks",
    TableColumn("n", "INTEGER", lambda each: number_of(each.id)),
    TableColumn("employee", "TEXT", lambda each: each.employee),
    TableColumn("time_zone", "TEXT", lambda each: each.time_zone),
    TableColumn("starts_at", "INTEGER", lambda each: micros(each.starts_at)),
    TableColumn("ends_at", "INTEGER", lambda each: micros(each.ends_at)),
    TableColumn("lifted", "INTEGER", lambda each: int(each.lifted)),
    kind="blk",
    number=2,
    read="n, employee, time_zone, starts_at, ends_at, lifted",
    make=_block,
    in_diary=lambda _: "starts_at < %(end)s AND ends_at > %(start)s AND lifted = 0",
    orders={"ending": "(employee, ends_at)"},
)

THINGS: Mapping[Kind, ThingTable[Any]] = {each.kind: each for each in (PURCHASES, APPOINTMENTS, BLOCKS)}
"""The table of each kind."""


def in_diary(
    statements: Statements, table: ThingTable[Any], employee: EmployeeId | None, span: Span
) -> tuple[str, Values]:
    """Return the condition for what takes an employee's time, or anybody's, in a span."""
    assert table.in_diary is not None
    theirs = "" if employee is None else "employee = %(employee)s AND "
    return f"WHERE {theirs}{table.in_diary(statements)}", {"employee": employee, **_ends(span)}


def visits_of(statements: Statements, client: ClientKey, span: Span) -> tuple[str, Values]:
    """Return the condition for a client's booked visits that overlap a span, without buffers."""
    overlap = "client = %(client)s AND starts_at < %(end)s AND ends_at > %(start)s"
    return (
        f"WHERE {overlap} AND {booked_around(statements)} ORDER BY starts_at, n",
        {"client": client, **_ends(span)},
    )


def _ends(span: Span) -> dict[str, int]:
    return {"start": micros(span.start), "end": micros(span.end)}
