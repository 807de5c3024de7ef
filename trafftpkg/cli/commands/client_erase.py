"""`trafftpkg client erase`: the right to be forgotten."""

import typer

from trafftpkg.cli.clients import client_typed, print_client
from trafftpkg.cli.options import ClientArgument, DryRunOption, FormatOption
from trafftpkg.cli.output import format_of, say
from trafftpkg.cli.session import session_of
from trafftpkg.engine.erasing import erase_client


def command(
    ctx: typer.Context,
    client: ClientArgument,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Remove everything personal about a client.

    Their purchases and appointments stay, under a random key that no longer
    leads to anyone. This cannot be undone.

        trafftpkg client erase ana
    """
    asked = format_of(form)
    desk = session_of(ctx).desk
    erased = client_typed(desk, client) if dry_run else erase_client(desk.engine, client)
    print_client(erased, asked, dry_run=dry_run)
    if asked == "table" and not dry_run:
        say(f"Erased. What they bought stays in the ledger under {erased.key}.")
