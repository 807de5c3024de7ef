"""Where a ledger is, as typed; what no ledger can lie at is refused before anything is opened."""

import os
import re

from trafftpkg.cli.errors import MalformedError
from trafftpkg.domain.errors.unavailable import StoreUnavailableError, failed

_SERVERS = ("postgresql", "postgres")


def ledger_place(typed: str, what: str) -> str:
    """Return a path, or the address of a server.

    Args:
        typed: As given; a file need not be there yet.
        what: The option it was given by: `--ledger`.

    Raises:
        MalformedError: an address of another kind, which as a path would be a new and empty ledger.
        StoreUnavailableError: no file can be reached by this path.
    """
    scheme = re.match(r"([a-z][a-z0-9+.-]*)://", typed, re.ASCII | re.IGNORECASE)
    if scheme is None:
        _refuse_unreachable(typed)
    elif scheme[1] not in _SERVERS:
        # Not all of it: an address may hold a password.
        expected = "a path, or an address that begins with postgresql://"
        raise MalformedError(what=what, typed=f"{scheme[1]}://…", expected=expected)
    return typed


def _refuse_unreachable(path: str) -> None:
    if os.path.basename(os.path.normpath(path)) in ("", os.curdir):  # noqa: PTH119 - as fast as can be
        raise StoreUnavailableError(where=path, reason="is_a_folder")
    try:
        os.stat(path)  # noqa: PTH116 - likewise
    except FileNotFoundError:
        return
    except OSError as failure:
        raise failed(path, failure) from failure
