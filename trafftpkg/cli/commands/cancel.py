"""`trafftpkg cancel`: cancel an appointment."""

from typing import Annotated, Literal, get_args

import typer

from trafftpkg.cli.change_options import (
    AppointmentArgument,
    KeepOption,
    PlacesOption,
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
from trafftpkg.engine.requests.cancel import CancelAppointment

Party = Literal["client", "business"]
ByOption = Annotated[
    Party,
    chosen("--by", get_args(Party), metavar="WHO", help="Who cancels: client or business."),
]


def command(
    ctx: typer.Context,
    appointment: AppointmentArgument,
    by: ByOption = "client",
    places: PlacesOption = None,
    release: ReleaseOption = False,
    keep: KeepOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Cancel an appointment.

    When the client cancels in time, the units go back to the package. When it
    is too late, the policy of the sale decides. When the business cancels, the
    units always go back.

        trafftpkg cancel apt-1

    If only some of a party do not come, give --places. They become an
    appointment of their own, which is cancelled by the same rules.

        trafftpkg cancel apt-2 --places 1
    """
    request = CancelAppointment(
        appointment=appointment,
        by=by,
        verdict=verdict(release=release, keep=keep),
        reason=reason,
        places=places,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
