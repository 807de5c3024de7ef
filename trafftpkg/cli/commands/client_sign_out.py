"""`trafftpkg client sign-out`: end all sessions of a client on the booking page."""

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.options import ClientArgument, DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_object
from trafftpkg.cli.session import session_of

_FIELDS = ("client", "signed_out_at")


def command(
    ctx: typer.Context, client: ClientArgument, dry_run: DryRunOption = False, form: FormatOption = "table"
) -> None:
    """End all sessions of a client on the booking page.

    For a lost phone, or a link that went to the wrong person. It takes effect
    at once, on every server, and cancels unused links too.

        trafftpkg client sign-out ana
    """
    desk = session_of(ctx).desk
    found, now = client_typed(desk, client), desk.read_clock()
    if not dry_run:
        desk.door.sign_out(found.key, now)
    if form == "table" and dry_run:
        say("note: this is a dry run; nothing was recorded.")
    elif form == "table":
        say(f"{found.handle} is signed out everywhere. New link: trafftpkg client link {found.handle}")
    else:
        moment = now.isoformat(timespec="seconds")
        write_object({"client": found.handle, "signed_out_at": moment}, form, _FIELDS)
