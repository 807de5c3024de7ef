"""Erasing a client: all that is personal goes, what was bought stays under the key."""

from trafftpkg.domain.client import Client
from trafftpkg.domain.filters import AppointmentFilter
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.engine.attempts import attempted
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.scope import Scope


def erase_client(engine: Engine, typed: str) -> Client:
    """Remove everything personal about a client for good; what they bought stays under their key (R-1.10).

    Returns:
        The client as they were known.

    Raises:
        UnknownClientError: nobody is called that.
    """
    return attempted(lambda: _erased(engine, typed))


def _erased(engine: Engine, typed: str) -> Client:
    with engine.ledger.writing(Scope(everything=True)) as books:
        client = engine.reading(books).client(typed)
        things: list[PurchaseId | AppointmentId] = [
            *(each.id for each in books.purchases_of(client.key)),
            *(each.id for each in books.appointments(AppointmentFilter(client=client.key), engine.clock())),
        ]
        seqs = {entry.seq for thing in things for entry in books.entries_touching(thing)}
        engine.clients.erase(client.key, sorted(seqs))
    return client
