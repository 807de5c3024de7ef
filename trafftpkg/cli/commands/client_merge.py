"""`trafftpkg client merge`: two entries for one person."""

from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_clients
from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, YesOption
from trafftpkg.cli.output import say
from trafftpkg.cli.session import session_of
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.merge import MergeClients

KeptArgument = Annotated[
    str,
    typer.Argument(
        metavar="CLIENT",
        help="Who is kept: handle, e-mail, phone number, or name.",
        click_type=Offered(offer_clients),
    ),
]
MergedArgument = Annotated[
    str,
    typer.Argument(
        metavar="OTHER",
        help="Client whose purchases and visits are taken over.",
        click_type=Offered(offer_clients),
    ),
]


def command(
    ctx: typer.Context,
    kept: KeptArgument,
    merged: MergedArgument,
    yes: YesOption = False,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Merge two entries for one person.

    CLIENT takes over the purchases and appointments of OTHER. The handle, e-mail
    and phone of OTHER find CLIENT from now on. This cannot be undone: confirm with --yes.

        trafftpkg client merge ana ana-ilic --yes
    """
    carry_out(ctx, MergeClients(kept=kept, merged=merged, confirmed=yes), key=key, dry_run=dry_run, form=form)
    if form == "table" and not dry_run:
        known = session_of(ctx).desk.clients.find(kept)
        say(f"{merged} now finds {known.handle if known else kept}.")
