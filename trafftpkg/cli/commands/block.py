"""`trafftpkg block`: an employee is away."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.completing import offer_employees
from trafftpkg.cli.days import moment_or_day
from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, ReasonOption
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.block import BlockEmployee

EmployeeArgument = Annotated[
    str, typer.Argument(metavar="EMPLOYEE", help="Id of an employee: ines.", autocompletion=offer_employees)
]
FromOption = Annotated[
    date,  # or a datetime, which is one
    typer.Option(
        "--from",
        metavar="START",
        parser=partial(moment_or_day, what="--from"),
        help="From when: 2026-03-02T12:00, or a whole day.",
    ),
]
UntilOption = Annotated[
    date,  # or a datetime
    typer.Option(
        "--until",
        metavar="END",
        parser=partial(moment_or_day, what="--until"),
        help="Until when; a day is included as a whole.",
    ),
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
    request = BlockEmployee(
        employee=employee,
        start=start,
        end=end,
        reason=reason,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
