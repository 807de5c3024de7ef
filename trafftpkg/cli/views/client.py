"""A client as JSON: what the client book knows, without the ledger's key."""

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
