"""`trafftpkg correct`: say what really became of an appointment."""

from typing import Annotated, get_args

import typer

from trafftpkg.cli.options import (
    AppointmentArgument,
    DryRunOption,
    FormatOption,
    KeepOption,
    KeyOption,
    ReasonOption,
    ReleaseOption,
    chosen,
    verdict,
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
    """Say what really became of an appointment.

    Units, forgiveness and worth follow as if it had been said at once, for other
    appointments too. Reports of days that are over stay; today's has the difference.

        trafftpkg correct apt-2 --was used --reason "wrong row"
    """
    request = CorrectAppointment(
        appointment=appointment, was=was, verdict=verdict(release=release, keep=keep), reason=reason
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
