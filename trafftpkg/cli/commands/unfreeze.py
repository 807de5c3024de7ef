"""`trafftpkg unfreeze`: end a freeze."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.change_options import PurchaseArgument
from trafftpkg.cli.days import day
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
)
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.freeze import UnfreezePurchase

OnOption = Annotated[
    date | None,
    typer.Option(
        "--on",
        metavar="DAY",
        parser=partial(day, what="--on"),
        help="First day that can be booked again.  [default: today]",
    ),
]


def command(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    on: OnOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """End a freeze early.

    trafftpkg unfreeze pur-1 --on 2026-01-15
    """
    request = UnfreezePurchase(purchase=purchase, on=on, reason=reason)
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
