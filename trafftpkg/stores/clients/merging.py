"""Merging two entries of the client book that are one person."""

from trafftpkg.domain.client import Client
from trafftpkg.domain.value import replace

MERGED = (
    "WITH RECURSIVE theirs (key) AS (SELECT key FROM clients WHERE merged_into = %(key)s"
    " UNION SELECT clients.key FROM clients JOIN theirs ON clients.merged_into = theirs.key)"
    " SELECT key FROM theirs"
)
"""Finds the keys of all clients who were merged into a client, directly or indirectly."""


def shared(kept: Client, merged: Client) -> tuple[Client, Client]:
    """Return the kept client with data that they lacked, and the other with the data that is left.

    The data that is left still finds the person: the other handle, a second address or number.
    """
    filled = replace(
        kept,
        name=_filled(kept.name, merged.name),
        email=_filled(kept.email, merged.email),
        phone=_filled(kept.phone, merged.phone),
        time_zone=_filled(kept.time_zone, merged.time_zone),
        language=_filled(kept.language, merged.language),
    )
    rest = replace(
        merged,
        name=_left(kept.name, merged.name),
        email=_left(kept.email, merged.email),
        phone=_left(kept.phone, merged.phone),
        time_zone=_left(kept.time_zone, merged.time_zone),
        language=_left(kept.language, merged.language),
    )
    return filled, rest


def _filled(theirs: str | None, other: str | None) -> str | None:
    return other if theirs is None else theirs


def _left(theirs: str | None, other: str | None) -> str | None:
    return None if theirs is None else other
