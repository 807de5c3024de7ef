"""`trafftpkg letters resume`: send reminders to a client again, or letters that were not sent."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.completing import Offered, offer_all
from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import Format, say, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.cli.showing import show_letters

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk

_FIELDS = ("client", "reminders")

WhoseArgument = Annotated[
    str,
    typer.Argument(
        metavar="CLIENT|ID",
        help="A client; or what the letters are about: pur-1 or apt-1.",
        click_type=Offered(offer_all),
    ),
]


def command(
    ctx: typer.Context, whose: WhoseArgument, dry_run: DryRunOption = False, form: FormatOption = "table"
) -> None:
    """Send reminders to a client again, or letters that were not sent.

    With a client: after `letters stop`, or after they stopped reminders by the
    link in a letter. With an id: letters about it that failed or were dropped
    wait again, for example once the address is right. A letter that is no
    longer true is not sent.

        trafftpkg letters resume ana

        trafftpkg letters resume apt-1
    """
    desk = session_of(ctx).desk
    if form == "table" and dry_run:
        say("note: this is a dry run; nothing was recorded.")
    if re.fullmatch(r"(pur|apt)-\d+", whose, re.ASCII):
        _renew(desk, whose, dry_run, form)
        return
    found = client_typed(desk, whose)
    if not dry_run:
        desk.outbox.resume(found.key)
    if form != "table":
        write_object({"client": found.handle, "reminders": True}, form, _FIELDS)
    elif not dry_run:
        say(f"{found.handle} gets reminders again.")


def _renew(desk: "Desk", about: str, dry_run: bool, form: Format) -> None:
    letters = tuple(desk.outbox.renew(about, desk.read_clock(), dry_run=dry_run))
    show_letters(desk, letters, form, none=f"No letter about {about} failed or was dropped.")
