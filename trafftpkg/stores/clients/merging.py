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
    filled = replace(
        kept,
        name=_filled(kept.name, merged.name),
        email=_filled(kept.email, merged.email),
        phone=_filled(kept.phone, merged.phone),
        time_zone=_filled(kept.time_zone, merged.time_zone),
    )
    rest = replace(
        merged,
        name=_left(kept.name, merged.name),
        email=_left(kept.email, merged.email),
        phone=_left(kept.phone, merged.phone),
        time_zone=_left(kept.time_zone, merged.time_zone),
    )
    return filled, rest


def _filled(theirs: str | None, other: str | None) -> str | None:
    return other if theirs is None else theirs


def _left(theirs: str | None, other: str | None) -> str | None:
    return None if theirs is None else other
