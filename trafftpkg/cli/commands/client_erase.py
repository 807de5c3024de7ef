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
    """Remove everything personal about a client.

    Their purchases and appointments stay, under a random key that no longer
    leads to anyone. This cannot be undone. While visits are ahead, units are left
    or money is due it is only done with --yes.

        trafftpkg client erase ana
    """
    desk = session_of(ctx).desk
    erase = foreseen_erasure if dry_run else erase_client
    erased = erase(desk.engine, client, confirmed=yes)
    print_client(erased, form, dry_run=dry_run)
    if form == "table" and not dry_run:
        say(f"Erased. What they bought stays in the ledger under {erased.key}.")
