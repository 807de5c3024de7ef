"""Adding a client, with a random key for the ledger and a handle for people."""

import os
import re
from collections.abc import Mapping

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace

_HANDLE = re.compile(r"[^\W_][\w.-]{0,63}")
_TAKEN = re.compile(r"(pur|apt|blk)-\d+|\d+|c[0-9a-f]{24}")


def new_client(
    handle: str,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    time_zone: str | None = None,
) -> Client:
    """Return a client with a key of their own; the client book says how e-mail and phone are kept.

    Raises:
        BadArgumentError: the handle could be taken for something else.
    """
    if not _HANDLE.fullmatch(handle) or _TAKEN.fullmatch(handle):
        raise BadArgumentError(field="client", reason="not_a_handle", given=handle)
    return Client(
        key=ClientKey(f"c{os.urandom(12).hex()}"),
        handle=handle,
        name=name,
        email=email,
        phone=phone,
        time_zone=time_zone,
    )


def edited(client: Client, given: Mapping[str, str | None]) -> Client:
    """Return a client with new facts by field: what is None stays, and an empty text removes."""
    facts = {field: fact.strip() or None for field, fact in given.items() if fact is not None}
    return replace(client, **facts)  # type: ignore[arg-type]  # all of these fields are texts
