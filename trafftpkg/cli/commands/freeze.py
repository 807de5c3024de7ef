"""`trafftpkg freeze`: set purchases aside."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.change_options import CancelAppointmentsOption, PurchasesArgument
from trafftpkg.cli.days import day
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
)
from trafftpkg.cli.writing import carry_out_each
from trafftpkg.engine.requests.freeze import FreezePurchase

FirstOption = Annotated[
    date,
    typer.Option("--from", metavar="DAY", parser=partial(day, what="--from"), help="First frozen day."),
]
LastOption = Annotated[
    date | None,
    typer.Option(
        "--until",
        metavar="DAY",
        parser=partial(day, what="--until"),
        help="Last frozen day. Leave out for no end yet.",
    ),
]


def command(
    ctx: typer.Context,
    purchases: PurchasesArgument,
    first: FirstOption,
    last: LastOption = None,
    cancel_appointments: CancelAppointmentsOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Freeze purchases for a while.

    On frozen days nothing can be redeemed. The last day moves by the number of
    frozen days. It is refused while visits are booked on these
    days. With --cancel-appointments they are cancelled, and their units come
    back.

        trafftpkg freeze pur-1 --from 2026-01-10 --until 2026-01-19 --reason ill
    """
    carry_out_each(
        ctx,
        purchases,
        lambda each: FreezePurchase(
            purchase=each, first=first, last=last, reason=reason, cancel_appointments=cancel_appointments
        ),
        key=key,
        dry_run=dry_run,
        form=form,
    )
