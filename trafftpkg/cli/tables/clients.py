"""Clients in a table."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.domain.client import Client

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
