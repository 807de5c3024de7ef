"""The index file: its tables, its own format, and how it is opened."""

import os
import sqlite3
from binascii import crc32
from functools import cache
from pathlib import Path
from typing import NamedTuple

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.jsonl.own_files import check_database
from trafftpkg.stores.lines.wire import shape_of
from trafftpkg.stores.tables.mark import Mark

FORMAT = 2
"""To be raised when the same tables, or the same events, come to mean something else."""

TABLES = """
CREATE TABLE mark (
    device TEXT, inode TEXT, mtime_ns INTEGER, ctime_ns INTEGER,
    size INTEGER, seq INTEGER, hash TEXT, at INTEGER,
    purchases INTEGER, appointments INTEGER, longest INTEGER,
    ledger TEXT, time_zone TEXT, currency TEXT, moved_to TEXT
);
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, offset INTEGER, at INTEGER, purchases INTEGER, appointments INTEGER
);
CREATE TABLE keys (key TEXT PRIMARY KEY, seq INTEGER) WITHOUT ROWID;
CREATE TABLE touched (kind INTEGER, n INTEGER, seq INTEGER, PRIMARY KEY (kind, n, seq)) WITHOUT ROWID;
CREATE TABLE purchases (
    n INTEGER PRIMARY KEY, client TEXT, package TEXT, ended TEXT, expires_at INTEGER, paid_enough INTEGER,
    free INTEGER, latest_hold INTEGER, pay_by INTEGER, state TEXT
);
CREATE TABLE freezes (n INTEGER, first TEXT, last TEXT, PRIMARY KEY (n, first)) WITHOUT ROWID;
CREATE TABLE appointments (
    n INTEGER PRIMARY KEY, client TEXT, employee TEXT, location TEXT, service TEXT, status TEXT,
    starts_at INTEGER, ends_at INTEGER, occupied_from INTEGER, occupied_until INTEGER, state TEXT
);
CREATE TABLE former (client TEXT, kind INTEGER, n INTEGER, PRIMARY KEY (client, kind, n)) WITHOUT ROWID;
CREATE TABLE blocks (
    n INTEGER PRIMARY KEY, employee TEXT, time_zone TEXT, starts_at INTEGER, ends_at INTEGER,
    blocked INTEGER, unblocked INTEGER
);
CREATE TABLE movements (
    at INTEGER, n INTEGER, kind INTEGER, service TEXT, in_minutes INTEGER,
    times INTEGER, units INTEGER, value INTEGER, PRIMARY KEY (at, n, kind, service)
) WITHOUT ROWID;
CREATE TABLE daily (
    day TEXT, package TEXT, in_minutes INTEGER, kind INTEGER, service TEXT,
    times INTEGER, units INTEGER, value INTEGER, PRIMARY KEY (day, package, in_minutes, kind, service)
) WITHOUT ROWID;
"""

ORDERS = """
CREATE INDEX entries_at ON entries (at, seq);
CREATE INDEX purchases_client ON purchases (client, n);
CREATE INDEX purchases_package ON purchases (package, n);
CREATE INDEX purchases_ended ON purchases (ended, n) WHERE ended IS NOT NULL;
CREATE INDEX purchases_expiring ON purchases (expires_at, n) WHERE ended IS NULL;
CREATE INDEX purchases_to_lapse ON purchases (expires_at, n) WHERE ended IS NULL AND free > 0;
CREATE INDEX purchases_unpaid ON purchases (pay_by, n) WHERE ended IS NULL AND paid_enough = 0;
CREATE INDEX purchases_not_free ON purchases (n) WHERE ended IS NULL AND free = 0;
CREATE INDEX freezes_last ON freezes (last, n);
CREATE INDEX appointments_client ON appointments (client, starts_at, n);
CREATE INDEX appointments_employee ON appointments (employee, starts_at, n);
CREATE INDEX appointments_location ON appointments (location, starts_at, n);
CREATE INDEX appointments_service ON appointments (service, starts_at, n);
CREATE INDEX appointments_start ON appointments (starts_at, n);
CREATE INDEX blocks_ending ON blocks (employee, ends_at);
CREATE INDEX appointments_ended ON appointments (status, starts_at, n) WHERE status <> 'booked';
"""
"""Made after the rows when many come at once."""

