"""The tables as a database has them: what two servers at once must not get wrong is in columns of its own."""

from typing import Any

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import held_units
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.tables import columns
from trafftpkg.stores.tables.columns import Column, Table

ENTRIES = Table[tuple[Any, ...]](
    "entries",
    "seq",
    Column("seq", "INTEGER"),
    Column("at", "INTEGER"),
    Column("key", "TEXT"),
    Column("purchases", "INTEGER"),
    Column("appointments", "INTEGER"),
    Column("line", "BYTES"),
)

PURCHASES = Table[Purchase](
    "purchases",
    "n",
    *columns.PURCHASES.columns,
    Column("held", "INTEGER", held_units),
    Column("lapsed", "INTEGER", lambda each: each.lapsed),
    Column("refunded", "INTEGER", lambda each: each.refunded),
    Column("sent", "INTEGER", lambda each: each.sent),
    Column("voided", "INTEGER", lambda each: each.voided),
    Column("paid", "DECIMAL", lambda each: each.paid),
)
"""With the counts that the tables keep from falling below zero."""

APPOINTMENTS = Table[Appointment](
    "appointments",
    "n",
    *columns.APPOINTMENTS.columns,
    Column("capacity", "INTEGER", lambda each: each.visit.capacity),
)
"""With what says how many may be in a class; which place somebody gets the database says itself."""
