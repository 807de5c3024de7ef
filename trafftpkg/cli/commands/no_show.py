"""`trafftpkg no-show`: record that a client did not come."""

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
)
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.cancel import MissAppointment


def command(
    ctx: typer.Context,
    appointment: AppointmentArgument,
    places: PlacesOption = None,
    release: ReleaseOption = False,
    keep: KeepOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Record that a client did not come.

    The policy of the sale decides whether the units are lost.

        trafftpkg no-show apt-1

        trafftpkg no-show apt-1 --release --reason "snowed in"

    If only some of a party did not come, give --places. They become an
    appointment of their own.

        trafftpkg no-show apt-2 --places 1
    """
    request = MissAppointment(
        appointment=appointment,
        verdict=verdict(release=release, keep=keep),
        reason=reason,
        places=places,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
