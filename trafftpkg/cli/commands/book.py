"""`trafftpkg book`: book an appointment."""

from typing import Annotated

import typer

from trafftpkg.cli.options import (
    ClientArgument,
    DryRunOption,
    EmployeeOption,
    FormatOption,
    KeyOption,
    LocationOption,
    OverrideOption,
    PartyOption,
    PayerOption,
    ReasonOption,
    ServiceArgument,
    StartOption,
)
from trafftpkg.cli.parsing import overrides
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted

WithoutPackageOption = Annotated[
    bool, typer.Option("--without-package", help="Book at the price of the service.")
]
RepeatOption = Annotated[
    str | None,
    typer.Option(
        "--repeat", metavar="RRULE", help="Book a series, such as FREQ=WEEKLY;COUNT=4; all or nothing."
    ),
]


def command(
    ctx: typer.Context,
    client: ClientArgument,
    service: ServiceArgument,
    at: StartOption,
    employee: EmployeeOption = None,
    location: LocationOption = None,
    payer: PayerOption = None,
    without_package: WithoutPackageOption = False,
    party: PartyOption = None,
    repeat: RepeatOption = None,
    override: OverrideOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Book an appointment and redeem a package for it.

    The package that expires first pays. If no package can pay, nothing is
    booked and every reason is shown.

        trafftpkg book ana facial --at 2026-03-02T10:00
    """
    if payer and without_package:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="payer", reason="exclusive", choices=("payer", "without_package"))
    request = BookAppointment(
        client=client,
        wanted=VisitWanted(service=service, at=at, employee=employee, location=location),
        payer=payer,
        without_package=without_package,
        repeat=repeat,
        party=party or 1,
        overrides=overrides(override),
        reason=reason,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
