"""`trafftpkg refund`: pay back what is unused."""

from typing import Annotated, Literal

import typer

from trafftpkg.cli.options import (
    CancelAppointmentsOption,
    DryRunOption,
    FormatOption,
    KeyOption,
    MethodOption,
    PurchaseArgument,
    ReasonOption,
)
from trafftpkg.cli.output import format_of
from trafftpkg.cli.parsing import amount_or_nothing, one_of, text
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.end import RefundPurchase

_BASES: tuple[Literal["pro-rata", "list-price"], ...] = ("pro-rata", "list-price")
BasisOption = Annotated[
    str,
    typer.Option("--basis", metavar="BASIS", help="What used units cost: pro-rata or list-price."),
]
AmountOption = Annotated[
    str | None, typer.Option("--amount", metavar="AMOUNT", help="Exactly this much instead, like 100.00.")
]


def command(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    basis: BasisOption = "pro-rata",
    amount: AmountOption = None,
    method: MethodOption = None,
    cancel_appointments: CancelAppointmentsOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Pay back what is unused, and end the purchase.

    With --dry-run it is a quote.

        trafftpkg refund pur-1 --reason moving --dry-run
    """
    asked = format_of(form)
    request = RefundPurchase(
        purchase=purchase,
        basis=one_of(basis, _BASES, "--basis"),
        amount=None if amount is None else amount_or_nothing(amount, "--amount"),
        method=text(method),
        cancel_appointments=cancel_appointments,
        reason=text(reason),
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=asked)
