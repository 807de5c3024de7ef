"""`trafftpkg correct`: say what really became of an appointment."""

from typing import Annotated, get_args

import typer

from trafftpkg.cli.change_options import (
    AppointmentArgument,
    KeepOption,
    ReleaseOption,
    verdict,
)
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
    chosen,
)
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.correct import CorrectAppointment, Was

WasOption = Annotated[
    Was,
    chosen("--was", get_args(Was), metavar="WHAT", help="What really happened: used, cancelled or no-show."),
]


def command(
    ctx: typer.Context,
    appointment: AppointmentArgument,
    was: WasOption,
    release: ReleaseOption = False,
    keep: KeepOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Correct what became of an appointment.

    Balances become what they would be if it had been recorded right at once,
    also where other appointments are affected. Reports of past days do not
    change; today's report has the difference.

        trafftpkg correct apt-2 --was used --reason "wrong row"
    """
    request = CorrectAppointment(
        appointment=appointment, was=was, verdict=verdict(release=release, keep=keep), reason=reason
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
