"""The tables: numbered SQL files, each run once, by one machine at a time."""

from functools import cache
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.untrusted import LedgerMissingError, LedgerTooNewError
from trafftpkg.stores.postgres.rebuilding import made_anew
from trafftpkg.stores.postgres.statements import PostgresStatements

OLDEST_SERVER = 140000
"""As PostgreSQL numbers its versions: 14."""

_LOCK = 0x7472666C
"""What is locked while tables are made: any number that nobody else uses in this database."""

Connection = psycopg.Connection[Any]


@cache
def known_version() -> int:
    """Return the version of the tables that this program works with."""
    return len(_steps())


def version_of(connection: Connection) -> int:
    """Return the version of the tables that are there; 0 where there are none."""
    (table,) = connection.execute("SELECT to_regclass('ledger_schema')").fetchone() or (None,)
    if table is None:
        return 0
    (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM ledger_schema").fetchone() or (0,)
    return int(version)


def check_fit(version: int, where: str) -> None:
    """Raise why tables of a version cannot be worked with.

    Raises:
        LedgerTooNewError: a newer program made them.
        LedgerMissingError: there are none.
        StoreUnavailableError: they are to be upgraded.
    """
    known = known_version()
    if version > known:
        raise LedgerTooNewError(where=where, version=version, known=known)
    if not version:
        raise LedgerMissingError(where=where, reason="no_tables")
    if version < known:
        raise StoreUnavailableError(where=where, reason="tables_too_old", given=version, limit=known)


def too_old(connection: Connection, where: str) -> TrafftpkgError | None:
    """Return why the server cannot be used; None where it can."""
    found = connection.info.server_version
    if found >= OLDEST_SERVER:
        return None
    return StoreUnavailableError(
        where=where, reason="server_too_old", given=found // 10000, limit=OLDEST_SERVER // 10000
    )


def make_tables(connection: Connection, where: str) -> int:
    """Bring the tables to the known version, from whatever there is, and return the version found.

    Raises:
        LedgerTooNewError: a newer program made them.
        LedgerDamagedError: a line cannot be read; the tables are as they were.
    """
    # Locked around the transaction, which so begins when it can see what another machine made meanwhile.
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    try:
        return _made(connection, where)
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _made(connection: Connection, where: str) -> int:
    with connection.transaction():
        found = version_of(connection)
        if found > known_version():
            raise LedgerTooNewError(where=where, version=found, known=known_version())
        if not found:
            _make_schema(connection)
            connection.execute("CREATE TABLE ledger_schema (version integer PRIMARY KEY)")
        for version, step in enumerate(_steps()[found:], start=found + 1):
            connection.execute(step.encode())
            connection.execute("INSERT INTO ledger_schema VALUES (%s)", (version,))
        if 0 < found < known_version():
            # What an older program made of the entries may mean something else by now.
            made_anew(PostgresStatements(connection), where)
    return found


def _make_schema(connection: Connection) -> None:
    """Make the schema that the address names first, if none of those it names is there."""
    (current, path) = connection.execute(
        "SELECT current_schema(), current_setting('search_path')"
    ).fetchone() or (None, "")
    if current is None:
        name = path.partition(",")[0].strip().strip('"')
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))


@cache
def _steps() -> tuple[str, ...]:
    folder = files("trafftpkg.stores.postgres").joinpath("sql")
    named = sorted((each.name, each) for each in folder.iterdir() if each.name.endswith(".sql"))
    return tuple(each.read_text("utf-8") for _, each in named)
