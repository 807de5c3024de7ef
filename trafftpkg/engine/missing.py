"""Finds clients of the ledger who are not in the client book: it is lost or old, or they were erased."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import ClientErasedError, ClientExistsError, UnknownClientError
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import ClientKey, PurchaseId, key_typed
from trafftpkg.domain.value import replace

if TYPE_CHECKING:
    from trafftpkg.engine.ports import Books, ClientBook

_ANY_TIME = datetime.min.replace(tzinfo=UTC)
"""What is found is the same at any moment: the moment says only what it is by then."""
_AT_ONCE = 500
_LATEST = 20
"""How many purchases are checked if a name is unknown: an old copy lacks the latest clients."""


def missing_clients(books: "Books", clients: "ClientBook") -> Iterator[ClientKey]:
    """Yield the keys of all clients of the ledger who are missing from the client book (R-1.17)."""
    keys = books.clients()
    while some := list(islice(keys, _AT_ONCE)):
        yield from missing_of(some, clients)


def missing_of(keys: Iterable[ClientKey], clients: "ClientBook") -> list[ClientKey]:
    """Return those of these keys that are missing from the client book, without erased clients, sorted."""
    unknown = sorted(set(keys) - clients.by_keys(sorted(set(keys))).keys())
    return sorted(set(unknown) - clients.erased(unknown)) if unknown else []


def lately_missing(books: "Books", clients: "ClientBook") -> list[ClientKey]:
    """Return who is missing of those of the latest purchases. As cheap on a long ledger as on a short one."""
    last = books.given("pur")
    latest = (books.thing(PurchaseId(f"pur-{n}")) for n in range(max(last - _LATEST, 0) + 1, last + 1))
    return missing_of({party for each in latest if each is not None for party in each.parties}, clients)


def missing_client(books: "Books", clients: "ClientBook", typed: str) -> Client | None:
    """Return the client of a key, if they are in the ledger and missing from the client book."""
    named = [key] if (key := key_typed(typed)) else []
    return next((Client(key=each, handle=each) for each in missing_of(recorded(books, named), clients)), None)


def erased_client(clients: "ClientBook", typed: str) -> Client | None:
    """Return the erased client with this key."""
    key = key_typed(typed)
    return Client(key=key, handle=key) if key is not None and clients.erased([key]) else None


def attached(books: "Books", clients: "ClientBook", client: Client, typed: str) -> Client:
    """Return a client with the key that the ledger has for them, to be added to the client book again.

    Raises:
        UnknownClientError: the ledger has no such key.
        ClientErasedError: it is the key of an erased client.
        ClientExistsError: the client book has this key.
    """
    key = key_typed(typed)
    if key is None or not recorded(books, [key]):
        raise UnknownClientError(typed=typed)
    if clients.erased([key]):
        raise ClientErasedError(client=key)
    for known in clients.by_keys([key]).values():
        raise ClientExistsError(what="key", typed=key, handle=known.handle)
    return replace(client, key=key)


def recorded(books: "Books", keys: Iterable[ClientKey]) -> list[ClientKey]:
    """Return which of these clients have a purchase, a share of one, one to pay, or a visit in the ledger."""
    return [
        each
        for each in keys
        if books.purchases_of(each)
        or books.shared_with(each)
        or any(books.purchases(PurchaseFilter(payer=each, limit=1), _ANY_TIME))
        or any(books.appointments(AppointmentFilter(client=each, limit=1), _ANY_TIME))
    ]
