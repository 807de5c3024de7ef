"""`trafftpkg letters resume`: send reminders to a client again."""

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.options import ClientArgument, DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_object
from trafftpkg.cli.session import session_of

_FIELDS = ("client", "reminders")


def command(
    ctx: typer.Context, client: ClientArgument, dry_run: DryRunOption = False, form: FormatOption = "table"
) -> None:
    """Send reminders to a client again.

    After `letters stop`, or after they stopped them by the link in a letter.

        trafftpkg letters resume ana
    """
    desk = session_of(ctx).desk
    found = client_typed(desk, client)
    if not dry_run:
        desk.outbox.resume(found.key)
    if form == "table" and dry_run:
        say("note: this is a dry run; nothing was recorded.")
    elif form == "table":
        say(f"{found.handle} gets reminders again.")
    else:
        write_object({"client": found.handle, "reminders": True}, form, _FIELDS)
