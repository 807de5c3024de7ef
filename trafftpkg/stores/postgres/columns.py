"""The tables as a database has them: what two servers at once must not get wrong is in columns of its own."""

from typing import Any

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import held_units
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.tables import columns
from trafftpkg.stores.tables.columns import Table, TableColumn

ENTRIES = Table[tuple[Any, ...]](
    "entries",
    "seq",
    TableColumn("seq", "INTEGER"),
    TableColumn("at", "INTEGER"),
    TableColumn("key", "TEXT"),
    TableColumn("purchases", "INTEGER"),
    TableColumn("appointments", "INTEGER"),
    TableColumn("line", "BYTES"),
)

PURCHASES = Table[Purchase](
    "purchases",
    "n",
    *columns.PURCHASES.columns,
    TableColumn("held", "INTEGER", held_units),
    TableColumn("lapsed", "INTEGER", lambda each: each.lapsed),
    TableColumn("refunded", "INTEGER", lambda each: each.refunded),
    TableColumn("sent", "INTEGER", lambda each: each.sent),
    TableColumn("voided", "INTEGER", lambda each: each.voided),
    TableColumn("paid", "DECIMAL", lambda each: each.paid),
)
"""With the counts that the tables keep from falling below zero."""

APPOINTMENTS = Table[Appointment](
    "appointments",
    "n",
    *columns.APPOINTMENTS.columns,
    TableColumn("capacity", "INTEGER", lambda each: each.visit.capacity),
)
"""With what says how many may be in a class; which place somebody gets the database says itself."""
