"""`trafftpkg transfer`: units for another client."""

from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.change_options import PurchaseArgument
from trafftpkg.cli.completing import Offered, offer_clients
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
)
from trafftpkg.cli.parsing import Units, units
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.transfer import TransferUnits

ToOption = Annotated[
    str,
    typer.Option(
        "--to", metavar="CLIENT", help="Client who gets the units.", click_type=Offered(offer_clients)
    ),
]
UnitsOption = Annotated[
    Units,
    typer.Option(
        "--units",
        metavar="N",
        parser=partial(units, what="--units"),
        help="Number of sessions; hours: 90m, 1.5h.",
    ),
]


def command(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    to: ToOption,
    given: UnitsOption,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Give units to another client.

    The client gets a paid purchase of their own with the same last day.

        trafftpkg transfer pur-1 --to ivo --units 4 --reason gift
    """
    request = TransferUnits(purchase=purchase, to=to, units=given.number, unit=given.unit, reason=reason)
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
