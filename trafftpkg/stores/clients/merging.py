"""Two entries of the client book that are one person: who keeps what, and whom else it concerns."""

from trafftpkg.domain.client import Client
from trafftpkg.domain.value import replace

MERGED = (
    "WITH RECURSIVE theirs (key) AS (SELECT key FROM clients WHERE merged_into = %(key)s"
    " UNION SELECT clients.key FROM clients JOIN theirs ON clients.merged_into = theirs.key)"
    " SELECT key FROM theirs"
)
"""The keys of all that were merged into a client, directly or by way of another."""


def shared(kept: Client, merged: Client) -> tuple[Client, Client]:
    """Return the one who is kept with what they lacked, and the other with what is left to them.

    What is left still leads to the person: the other handle, a second e-mail address, a second number.
    """
    moves = {
        field: value
        for field in ("name", "email", "phone", "time_zone")
        if getattr(kept, field) is None and (value := getattr(merged, field)) is not None
    }
    return replace(kept, **moves), replace(merged, **dict.fromkeys(moves))  # type: ignore[arg-type]  # texts
