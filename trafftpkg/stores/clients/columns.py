"""The tables of the client book, column by column, as far as both kinds of ledger have them."""

from typing import Any

from trafftpkg.domain.client import Client
from trafftpkg.stores.clients.phone_number import PhoneNumber
from trafftpkg.stores.tables.columns import Table, TableColumn, integers, texts


def filed_under(client: Client) -> str | None:
    """Return the spelling of a client's e-mail address by which it is found; None without one."""
    if not client.email:
        return None
    from trafftpkg.stores.clients.email_address import folded

    return folded(client.email)


def _ending(client: Client) -> str | None:
    return (PhoneNumber(client.phone).ending or None) if client.phone else None


CLIENTS = Table[Client](
    "clients",
    "key",
    TableColumn("key", "TEXT", lambda each: each.key),
    TableColumn("handle", "TEXT", lambda each: each.handle),
    TableColumn("name", "TEXT", lambda each: each.name),
    TableColumn("email", "TEXT", lambda each: each.email),
    TableColumn("email_folded", "TEXT", filed_under),
    TableColumn("phone", "TEXT", lambda each: each.phone),
    TableColumn("phone_ending", "TEXT", _ending),
    TableColumn("time_zone", "TEXT", lambda each: each.time_zone),
)
"""What a client is. Into whom they were merged, and by which entry, stands beside it."""

MERGED_CLIENTS = Table[Any](
    "clients", "key", *CLIENTS.columns, *texts("merged_into"), *integers("merged_seq")
)
"""All of a client's row, as it is copied."""

TEXTS = Table[Any]("texts", "seq", *integers("seq"), *texts("text salt"))
ERASED = Table[Any]("erased", "key", *texts("key"))
