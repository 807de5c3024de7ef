"""`trafftpkg redeem`: let a package pay for an appointment that is booked already."""

from typing import Annotated

import typer

from trafftpkg.cli.change_options import AppointmentArgument
from trafftpkg.cli.completing import Offered, offer_payers
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
)
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.redeem import RedeemAppointment

OtherPayerOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="PURCHASE",
        help="Purchase that pays, whatever the usual order.",
        click_type=Offered(offer_payers),
    ),
]


def command(
    ctx: typer.Context,
    appointment: AppointmentArgument,
    payer: OtherPayerOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Let a package pay for an appointment, also afterwards.

    It pays in place of the price, or of the package that paid before, which gets
    its units back. What was paid for the appointment can be refunded.

        trafftpkg redeem apt-1

        trafftpkg redeem apt-1 --from pur-2
    """
    request = RedeemAppointment(appointment=appointment, payer=payer, reason=reason)
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
