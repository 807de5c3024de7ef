"""Clients: what the client book knows, without the ledger's key, as JSON and in a table."""

from collections.abc import Callable, Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.client import Client

CLIENT_FIELDS: dict[str, Callable[[Client], object]] = {
    "client": lambda client: client.handle,
    "name": lambda client: client.name,
    "email": lambda client: client.email,
    "phone": lambda client: client.phone,
    "time_zone": lambda client: client.time_zone,
    "language": lambda client: client.language,
}

_COLUMNS: dict[Column, Callable[[Client], str | None]] = {
    Column("client"): lambda client: client.handle,
    Column("name", elastic=True): lambda client: client.name,
    Column("email", elastic=True): lambda client: client.email,
    Column("phone"): lambda client: client.phone,
    Column("time zone", elastic=True): lambda client: client.time_zone,
    Column("language"): lambda client: client.language,
}


def client_object(client: Client) -> Json:
    """Return what is known about a client."""
    return {name: read(client) for name, read in CLIENT_FIELDS.items()}


def clients_table(clients: Sequence[Client]) -> list[str]:
    """Return one row a client."""
    return table(_COLUMNS, [[read(each) or "" for read in _COLUMNS.values()] for each in clients])
