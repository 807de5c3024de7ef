"""`trafftpkg reschedule`: move an appointment."""

import typer

from trafftpkg.cli.change_options import AppointmentArgument, NewStartOption
from trafftpkg.cli.options import (
    DryRunOption,
    EmployeeOption,
    FormatOption,
    KeyOption,
    LocationOption,
    OverrideOption,
    ReasonOption,
)
from trafftpkg.cli.parsing import overrides
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.reschedule import RescheduleAppointment


def command(
    ctx: typer.Context,
    appointment: AppointmentArgument,
    at: NewStartOption = None,
    employee: EmployeeOption = None,
    location: LocationOption = None,
    override: OverrideOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Move an appointment to another time, employee or location.

    Keeps the same time, employee and location unless you change them. The same
    package pays.

        trafftpkg reschedule apt-1 --at 2026-03-03T11:00

        trafftpkg reschedule apt-1 --employee mira
    """
    request = RescheduleAppointment(
        appointment=appointment,
        at=at,
        employee=employee,
        location=location,
        overrides=overrides(override),
        reason=reason,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
