"""The tables: numbered SQL files, each run once, under a lock that lets one machine do it."""

from functools import cache
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.untrusted import LedgerTooNewError

OLDEST_SERVER = 140000
"""As PostgreSQL numbers its versions: 14."""

_LOCK = 0x7472666C
"""What is locked while tables are made: any number that nobody else uses in this database."""

Connection = psycopg.Connection[Any]


class NoLedgerError(StoreUnavailableError):
    """There is a server, and nothing of ours on it yet."""


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
        StoreUnavailableError: there are none, or they are to be upgraded.
    """
    known = known_version()
    if version > known:
        raise LedgerTooNewError(where=where, version=version, known=known)
    if not version:
        raise no_ledger("it holds no ledger yet", where)
    if version < known:
        why = f"its tables are of version {version}, and this program needs {known}"
        raise StoreUnavailableError(where=where, why=why, remedy=_ask(where, "upgrade"))


def no_ledger(why: str, where: str) -> TrafftpkgError:
    """Return the error of who asks where nothing was ever recorded."""
    return NoLedgerError(where=where, why=why, remedy=_ask(where, "init"))


def too_old(connection: Connection, where: str) -> TrafftpkgError | None:
    """Return why the server cannot be used; None where it can."""
    found = connection.info.server_version
    if found >= OLDEST_SERVER:
        return None
    why = (
        f"the server is PostgreSQL {found // 10000}, and {OLDEST_SERVER // 10000} is the oldest that will do"
    )
    remedy = f"Upgrade the server to PostgreSQL {OLDEST_SERVER // 10000} or newer."
    return StoreUnavailableError(where=where, why=why, remedy=remedy)


def make_tables(connection: Connection, where: str, *, only_where_empty: bool = False) -> int:
    """Bring the tables to the known version, from whatever there is, and return the version found.

    Args:
        only_where_empty: Refuse to begin where something else has tables.

    Raises:
        LedgerTooNewError: a newer program made them.
        StoreUnavailableError: there are tables of something else.
    """
    # Held around the transaction, which so begins when it can see what another machine made meanwhile.
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    try:
        return _made(connection, where, only_where_empty)
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _made(connection: Connection, where: str, only_where_empty: bool) -> int:
    with connection.transaction():
        found = version_of(connection)
        if found > known_version():
            raise LedgerTooNewError(where=where, version=found, known=known_version())
        if not found:
            _make_schema(connection)
            if only_where_empty and _has_tables(connection):
                why = "it has tables of something else, and no ledger"
                raise StoreUnavailableError(where=where, why=why, remedy=_ask(where, "init"))
            connection.execute("CREATE TABLE ledger_schema (version integer PRIMARY KEY)")
        for version, step in enumerate(_steps()[found:], start=found + 1):
            connection.execute(step.encode())
            connection.execute("INSERT INTO ledger_schema VALUES (%s)", (version,))
    return found


def _make_schema(connection: Connection) -> None:
    """Make the schema that the address names first, if none of those it names is there."""
    (current, path) = connection.execute(
        "SELECT current_schema(), current_setting('search_path')"
    ).fetchone() or (None, "")
    if current is None:
        name = path.partition(",")[0].strip().strip('"')
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))


def _has_tables(connection: Connection) -> bool:
    query = (
        "SELECT FROM pg_class"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')"
    )
    return connection.execute(query).fetchone() is not None


@cache
def _steps() -> tuple[str, ...]:
    folder = files("trafftpkg.stores.postgres").joinpath("sql")
    named = sorted((each.name, each) for each in folder.iterdir() if each.name.endswith(".sql"))
    return tuple(each.read_text("utf-8") for _, each in named)


def _ask(where: str, command: str) -> str:
    return f"trafftpkg --ledger '{where}' ledger {command}   # as a role that may create tables"
