"""The version of the tables, made by numbered SQL files, and of the server."""

from functools import cache
from importlib.resources import files
from typing import Any

import psycopg

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.untrusted import LedgerMissingError, LedgerTooNewError
from trafftpkg.domain.errors.unusable import StoreUnusableError

OLDEST_SERVER = 140000
"""The oldest server, as PostgreSQL numbers versions: 14."""


Connection = psycopg.Connection[Any]


@cache
def known_version() -> int:
    """Return the version of the tables that this program works with."""
    return len(steps())


def version_of(connection: Connection) -> int:
    """Return the version of the existing tables; 0 if there are none."""
    (table,) = connection.execute("SELECT to_regclass('ledger_schema')").fetchone() or (None,)
    if table is None:
        return 0
    (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM ledger_schema").fetchone() or (0,)
    return int(version)


def check_fit(version: int, where: str) -> None:
    """Raise an error unless tables of this version can be used.

    Raises:
        LedgerTooNewError: a newer version of the program made them.
        LedgerMissingError: there are none.
        StoreUnusableError: they have to be upgraded.
    """
    known = known_version()
    if version > known:
        raise LedgerTooNewError(where=where, version=version, known=known)
    if not version:
        raise LedgerMissingError(where=where, reason="no_tables")
    if version < known:
        raise StoreUnusableError(where=where, reason="tables_too_old", given=version, limit=known)


def too_old(connection: Connection, where: str) -> TrafftpkgError | None:
    """Return why the server is too old; None if it is not."""
    found = connection.info.server_version
    if found >= OLDEST_SERVER:
        return None
    return StoreUnusableError(
        where=where, reason="server_too_old", given=found // 10000, limit=OLDEST_SERVER // 10000
    )


@cache
def steps() -> tuple[str, ...]:
    """Return the numbered files of SQL, in order: each is run once."""
    folder = files("trafftpkg.stores.postgres").joinpath("sql")
    named = sorted((each.name, each) for each in folder.iterdir() if each.name.endswith(".sql"))
    return tuple(each.read_text("utf-8") for _, each in named)
