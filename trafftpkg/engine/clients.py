"""Clients as they are entered, and the clients that one request names."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import KINDS, ClientKey
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.missing import key_typed

if TYPE_CHECKING:
    from trafftpkg.engine.inquiry import Inquiry
    from trafftpkg.engine.ports import Books, ClientBook
    from trafftpkg.engine.requests.base import Request

_HANDLE = re.compile(r"[^\W_][\w.-]{0,63}")
_TAKEN = re.compile(rf"({'|'.join(KINDS)})-\d+|\d+|c[0-9a-f]{{24}}")


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


@value
class Parties(Value):
    """What a request's decision begins with.

    Args:
        clients: Those that it names, by what was typed.
        newcomers: Those of them who are to be added with it.
        ahead: How many purchases are numbered by requests that are decided but not yet recorded.
    """

    clients: dict[str, Client]
    newcomers: tuple[Client, ...] = ()
    ahead: int = 0


def clients_named(book: ClientBook, request: Request) -> dict[str, Client]:
    """Return whom a request names, by what was typed, as far as the client book or their key says."""
    known = {}
    for typed in request.clients_named():
        found = book.find(typed)
        if found is None and (key := key_typed(typed)):
            found = Client(key=key, handle=key)
        if found is not None:
            known[typed] = found
    return known


def parties_to(inquiry: Inquiry, books: Books, request: Request, newcomer: Client | None) -> Parties:
    """Return who takes part.

    Args:
        newcomer: Whom the request names by this handle; added with it if nobody is called that.

    Raises:
        UnknownClientError: it names somebody who is not known, and admits nobody new.
        AmbiguousClientError: what it names is said of several.
    """
    clients, newcomers = {}, []
    for typed in request.clients_named():
        found = inquiry.clients.find(typed)
        if found is None and newcomer is not None and newcomer.handle == typed:
            found = newcomer
            newcomers.append(found)
        elif found is None and request.admits_new_client and key_typed(typed) is None:
            found = new_client(typed)
            newcomers.append(found)
        clients[typed] = found or inquiry.client_typed(books, typed)
    return Parties(clients=clients, newcomers=tuple(newcomers))