Stamp = tuple[str, str, int, int]
"""How the ledger's file looked: device, inode, mtime and ctime."""


class Reached(NamedTuple):
    """How far the index has got, and how our last write left the ledger's file."""

    stamp: Stamp
    mark: Mark

    def is_of(self, stat: os.stat_result) -> bool:
        """Tell whether the ledger's file is still as our last write left it."""
        return self.stamp == stamp_of(stat) and self.mark.size == stat.st_size

    def is_older_than(self, stat: os.stat_result) -> bool:
        """Tell whether the file has only grown since, for all that can be seen from outside."""
        return self.stamp[:2] == stamp_of(stat)[:2] and self.mark.size < stat.st_size


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return device, inode, mtime and ctime; the first two as text: they may exceed SQLite's integers."""
    return str(stat.st_dev), str(stat.st_ino), stat.st_mtime_ns, stat.st_ctime_ns


def opened(path: Path, options: str) -> sqlite3.Connection:
    """Open an index file, in autocommit; of several threads one at a time may use it.

    Args:
        options: As in SQLite's URIs: `mode=ro`, `mode=rw`, `mode=ro&immutable=1`.

    Raises:
        sqlite3.Error: it is missing, not ours, cannot be opened, is no database, or of another format.
    """
    try:
        check_database(path)
    except OSError as error:
        raise sqlite3.OperationalError(str(error)) from error
    connection = sqlite3.connect(
        f"file:{_quoted(path)}?{options}",
        uri=True,
        isolation_level=None,
        timeout=5,
        check_same_thread=False,
    )
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != _version():
            raise sqlite3.DatabaseError("an index of another format")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def opened_for_writing(path: Path) -> sqlite3.Connection:
    """Open an index file to be written to; errors as of `opened`."""
    connection = opened(path, "mode=rw")
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def created(path: Path | None) -> sqlite3.Connection:
    """Make tables without their orders, in an empty file, or for None in a private one that nobody else sees.

    The file is meant for one large transaction: nothing protects it until `finished`.
    """
    connection = sqlite3.connect("" if path is None else os.fspath(path), isolation_level=None)
    try:
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; {TABLES}"
        )
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def finished(connection: sqlite3.Connection) -> None:
    """Make the orders and the index's format known, after the first rows."""
    # An order is sorted in as much memory as the cache may take: of a long ledger all of it.
    connection.executescript(f"PRAGMA cache_size = -8192; {ORDERS} PRAGMA user_version = {_version()};")


def is_private(connection: sqlite3.Connection) -> bool:
    """Tell whether the index is one that nobody else sees."""
    # Its name is not asked for: it may be no text.
    named = "SELECT 1 FROM pragma_database_list WHERE name = 'main' AND file <> ''"
    return connection.execute(named).fetchone() is None


def reached(connection: sqlite3.Connection) -> Reached | None:
    """Return how far the index has got, and with what file; None while it has nothing."""
    row = connection.execute("SELECT * FROM mark").fetchone()
    return None if row is None else Reached(row[:4], Mark(*row[4:]))


def mark_of(connection: sqlite3.Connection) -> Mark | None:
    """Return how far the index has got; None while it has nothing."""
    found = reached(connection)
    return None if found is None else found.mark


@cache
def _version() -> int:
    text = f"{FORMAT}{TABLES}{ORDERS}{shape_of(Purchase)}{shape_of(Appointment)}"
    return crc32(text.encode()) & 0x7FFFFFFF


def _quoted(path: Path) -> str:
    return "".join(
        chr(byte) if chr(byte) in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(path.absolute())
    )


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.")
