"""What PostgreSQL and the way to it say is wrong, as the program's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from trafftpkg.domain.errors.base import LedgerMovedError, TrafftpkgError
from trafftpkg.domain.errors.unavailable import DiskFullError, LedgerLockedError, StoreUnavailableError
from trafftpkg.stores.postgres.address import scrubbed, without_password

_CONFLICTS = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.UniqueViolation,
    errors.ExclusionViolation,
)
_GONE = ("57P", "25P03", "25P04")
"""How the codes begin with which the server ends a connection: it shuts down, or one was idle too long."""


def is_lost(error: psycopg.Error) -> bool:
    """Tell whether the server went away, so that another connection may do better."""
    if error.sqlstate:
        return error.sqlstate.startswith(_GONE)
    return isinstance(error, psycopg.OperationalError)


def told(error: psycopg.Error, address: str, waited: float) -> Exception:
    """Return what a failed statement means; the error itself where it is the program's own fault.

    Args:
        waited: For how many seconds a lock was waited for.
    """
    where = without_password(address)
    meant: Exception = error
    match error:
        case errors.DiskFull():
            meant = DiskFullError(where=where)
        case errors.LockNotAvailable():
            meant = LedgerLockedError(where=where, holder=None, waited=waited)
        case errors.ReadOnlySqlTransaction():
            why = "the server only takes questions; it is a standby, or was set to be read-only"
            meant = StoreUnavailableError(where=where, why=why, remedy=_PRIMARY)
        case errors.InsufficientPrivilege():
            meant = StoreUnavailableError(where=where, why=said(error, address), remedy=_ROLE)
        case psycopg.DataError():
            meant = _unwritable(error)
        case _ if is_lost(error):
            meant = LedgerMovedError(otherwise=unreachable(error, address))
        case _ if isinstance(error, _CONFLICTS):
            meant = LedgerMovedError(otherwise=error)
        case errors.QueryCanceled():
            meant = StoreUnavailableError(where=where, why=said(error, address), remedy=_CANCELLED)
        case psycopg.OperationalError():
            meant = unreachable(error, address)
    return meant


@contextmanager
def without_retry() -> Iterator[None]:
    """Raise what a moved ledger means where nobody tries again."""
    try:
        yield
    except LedgerMovedError as error:
        raise error.otherwise from error


def unreachable(error: psycopg.Error, address: str) -> TrafftpkgError:
    """Return what it means that no connection could be had, or none held."""
    why = said(error, address)
    return StoreUnavailableError(where=without_password(address), why=why, remedy=_remedy(why))


def said(error: psycopg.Error, address: str) -> str:
    """Return what the server or the driver said, in one line and without a password."""
    lines = (line.strip() for line in str(error).splitlines())
    return scrubbed("; ".join(line for line in lines if line), address).rstrip(".") or type(error).__name__


def _remedy(why: str) -> str:
    return next((remedy for sign, remedy in _REMEDIES.items() if sign in why), _LOOK)


def _unwritable(error: psycopg.Error) -> TrafftpkgError:
    from trafftpkg.domain.errors.usage import BadArgumentError

    return BadArgumentError(field="request", reason="not_text", given=str(error))


_LOOK = "See whether the server runs, and whether host, port and database in --ledger are right."
_PRIMARY = (
    "Name the server that takes writes; with several hosts in the address it is found by itself: "
    "postgresql://ledger-1,ledger-2/…?target_session_attrs=read-write"
)
_CANCELLED = (
    "Ask again. If it is cancelled again, give it time: ALTER ROLE … SET statement_timeout, on the server."
)
_ROLE = "Give the role what it needs; see 'The role that writes' in: trafftpkg guide postgresql"
_REMEDIES = {
    "password": "Give the right password: in the address, in PGPASSWORD, or in ~/.pgpass.",
    "no pg_hba.conf entry": "Let this role in from this machine: pg_hba.conf on the server.",
    "role": "Name a role that the server knows: postgresql://ROLE@…",
    "read-only": _PRIMARY,
    "read-write": _PRIMARY,
    "URI": "Write it like this: postgresql://desk@ledger-1.example/ledger",
}
