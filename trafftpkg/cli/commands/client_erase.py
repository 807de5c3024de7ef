"""`trafftpkg client erase`: the right to be forgotten."""

import typer

from trafftpkg.cli.clients import print_client
from trafftpkg.cli.options import ClientArgument, DryRunOption, FormatOption, YesOption
from trafftpkg.cli.output import say
from trafftpkg.cli.session import session_of
from trafftpkg.engine.erasing import erase_client, foreseen_erasure


def command(
    ctx: typer.Context,
    client: ClientArgument,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Erase a client's personal data.

    Purchases and appointments stay, under a random key that nobody can trace.
    This cannot be undone. Confirm with --yes if the client has upcoming visits,
    units left or money due.

        trafftpkg client erase ana
    """
    desk = session_of(ctx).desk
    erase = foreseen_erasure if dry_run else erase_client
    erased = erase(desk.engine, client, confirmed=yes)
    print_client(erased, form, dry_run=dry_run)
    if form == "table" and not dry_run:
        say(f"Erased. Their purchases stay in the ledger under {erased.key}.")
