"""The tables: each column's name, type, and how it is read off a thing. Declared only here.

The index of a file is created from this, and every row is written by it. The tables of a database are created
by numbered SQL files; a test checks that they agree.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import ClientKey, Kind, number_of
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.tables.rows import NO_END, Row

T = TypeVar("T")
SqlType = Literal["INTEGER", "TEXT", "DECIMAL", "BYTES"]
"""Only PostgreSQL has the last two."""


class TableColumn(Generic[T]):
    """A column.

    Args:
        of: How it is read off a thing. None in tables whose rows are not read off things.
    """

    __slots__ = ("kind", "name", "of")

    def __init__(self, name: str, kind: SqlType, of: Callable[[T], Any] | None = None) -> None:
        self.name = name
        self.kind = kind
        self.of = of


_NO_ORDERS: Mapping[str, str] = {}


class Table(Generic[T]):
    """A table.

    Args:
        key: The columns of the primary key.
        columns: The columns, in the order of a row.
        sums: The columns that are added up.
        orders: The indexes besides the key, by name.
    """

    def __init__(
        self,
        name: str,
        key: str,
        *columns: TableColumn[T],
        sums: str = "",
        orders: Mapping[str, str] = _NO_ORDERS,
    ) -> None:
        self.name = name
        self.key = tuple(key.split())
        self.columns = columns
        self.sums = tuple(sums.split())
        self.orders = orders

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(each.name for each in self.columns)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The names of the columns outside the key."""
        return tuple(each for each in self.names if each not in self.key)

    @cached_property
    def _readers(self) -> list[Callable[[T], Any]]:
        return [each.of for each in self.columns if each.of is not None]

    def row(self, thing: T) -> Row:
        """Return a thing as a row."""
        return tuple([read(thing) for read in self._readers])

    @cached_property
    def or_replace(self) -> str:
        """What happens if a row's key exists: the other columns are replaced."""
        return self._or_set([f"{each} = excluded.{each}" for each in self.others])

    @cached_property
    def or_add(self) -> str:
        """What happens if a row's key exists: the sums are added."""
        return self._or_set([f"{each} = {self.name}.{each} + excluded.{each}" for each in self.sums])

    def _or_set(self, changes: list[str]) -> str:
        return f" ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {', '.join(changes)}"


COUNTS = "count(*), count(DISTINCT client)"
"""Counts purchases, and the clients who have them."""

OR_IGNORE = " ON CONFLICT DO NOTHING"
"""What happens if a row's key exists: nothing."""


def integers(names: str) -> tuple[TableColumn[Row], ...]:
    """Return integer columns."""
    return tuple(TableColumn(name, "INTEGER") for name in names.split())


def texts(names: str) -> tuple[TableColumn[Row], ...]:
    """Return text columns."""
    return tuple(TableColumn(name, "TEXT") for name in names.split())


FREEZES = Table[tuple[Purchase, DaySpan]](
    "freezes",
    "n first",
    TableColumn("n", "INTEGER", lambda each: number_of(each[0].id)),
    TableColumn("first", "TEXT", lambda each: each[1].first.isoformat()),
    TableColumn("last", "TEXT", lambda each: each[1].last.isoformat() if each[1].last else NO_END),
    orders={"last": "(last, n)"},
)

MEMBERS = Table[tuple[Purchase, ClientKey]](
    "members",
    "n client",
    TableColumn("n", "INTEGER", lambda each: number_of(each[0].id)),
    TableColumn("client", "TEXT", lambda each: each[1]),
    orders={"client": "(client, n)"},
)


def _references(name: str) -> Table[tuple[Purchase | Appointment, str]]:
    """Return a table of what payments are called elsewhere."""
    return Table(
        name,
        "n reference",
        TableColumn("n", "INTEGER", lambda each: number_of(each[0].id)),
        TableColumn("reference", "TEXT", lambda each: each[1]),
        orders={"reference": "(reference, n)"},
    )


PURCHASE_REFERENCES = _references("purchase_references")
VISIT_REFERENCES = _references("visit_references")

_LONGEST_REFERENCE = 200


def reference_key(reference: str) -> str:
    """Return the part of a reference that is searched by: longer texts do not fit into an index."""
    return reference[:_LONGEST_REFERENCE]


def _paid_under(thing: Purchase | Appointment) -> tuple[str, ...]:
    if not thing.payments:  # most visits: a rebuild asks it of every entry
        return ()
    return tuple({reference_key(each.reference): None for each in thing.payments if each.reference})


class Beside:
    """A table with a row for each of some facts of a thing, which filters ask for.

    Args:
        kind: The beginning of the ids of such things.
        field: What of a thing the facts are read off: while it is the same, so are they.
    """

    __slots__ = ("facts", "field", "kind", "table")

    def __init__(
        self, table: Table[Any], kind: Kind, field: str, facts: Callable[[Any], tuple[Any, ...]]
    ) -> None:
        self.table = table
        self.kind = kind
        self.field = field
        self.facts = facts

    def rows(self, thing: Any) -> list[Row]:
        """Return the rows of a thing."""
        return [self.table.row((thing, each)) for each in self.facts(thing)]


BESIDE = (
    Beside(FREEZES, "pur", "freezes", lambda purchase: purchase.freezes),
    Beside(MEMBERS, "pur", "members", lambda purchase: purchase.members),
    Beside(PURCHASE_REFERENCES, "pur", "payments", _paid_under),
    Beside(VISIT_REFERENCES, "apt", "payments", _paid_under),
)
"""The tables beside those of the things."""

KEYS = Table[Row]("keys", "key", *texts("key"), *integers("seq"))
TOUCHED = Table[Row]("touched", "kind n seq", *integers("kind n seq"))
FORMER = Table[Row]("former", "client kind n", *texts("client"), *integers("kind n"))

_SUMS = "times units value gross"
MOVEMENTS = Table[Row](
    "movements",
    "at thing n kind part employee location",
    *integers("at thing n kind"),
    *texts("part employee location package unit"),
    *integers(_SUMS),
    sums=_SUMS,
)


MONTHLY = Table[Row](
    "monthly",
    "kind month package unit part employee location",
    *integers("kind"),
    *texts("month package unit part employee location"),
    *integers(_SUMS),
    sums=_SUMS,
)
"""Movements added up by month: by kind first, as few kinds have most of the rows."""
