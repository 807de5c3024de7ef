"""Options and functions shared by the client commands."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.output import Format, say, write_lines, write_object
from trafftpkg.cli.parsing import language_or_nothing, zone_or_nothing
from trafftpkg.cli.views.client import CLIENT_FIELDS, client_object
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.untrusted import LedgerSealedError

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.engine.ports import ClientBook

NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", parser=str.strip, help="Full name.")
]
EmailOption = Annotated[
    str | None, typer.Option("--email", metavar="EMAIL", parser=str.strip, help="E-mail address.")
]
PhoneOption = Annotated[
    str | None, typer.Option("--phone", metavar="PHONE", parser=str.strip, help="Phone number.")
]
SharedOption = Annotated[
    bool,
    typer.Option("--shared", help="Their e-mail address and phone number may be another client's too."),
]
ZoneOption = Annotated[
    str | None,
    typer.Option(
        "--time-zone",
        metavar="ZONE",
        parser=partial(zone_or_nothing, what="--time-zone"),
        help="Time zone, such as Europe/Belgrade.",
    ),
]

LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="LANGUAGE",
        parser=language_or_nothing,
        help="Language of letters to them and of their page, such as pt.",
    ),
]


def client_typed(desk: "Desk", typed: str) -> Client:
    """Return the client with this handle, e-mail, phone number, name, or key.

    Raises:
        UnknownClientError: there is none.
        AmbiguousClientError: there are several.
    """
    with desk.ledger.reading() as books:
        return desk.inquiry.client_typed(books, typed)


def book_to_change(desk: "Desk") -> "ClientBook":
    """Return the client book for writing.

    Raises:
        LedgerSealedError: the ledger was moved to another place.
    """
    with desk.ledger.reading() as books:
        moved_to = books.moved_to()
    if moved_to is not None:
        raise LedgerSealedError(where=desk.place, moved_to=moved_to)
    return desk.clients


def print_client(client: Client, form: Format, *, dry_run: bool = False) -> None:
    """Print a client, or in a dry run what the client would be."""
    if form == "table":
        if dry_run:
            say("note: this is a dry run; nothing was recorded.")
        from trafftpkg.cli.views.client_page import client_words

        write_lines(client_words(client))
    else:
        write_object(client_object(client), form, CLIENT_FIELDS)
