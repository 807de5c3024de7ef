"""`trafftpkg client list`: everybody, or who is looked for."""

from typing import Annotated, Literal, get_args

import typer

from trafftpkg.cli.options import FormatOption, LimitOption, chosen
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.client import CLIENT_FIELDS, client_object, clients_table
from trafftpkg.domain.client import Client
from trafftpkg.domain.recognition import answers_to, words_of

ClientSort = Literal["handle", "name"]
TextArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="TEXT", help="Show only clients with this in their handle, name, e-mail or phone number."
    ),
]
SortOption = Annotated[
    ClientSort, chosen("--sort", get_args(ClientSort), metavar="FIELD", help="By handle or name.")
]


def command(
    ctx: typer.Context,
    text: TextArgument = None,
    sort: SortOption = "handle",
    limit: LimitOption = None,
    form: FormatOption = "table",
) -> None:
    """List clients, or find one.

    trafftpkg client list ili

    trafftpkg client list --sort name --format csv
    """
    desk = session_of(ctx).desk
    with desk.ledger.reading() as books:
        everybody = desk.clients.clients()
        desk.inquiry.look_for_missing(books)
    found = [each for each in everybody if text is None or answers_to(each, text)]
    if sort == "name":
        found.sort(key=_by_name)
    shown = found[:limit]
    if form != "table":
        write_objects((client_object(each) for each in shown), form, CLIENT_FIELDS)
        return
    if shown:
        write_lines(clients_table(shown))
    else:
        say(_nobody(text if everybody else None))
    if len(shown) < len(found):
        say(f"{len(shown)} of {len(found)}.")


def _by_name(client: Client) -> tuple[bool, tuple[str, ...], str]:
    """By the words of the name; those without one come last, by handle."""
    return client.name is None, words_of(client.name or ""), client.handle


def _nobody(text: str | None) -> str:
    if text is None:
        return "No clients. Add one: trafftpkg client add HANDLE --name NAME"
    return f"No client answers to '{text}'. See all of them: trafftpkg client list"
