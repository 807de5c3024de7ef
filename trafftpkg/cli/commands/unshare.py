"""`trafftpkg unshare`: take a purchase away from other clients."""

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, MembersArgument, PurchaseArgument
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.share import UnsharePurchase


def command(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    members: MembersArgument,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Stop sharing a purchase with other clients.

    They can book nothing more with it. What they have booked stays; cancel it
    if it should not.

        trafftpkg unshare pur-1 ivo
    """
    request = UnsharePurchase(purchase=purchase, members=tuple(members))
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
