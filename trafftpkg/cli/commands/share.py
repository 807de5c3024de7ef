"""`trafftpkg share`: let other clients use a purchase."""

import typer

from trafftpkg.cli.change_options import MembersArgument, PurchaseArgument
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
)
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.share import SharePurchase


def command(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    members: MembersArgument,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Let other clients use a purchase.

    They book for themselves, and their own packages pay first. How many may
    share it is in the package, as it was sold: `members`. It stays the owner's:
    reminders, payments and refunds go to the owner.

        trafftpkg share pur-1 ivo mia
    """
    request = SharePurchase(purchase=purchase, members=tuple(members))
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
