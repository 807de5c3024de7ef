"""The tables of the index file, and how an empty one is made. Only who makes an index loads this."""

import os
import sqlite3
from binascii import crc32
from functools import cache
from pathlib import Path
from typing import Any

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.jsonl.index_file import VERSION, private
from trafftpkg.stores.lines.wire import shape_of
from trafftpkg.stores.tables.columns import (
    BESIDE,
    FORMER,
    KEYS,
    MONTHLY,
    MOVEMENTS,
    TOUCHED,
    Table,
    integers,
    texts,
)
from trafftpkg.stores.tables.rows import Row
from trafftpkg.stores.tables.things import THINGS

ENTRIES = Table[Row](
    "entries",
    "seq",
    *integers("seq offset at purchases appointments"),
    orders={"at": "(at, seq)"},
)

MARK = Table[Row](
    "mark",
    "",
    *texts("device inode"),
    *integers("mtime_ns ctime_ns size seq"),
    *texts("hash"),
    *integers("at purchases appointments longest"),
    *texts("ledger time_zone currency moved_to"),
)

FORMAT = 4
"""Raise this number when the same tables or events mean something else than before."""

_BESIDE = tuple(each.table for each in BESIDE)
TABLES = (MARK, ENTRIES, KEYS, TOUCHED, *THINGS.values(), *_BESIDE, FORMER, MOVEMENTS, MONTHLY)

ORDERS = " ".join(
    f"CREATE INDEX {table.name}_{name} ON {table.name} {order};"
    for table in TABLES
    for name, order in table.orders.items()
)
"""Indexes, created after the rows if there are many."""


def created(path: Path | None) -> sqlite3.Connection:
    """Create the tables without their indexes, in an empty file, or privately for None.

    The file is made in one large transaction: nothing protects it until `finished`.
    """
    connection = private() if path is None else sqlite3.connect(os.fspath(path), isolation_level=None)
    try:
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192; {_layout()}"
        )
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def finished(connection: sqlite3.Connection) -> None:
    """Create the indexes and write the format, after the first rows."""
    # Sorting an index uses as much memory again as the cache has, and is faster in little.
    connection.executescript(
        f"PRAGMA cache_size = -2048; {ORDERS} PRAGMA cache_size = -8192; PRAGMA user_version = {VERSION};"
    )


@cache
def _layout() -> str:
    return " ".join(f"CREATE TABLE {each.name} ({_columns(each)}){_kept_by(each)};" for each in TABLES)


def _columns(table: Table[Any]) -> str:
    key = (f"PRIMARY KEY ({', '.join(table.key)})",) if table.key else ()
    return ", ".join((*(f"{each.name} {each.kind}" for each in table.columns), *key))


def _kept_by(table: Table[Any]) -> str:
    """Return options of a table: numbered by SQLite, or stored in the order of its key."""
    return " WITHOUT ROWID" if table.key and table.key not in _NUMBERED else ""


_NUMBERED = (("n",), ("seq",))


@cache
def layout_sum() -> int:
    """Return what `VERSION` has to be: a sum over the tables, and over what rows hold as text."""
    text = f"{FORMAT}{_layout()}{ORDERS}{shape_of(Purchase)}{shape_of(Appointment)}"
    return crc32(text.encode()) & 0x7FFFFFFF
