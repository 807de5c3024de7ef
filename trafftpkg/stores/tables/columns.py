"""The tables, column by column: its name, its type, and how it is read off a thing; said here and only here.

What a file's index is laid out by, and what every row is written by, come from this. The tables of a database
are laid out by numbered files of SQL, which a test holds to this.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units, is_paid_enough
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.lines.line import compact
from trafftpkg.stores.lines.wire import encode
from trafftpkg.stores.tables.rows import NEVER, NO_END, Row, micros

T = TypeVar("T")
Kind = Literal["INTEGER", "TEXT", "DECIMAL", "BYTES"]
"""The last two only a database has."""


class TableColumn(NamedTuple, Generic[T]):
    """A column.

    Args:
        of: How it is read off a thing; None where rows are put together from what was counted or met.
    """

    name: str
    kind: Kind
    of: Callable[[T], Any] | None = None


class Table(Generic[T]):
    """A table.

    Args:
        key: The columns by which rows differ.
        columns: In the order of a row.
        sums: The columns that add up.
    """

    def __init__(self, name: str, key: str, *columns: TableColumn[T], sums: str = "") -> None:
        self.name = name
        self.key = tuple(key.split())
        self.columns = columns
        self.sums = tuple(sums.split())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(each.name for each in self.columns)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The names of the columns that are not of the key."""
        return tuple(each for each in self.names if each not in self.key)

    @cached_property
    def _readers(self) -> list[Callable[[T], Any]]:
        return [each.of for each in self.columns if each.of is not None]

    def row(self, thing: T) -> Row:
        """Return a thing as a row."""
        return tuple([read(thing) for read in self._readers])

    @cached_property
    def or_replace(self) -> str:
        """What is done where a row's key is there already: the others become the new row's."""
        return self._or_set([f"{each} = excluded.{each}" for each in self.others])

    @cached_property
    def or_add(self) -> str:
        """What is done where a row's key is there already: the sums go up by the new row's."""
        return self._or_set([f"{each} = {self.name}.{each} + excluded.{each}" for each in self.sums])

    def _or_set(self, changes: list[str]) -> str:
        return f" ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {', '.join(changes)}"


COUNTS = "count(*), count(DISTINCT client)"
"""How many purchases, and how many clients have them."""

OR_IGNORE = " ON CONFLICT DO NOTHING"
"""What is done where a row's key is there already: nothing."""


def _latest_hold(purchase: Purchase) -> int | None:
    """When the last visit begins that may still be to come: no units are booked from then on."""
    to_come = [hold.starts_at for hold in purchase.holds if hold.units and not hold.kept]
    return micros(max(to_come)) if to_come else None


def integers(names: str) -> tuple[TableColumn[Row], ...]:
    """Return columns of numbers that are counted."""
    return tuple(TableColumn(name, "INTEGER") for name in names.split())


def texts(names: str) -> tuple[TableColumn[Row], ...]:
    """Return columns of texts that are met."""
    return tuple(TableColumn(name, "TEXT") for name in names.split())


PURCHASES = Table[Purchase](
    "purchases",
    "n",
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
    TableColumn("state", "TEXT", lambda each: compact(encode(each))),
)

FREEZES = Table[tuple[Purchase, DaySpan]](
    "freezes",
    "n first",
    TableColumn("n", "INTEGER", lambda each: number_of(each[0].id)),
    TableColumn("first", "TEXT", lambda each: each[1].first.isoformat()),
    TableColumn("last", "TEXT", lambda each: each[1].last.isoformat() if each[1].last else NO_END),
)

APPOINTMENTS = Table[Appointment](
    "appointments",
    "n",
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
    TableColumn("state", "TEXT", lambda each: compact(encode(each))),
)

KEYS = Table[Row]("keys", "key", *texts("key"), *integers("seq"))
TOUCHED = Table[Row]("touched", "kind n seq", *integers("kind n seq"))
FORMER = Table[Row]("former", "client kind n", *texts("client"), *integers("kind n"))

BLOCKS = Table[Row](
    "blocks",
    "n",
    *integers("n"),
    *texts("employee time_zone"),
    *integers("starts_at ends_at blocked unblocked"),
)

BLOCK_ROWS = f"SELECT {', '.join(BLOCKS.names)} FROM blocks"

_SUMS = "times units value"
MOVEMENTS = Table[Row](
    "movements",
    "at n kind service",
    *integers("at n kind"),
    *texts("service"),
    *integers(f"in_minutes {_SUMS}"),
    sums=_SUMS,
)
DAILY = Table[Row](
    "daily",
    "day package in_minutes kind service",
    *texts("day package"),
    *integers("in_minutes kind"),
    *texts("service"),
    *integers(_SUMS),
    sums=_SUMS,
)


def freeze_rows(purchase: Purchase) -> list[Row]:
    """Return the freezes of a purchase as rows of `freezes`."""
    return [FREEZES.row((purchase, each)) for each in purchase.freezes]
