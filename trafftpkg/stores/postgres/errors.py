"""Errors of PostgreSQL and of the connection, as the program's own errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg import errors

from trafftpkg.domain.errors.base import LedgerMovedError, TrafftpkgError
from trafftpkg.domain.errors.unavailable import (
    DiskFullError,
    LedgerLockedError,
    StoreUnavailableError,
    UnavailableReason,
)
from trafftpkg.domain.errors.unusable import ForbiddenReason, NotPermittedError, StoreUnusableError
from trafftpkg.stores.postgres.address import scrubbed, without_password

_AT_ONCE = (errors.SerializationFailure, errors.DeadlockDetected)
"""What others do at the same time, also a standby that takes in what its primary writes."""

_WRITTEN_SINCE = (errors.UniqueViolation, errors.ExclusionViolation)
"""What others wrote first: if it is met again and again, it is a defect of the program."""

_GONE = ("57P", "25P03", "25P04")
"""How error codes begin when the server ends a connection: it shuts down, or the connection was idle."""

_FORBIDDEN: Mapping[str, ForbiddenReason] = {
    "password": "password_refused",
    "no pg_hba.conf entry": "not_let_in",
    "role": "unknown_role",
}
_SIGNS: Mapping[str, UnavailableReason] = {
    "read-only": "server_only_reads",
    "read-write": "server_only_reads",
}
"""What messages mean. Before a session begins there are no error codes."""
_MISTYPED = ("bad: invalid", "bad: weak", "host names", "invalid integer", "port numbers")
"""What the driver says of an address with which nobody can be reached."""


def is_lost(error: psycopg.Error) -> bool:
    """Tell whether the connection was lost, so that another one may work."""
    if error.sqlstate:
        return error.sqlstate.startswith(_GONE)
    return isinstance(error, psycopg.OperationalError)


def told(error: psycopg.Error, address: str, waited: float) -> Exception:
    """Return what a failed statement means. The error itself if it is a defect of the program.

    Args:
        waited: How many seconds it waited for a lock.
    """
    where = without_password(address)
    meant: Exception = error
    match error:
        case errors.DiskFull():
            meant = DiskFullError(where=where)
        case errors.LockNotAvailable():
            meant = LedgerLockedError(where=where, waited=waited)
        case errors.ReadOnlySqlTransaction():
            meant = _unavailable(error, address, "server_only_reads")
        case errors.InsufficientPrivilege():
            meant = NotPermittedError(where=where, reason="no_right", said=said(error, address))
        case psycopg.DataError():
            meant = _unwritable(error)
        case _ if is_lost(error):
            meant = LedgerMovedError(otherwise=unreachable(error, address))
        case _ if isinstance(error, (*_AT_ONCE, *_WRITTEN_SINCE)):
            meant = LedgerMovedError(otherwise=_conflict(error, address))
        case errors.QueryCanceled():
            meant = _unavailable(error, address, "cancelled")
        case psycopg.OperationalError():
            meant = unreachable(error, address)
    return meant


@contextmanager
def without_retry() -> Iterator[None]:
    """Raise the error behind LedgerMovedError, where nobody tries again."""
    try:
        yield
    except LedgerMovedError as error:
        raise error.otherwise from error


def unreachable(error: psycopg.Error, address: str) -> TrafftpkgError:
    """Return the error for a connection that failed or was lost."""
    told_so = said(error, address)
    if any(sign in told_so for sign in _MISTYPED):
        return not_read(error, address)
    forbidden = next((reason for sign, reason in _FORBIDDEN.items() if sign in told_so), None)
    if forbidden is not None:
        return NotPermittedError(where=without_password(address), reason=forbidden, said=told_so)
    return _unavailable(
        error, address, next((reason for sign, reason in _SIGNS.items() if sign in told_so), "unreachable")
    )


def not_read(error: psycopg.Error, address: str) -> TrafftpkgError:
    """Return the error for an address that is not written as one."""
    return StoreUnusableError(
        where=without_password(address), reason="address_not_read", said=said(error, address)
    )


def said(error: psycopg.Error, address: str) -> str:
    """Return the message of the server or driver, in one line and without passwords."""
    lines = (line.strip() for line in str(error).splitlines())
    return scrubbed("; ".join(line for line in lines if line), address).rstrip(".") or type(error).__name__


def _conflict(error: psycopg.Error, address: str) -> Exception:
    return _unavailable(error, address, "changed_meanwhile") if isinstance(error, _AT_ONCE) else error


def _unavailable(error: psycopg.Error, address: str, reason: UnavailableReason) -> TrafftpkgError:
    return StoreUnavailableError(where=without_password(address), reason=reason, said=said(error, address))


def _unwritable(error: psycopg.Error) -> TrafftpkgError:
    from trafftpkg.domain.errors.usage import BadArgumentError

    return BadArgumentError(field="request", reason="not_text", given=str(error))
