"""`trafftpkg block`: an employee is away."""

from typing import Annotated

import typer

from trafftpkg.cli.completing import offer_employees
from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, ReasonOption
from trafftpkg.cli.output import format_of
from trafftpkg.cli.parsing import moment_or_day, text
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.block import BlockEmployee

EmployeeArgument = Annotated[
    str, typer.Argument(metavar="EMPLOYEE", help="Id of an employee: ines.", autocompletion=offer_employees)
]
FromOption = Annotated[
    str, typer.Option("--from", metavar="START", help="From when: 2026-03-02T12:00, or a whole day.")
]
UntilOption = Annotated[
    str, typer.Option("--until", metavar="END", help="Until when; a day is included as a whole.")
]


def command(
    ctx: typer.Context,
    employee: EmployeeArgument,
    start: FromOption,
    end: UntilOption,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Keep an employee from being booked for a while.

    Visits to come in that time are named and have to be moved or cancelled
    first. The catalogue stays as it is.

        trafftpkg block ines --from 2026-03-02 --until 2026-03-04 --reason ill
    """
    asked = format_of(form)
    request = BlockEmployee(
        employee=employee,
        start=moment_or_day(start, "--from"),
        end=moment_or_day(end, "--until"),
        reason=text(reason),
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=asked)
