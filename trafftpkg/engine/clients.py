"""Clients as they are entered, and the clients that one request names.

What recognises a spelling is imported where a client is entered: a booking does not wait for it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from trafftpkg.domain.client import REACHES, Client, Reach
from trafftpkg.domain.ids import CLIENT_KEY, KINDS, ClientKey, key_typed
from trafftpkg.domain.value import Value, replace, value

if TYPE_CHECKING:
    from trafftpkg.engine.inquiry import Inquiry
    from trafftpkg.engine.ports import Books, ClientBook
    from trafftpkg.engine.requests.base import Request

_HANDLE = r"[^\W_][\w.-]{0,63}"
_TAKEN = rf"({'|'.join(KINDS)})-\d+|{CLIENT_KEY}"
_LONGEST_MADE = 30
_FEWEST_DIGITS = 6
"""A new client's number with fewer digits may be a member's number, and is not taken for a phone number."""


def new_client(  # noqa: PLR0913, PLR0917 - all that is known of somebody
    handle: str,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    time_zone: str | None = None,
    language: str | None = None,
) -> Client:
    """Return a client with a key of their own; the client book says how name, e-mail and phone are kept.

    Raises:
        BadArgumentError: the handle could be taken for something else.
    """
    from trafftpkg.domain.recognition import caseless, one_line, visible

    composed = visible(one_line(handle))
    is_taken = re.fullmatch(_TAKEN, caseless(handle))
    if not re.fullmatch(_HANDLE, composed) or is_taken or not _has_letter(composed):
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="client", reason="not_a_handle", given=handle)
    return Client(
        key=ClientKey(f"c{os.urandom(12).hex()}"),
        handle=composed,
        name=name,
        email=email,
        phone=phone,
        time_zone=time_zone,
        language=language,
    )


def client_for(book: ClientBook, typed: str, **facts: str | None) -> Client:
    """Return a new client of whom a handle was typed, or an address or number, of which a handle is made.

    Args:
        facts: What else is known of them, as `new_client` takes it; what was typed is not given twice.

    Raises:
        BadArgumentError: it can be none of these, or is said twice.
    """
    reach = reach_of(typed)
    if reach is None:
        return new_client(typed, **facts)
    if facts.get(reach):
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field=reach, reason="exclusive", choices=("client", reach))
    client = book.as_kept(replace(new_client("newcomer", **facts), **{reach: typed}))  # type: ignore[arg-type]
    return replace(client, handle=book.free_handle(_made_of(client)))


def reach_of(typed: str) -> Reach | None:
    """Return whether a text is an address or a number; None for a few digits, which are neither."""
    from trafftpkg.domain.recognition import digits_of, looks_like_email, looks_like_phone

    if looks_like_email(typed):
        return "email"
    return "phone" if looks_like_phone(typed) and len(digits_of(typed)) >= _FEWEST_DIGITS else None


def _made_of(client: Client) -> str:
    """`ana-ilic` of a name, else `ana.ilic` of an address, else `client-5678` of a number."""
    from trafftpkg.domain.recognition import digits_of, words_of

    if client.name:
        made = "-".join(words_of(client.name))
    elif client.email:
        made = ".".join(words_of(client.email.partition("@")[0]))
    else:
        made = ""
    made = made[:_LONGEST_MADE].strip("-.")
    if not made or not _has_letter(made) or re.fullmatch(_TAKEN, made):
        made = "-".join(filter(None, ("client", digits_of(client.phone or "")[-4:])))
    return made


def _has_letter(text: str) -> bool:
    return any(each.isalpha() for each in text)


def edited(client: Client, given: Mapping[str, str | None], *, shared: bool = False) -> Client:
    """Return a client with new facts by field: what is None stays, and an empty text removes.

    Args:
        shared: Their address and number may be another client's too, as they are from now on.
    """
    facts = {field: fact.strip() or None for field, fact in given.items() if fact is not None}
    still = tuple(each for each in client.shared if each not in facts)
    return replace(client, **facts, shared=REACHES if shared else still)  # type: ignore[arg-type]  # texts


@value
class Parties(Value):
    """What a request's decision begins with.

    Args:
        clients: Those that it names, by what was typed.
        newcomers: Those of them who are to be added with it.
        ahead: How many purchases are numbered by requests that are decided but not yet recorded.
        keeps_text: Its text will be kept under a hash, which loads OpenSSL: a dry run waits for none.
    """

    clients: dict[str, Client]
    newcomers: tuple[Client, ...] = ()
    ahead: int = 0
    keeps_text: bool = True


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
        newcomer: Whom the request names by this handle; added with it unless an earlier attempt did that.

    Raises:
        UnknownClientError: it names somebody who is not known, and admits nobody new.
        AmbiguousClientError: what it names is said of several.
        ClientExistsError: the newcomer's handle is another's.
    """
    clients, newcomers = {}, []
    for typed in request.clients_named():
        if newcomer is not None and newcomer.handle == typed:
            clients[typed] = _added(inquiry.clients, newcomer)
            if clients[typed] is newcomer:
                newcomers.append(newcomer)
            continue
        found = inquiry.clients.find(typed)
        if found is None and request.admits_new_client(typed) and key_typed(typed) is None:
            found = client_for(inquiry.clients, typed)
            newcomers.append(found)
        elif found is None and request.admits_erased:
            from trafftpkg.engine.missing import erased_client

            found = erased_client(inquiry.clients, typed)
        clients[typed] = found or inquiry.client_typed(books, typed)
    return Parties(clients=clients, newcomers=tuple(newcomers))


def _added(book: ClientBook, newcomer: Client) -> Client:
    """Return a newcomer as an earlier attempt added them, or as they are to be added (R-1.21)."""
    if book.free_handle(newcomer.handle) == newcomer.handle:
        return newcomer
    found = book.find(newcomer.handle)
    assert found is not None
    if replace(found, key=newcomer.key) == newcomer:
        return found
    from trafftpkg.domain.errors.naming import ClientExistsError

    raise ClientExistsError(what="handle", typed=newcomer.handle, handle=found.handle)
