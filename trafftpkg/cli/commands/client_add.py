"""`trafftpkg client add`: a new client."""

from typing import Annotated

import typer

from trafftpkg.cli.clients import (
    EmailOption,
    LanguageOption,
    NameOption,
    PhoneOption,
    SharedOption,
    ZoneOption,
    book_to_change,
    print_client,
)
from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption
from trafftpkg.cli.session import session_of
from trafftpkg.domain.client import REACHES
from trafftpkg.domain.value import replace
from trafftpkg.engine.clients import client_for, reach_of
from trafftpkg.engine.missing import attached

BEGINS_LEDGER = True

HandleArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Handle that you will type, such as ana. From an e-mail address or a phone number, one is made.",
    ),
]


def command(
    ctx: typer.Context,
    handle: HandleArgument,
    name: NameOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    time_zone: ZoneOption = None,
    language: LanguageOption = None,
    shared: SharedOption = False,
    attach: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="Key in the ledger, if the client book was lost."),
    ] = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Add a client.

    With --idempotency-key, adding a client again changes nothing. An
    e-mail address or phone number belongs to one client, unless you say with
    --shared that two people have it.

        trafftpkg client add ana --name "Ana Ilic" --email ana@example.com
    """
    session = session_of(ctx)
    book = book_to_change(session.desk)
    known = book.find(handle) if key else None
    client = client_for(
        book,
        handle,
        name=name or None,
        email=email or None,
        phone=phone or None,
        time_zone=time_zone or None,
        language=language or None,
    )
    client = book.as_kept(replace(client, shared=REACHES if shared else ()))
    if known is not None and reach_of(handle):
        client = replace(client, handle=known.handle)
    if attach is not None:
        with session.desk.ledger.reading() as books:
            client = attached(books, book, client, attach)
    if known != replace(client, key=known.key if known else client.key) and not dry_run:
        book.add(client)
    print_client(client, form, dry_run=dry_run)
