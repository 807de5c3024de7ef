"""`trafftpkg letters list`: the letters to clients, and what became of each."""

from typing import Annotated, get_args

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.options import ClientFilter, FormatOption, LimitOption, chosen
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.letter import LETTER_FIELDS, LetterList, letter_object, letters_table
from trafftpkg.domain.outbox import LetterStatus

StatusOption = Annotated[
    list[str] | None,
    chosen(
        "--status",
        get_args(LetterStatus),
        metavar="STATUS",
        help="Only waiting, sent, failed or dropped ones. Can be repeated.",
    ),
]


def command(
    ctx: typer.Context,
    client: ClientFilter = None,
    status: StatusOption = None,
    limit: LimitOption = None,
    form: FormatOption = "table",
) -> None:
    """List the letters to clients, and what became of each.

    In the order they became due; with --limit the latest. A letter waits, was
    sent, failed (the mail server refused it for good), or was dropped (there
    was no address, or nothing more to say). Letters that ended more than 90
    days ago are not kept.

        trafftpkg letters list ana

        trafftpkg letters list --status failed
    """
    desk = session_of(ctx).desk
    statuses: list[LetterStatus] = [each for each in get_args(LetterStatus) if each in (status or ())]
    whose = None if client is None else client_typed(desk, client).key
    letters = tuple(desk.outbox.letters(statuses, limit, whose))
    clients = desk.clients.by_keys(sorted({each.client for each in letters}))
    found = LetterList(letters=letters, clients=clients, time_zone=desk.time_zone)
    if form != "table":
        write_objects((letter_object(each, found) for each in letters), form, LETTER_FIELDS)
    elif letters:
        write_lines(letters_table(found))
    elif desk.outbox.mark() is None:
        say("No letters were ever sent. Begin with: trafftpkg letters send")
    else:
        say("No such letters.")
