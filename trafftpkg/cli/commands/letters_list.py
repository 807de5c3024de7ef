"""`trafftpkg letters list`: the letters to clients, and what became of each."""

from typing import Annotated, get_args

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.options import ClientFilter, FormatOption, LimitOption, chosen
from trafftpkg.cli.session import session_of
from trafftpkg.cli.showing import show_letters
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
    never = not letters and desk.outbox.mark() is None
    none = "No letters were ever sent. Begin with: trafftpkg letters send" if never else "No such letters."
    show_letters(desk, letters, form, none=none)
