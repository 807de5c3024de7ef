"""`trafftpkg void`: end purchases that should not have been sold."""

from typing import Annotated

import typer

from trafftpkg.cli.change_options import CancelAppointmentsOption, PurchasesArgument
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
)
from trafftpkg.cli.writing import carry_out_each
from trafftpkg.engine.requests.end import VoidPurchase

KeepMoneyOption = Annotated[bool, typer.Option("--keep-money", help="Keep money that was paid but not used.")]


def command(
    ctx: typer.Context,
    purchases: PurchasesArgument,
    cancel_appointments: CancelAppointmentsOption = False,
    keep_money: KeepMoneyOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """End purchases that should not have been sold.

    Used units stay used and due; the rest is voided. No money is paid back: if
    more was paid than was used, confirm with --keep-money.

        trafftpkg void pur-1 --reason "sold twice"
    """
    carry_out_each(
        ctx,
        purchases,
        lambda each: VoidPurchase(
            purchase=each,
            cancel_appointments=cancel_appointments,
            keep_money=keep_money,
            reason=reason,
        ),
        key=key,
        dry_run=dry_run,
        form=form,
    )
