"""`trafftpkg pay`: record money that came in."""

from functools import partial
from typing import Annotated, Any

import typer

from trafftpkg.cli.completing import offer_booked
from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, MethodOption, ReferenceOption
from trafftpkg.cli.parsing import amount_or_all
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.pay import ReceivePayment

ThingArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Id of a purchase, or of an appointment without a package.",
        autocompletion=offer_booked,
    ),
]
AmountArgument = Annotated[
    Any,  # a Decimal or all, of which Typer makes no type
    typer.Argument(
        metavar="AMOUNT",
        parser=partial(amount_or_all, what="AMOUNT"),
        help="How much, like 36.00; or all, for what is due.",
    ),
]


def command(
    ctx: typer.Context,
    thing: ThingArgument,
    amount: AmountArgument,
    method: MethodOption = None,
    reference: ReferenceOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Record a payment for a purchase or an appointment.

    trafftpkg pay pur-1 all --method card --reference ch_1
    """
    request = ReceivePayment(
        thing=thing,
        amount=None if amount == "all" else amount,
        method=method,
        reference=reference,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
