"""Clients: what the client book knows, without the ledger's key, as JSON and in a table."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.client import Client

CLIENT_FIELDS = "client name email phone time_zone".split()


def client_object(client: Client) -> Json:
    """Return what is known about a client."""
    return {
        "client": client.handle,
        "name": client.name,
        "email": client.email,
        "phone": client.phone,
        "time_zone": client.time_zone,
    }


_COLUMNS = (
    Column("client"),
    Column("name", elastic=True),
    Column("email", elastic=True),
    Column("phone"),
    Column("time zone", elastic=True),
)


def clients_table(clients: Sequence[Client]) -> list[str]:
    """Return one row a client."""
    return table(_COLUMNS, [_row(each) for each in clients])


def _row(client: Client) -> list[str]:
    return [client.handle, client.name or "", client.email or "", client.phone or "", client.time_zone or ""]
