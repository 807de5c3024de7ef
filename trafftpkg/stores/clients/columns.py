"""The tables of the client book, as both kinds of ledger have them."""

from typing import Any

from trafftpkg.domain.client import Client
from trafftpkg.domain.recognition import caseless, digits_of, phone_ending, words_of
from trafftpkg.stores.tables.columns import Table, TableColumn, integers, texts


def filed_under(client: Client) -> str | None:
    """Return the form of a client's e-mail address by which it is found. None without an address."""
    if not client.email:
        return None
    from trafftpkg.stores.clients.email_address import folded

    return folded(client.email)


def filed_name(name: str | None) -> str | None:
    """Return the words of a name, a space before each, by whose beginnings it is found; None without one."""
    return "".join(f" {word}" for word in words_of(name)) if name else None


def _ending(client: Client) -> str | None:
    return (phone_ending(digits_of(client.phone)) or None) if client.phone else None


CLIENTS = Table[Client](
    "clients",
    "key",
    TableColumn("key", "TEXT", lambda each: each.key),
    TableColumn("handle", "TEXT", lambda each: each.handle),
    TableColumn("handle_folded", "TEXT", lambda each: caseless(each.handle)),
    TableColumn("name", "TEXT", lambda each: each.name),
    TableColumn("name_folded", "TEXT", lambda each: filed_name(each.name)),
    TableColumn("email", "TEXT", lambda each: each.email),
    TableColumn("email_folded", "TEXT", filed_under),
    TableColumn("phone", "TEXT", lambda each: each.phone),
    TableColumn("phone_ending", "TEXT", _ending),
    TableColumn("time_zone", "TEXT", lambda each: each.time_zone),
    TableColumn("shared", "TEXT", lambda each: " ".join(each.shared)),
)
"""The columns of a client, without those about merging."""

MERGED_CLIENTS = Table[Any](
    "clients", "key", *CLIENTS.columns, *texts("merged_into"), *integers("merged_seq")
)
"""All columns of a client, as they are copied."""

TEXTS = Table[Any]("texts", "seq", *integers("seq"), *texts("text salt"))
ERASED = Table[Any]("erased", "key", *texts("key"))
