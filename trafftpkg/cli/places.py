"""Where a ledger is, as typed; what no ledger can lie at is refused before anything is opened."""

import os

from trafftpkg.cli.errors import MalformedError

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
    scheme, is_address, _ = typed.partition("://")
    if not (is_address and _is_scheme(scheme)):
        _refuse_unreachable(typed)
    elif scheme not in _SERVERS:
        # Not all of it: an address may hold a password.
        expected = "a path, or an address that begins with postgresql://"
        raise MalformedError(what=what, typed=f"{scheme}://…", expected=expected)
    return typed


def _is_scheme(text: str) -> bool:
    """Tell whether a text is what stands before `://`. No pattern is compiled: every command waits for it."""
    return text.isascii() and text[:1].isalpha() and all(each.isalnum() or each in "+.-" for each in text)


def _refuse_unreachable(path: str) -> None:
    if os.path.basename(os.path.normpath(path)) in ("", os.curdir):  # noqa: PTH119 - as fast as can be
        from trafftpkg.domain.errors.unavailable import StoreUnavailableError

        raise StoreUnavailableError(where=path, reason="is_a_folder")
    try:
        os.stat(path)  # noqa: PTH116 - likewise
    except FileNotFoundError:
        return
    except OSError as failure:
        from trafftpkg.domain.errors.unavailable import failed

        raise failed(path, failure) from failure
