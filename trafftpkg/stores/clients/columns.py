"""The tables of the client book, as both kinds of ledger have them.

What recognises a spelling is imported where a client is written: hardly anybody waits for that.
"""

from typing import Any

from trafftpkg.domain.client import Client
from trafftpkg.stores.tables.columns import Table, TableColumn, integers, texts


def filed_under(client: Client) -> str | None:
    """Return the form of a client's e-mail address by which it is found. None without an address."""
    if not client.email:
        return None
    from trafftpkg.stores.clients.email_address import folded

    return folded(client.email)


def filed_name(name: str | None) -> str | None:
    """Return the words of a name, a space before each, by whose beginnings it is found; None without one."""
    from trafftpkg.domain.recognition import words_of

    return "".join(f" {word}" for word in words_of(name)) if name else None


def filed_handle(handle: str) -> str:
    """Return the form of a handle by which it is found in any spelling."""
    from trafftpkg.domain.recognition import caseless

    return caseless(handle)


def _ending(client: Client) -> str | None:
    from trafftpkg.domain.recognition import digits_of, phone_ending

    return (phone_ending(digits_of(client.phone)) or None) if client.phone else None


CLIENTS = Table[Client](
    "clients",
    "key",
    TableColumn("key", "TEXT", lambda each: each.key),
    TableColumn("handle", "TEXT", lambda each: each.handle),
    TableColumn("handle_folded", "TEXT", lambda each: filed_handle(each.handle)),
    TableColumn("name", "TEXT", lambda each: each.name),
    TableColumn("name_folded", "TEXT", lambda each: filed_name(each.name)),
    TableColumn("email", "TEXT", lambda each: each.email),
    TableColumn("email_folded", "TEXT", filed_under),
    TableColumn("phone", "TEXT", lambda each: each.phone),
    TableColumn("phone_ending", "TEXT", _ending),
    TableColumn("time_zone", "TEXT", lambda each: each.time_zone),
    TableColumn("shared", "TEXT", lambda each: " ".join(each.shared)),
    TableColumn("language", "TEXT", lambda each: each.language),
)
"""The columns of a client, without those about merging."""

MERGED_CLIENTS = Table[Any](
    "clients", "key", *CLIENTS.columns, *texts("merged_into"), *integers("merged_seq")
)
"""All columns of a client, as they are copied."""

TEXTS = Table[Any]("texts", "seq", *integers("seq"), *texts("text salt"))
ERASED = Table[Any]("erased", "key", *texts("key"))

LETTERS = Table[Any](
    "letters",
    "key",
    *texts("key kind client about"),
    *integers("seq due_at"),
    *texts("status"),
    *integers("tries next_at ended_at"),
    *texts("trouble said"),
)
"""The outbox. Moments are in microseconds, clients are named by their keys."""
LETTERS_MARK = Table[Any](
    "letters_mark", "one", *integers("one seq"), *texts("hash"), *integers("rest_until rests")
)
"""How far the outbox is: one row, once letters have begun."""
LETTERS_STOPPED = Table[Any]("letters_stopped", "client", *texts("client"))
"""Who wants no more reminders."""
HAS_STOPPED = "SELECT 1 FROM letters_stopped WHERE client = %(client)s"
"""Has a row if a client wants no more reminders."""

COPIED = (MERGED_CLIENTS, TEXTS, ERASED, LETTERS, LETTERS_MARK, LETTERS_STOPPED)
"""All of a client book, as it is copied."""
