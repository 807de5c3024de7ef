"""`trafftpkg letters stop`: send no more reminders to a client."""

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.options import ClientArgument, DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_object
from trafftpkg.cli.session import session_of

_FIELDS = ("client", "reminders")


def command(
    ctx: typer.Context, client: ClientArgument, dry_run: DryRunOption = False, form: FormatOption = "table"
) -> None:
    """Send no more reminders to a client.

    News still comes: purchases, bookings, moves and cancellations. Clients can
    stop reminders themselves, by a link in each.

        trafftpkg letters stop ana
    """
    desk = session_of(ctx).desk
    found = client_typed(desk, client)
    if not dry_run:
        desk.outbox.stop(found.key)
    if form == "table" and dry_run:
        say("note: this is a dry run; nothing was recorded.")
    elif form == "table":
        say(f"{found.handle} gets no more reminders.")
    else:
        write_object({"client": found.handle, "reminders": False}, form, _FIELDS)
