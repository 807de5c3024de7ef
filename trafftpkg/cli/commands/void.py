"""`trafftpkg void`: end purchases that should not have been sold."""

import typer

from trafftpkg.cli.options import (
    CancelAppointmentsOption,
    DryRunOption,
    FormatOption,
    KeyOption,
    PurchasesArgument,
    ReasonOption,
)
from trafftpkg.cli.output import format_of
from trafftpkg.cli.parsing import text
from trafftpkg.cli.writing import carry_out_each
from trafftpkg.engine.requests.end import VoidPurchase


def command(
    ctx: typer.Context,
    purchases: PurchasesArgument,
    cancel_appointments: CancelAppointmentsOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """End purchases that should not have been sold.

    What was used stays used, what was free is voided, and no money moves.

        trafftpkg void pur-1 --reason "sold twice"
    """
    asked = format_of(form)
    carry_out_each(
        ctx,
        purchases,
        lambda each: VoidPurchase(
            purchase=each, cancel_appointments=cancel_appointments, reason=text(reason)
        ),
        key=key,
        dry_run=dry_run,
        form=asked,
    )
