"""`trafftpkg adjust`: units by hand."""

from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.change_options import PurchaseArgument
from trafftpkg.cli.completing import Offered, offer_services
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
)
from trafftpkg.cli.parsing import Units, change
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.adjust import AdjustUnits

UnitsOption = Annotated[
    Units,
    typer.Option(
        "--units",
        metavar="N",
        parser=partial(change, what="--units"),
        help="Sessions to add or take away, such as +2 or -1; hours: +90m, -1.5h.",
    ),
]
ServiceOption = Annotated[
    str | None,
    typer.Option(
        "--service",
        metavar="SERVICE",
        help="Change the maximum of this service only.",
        click_type=Offered(offer_services),
    ),
]


def command(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    units: UnitsOption,
    service: ServiceOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Add or take away units by hand.

    trafftpkg adjust pur-1 --units +1 --reason "apology for the delay"
    """
    request = AdjustUnits(
        purchase=purchase, units=units.number, unit=units.unit, service=service, reason=reason
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
