"""`trafftpkg block`: an employee is away."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_employees
from trafftpkg.cli.days import moment_or_day
from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, ReasonOption
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.block import BlockEmployee

EmployeeArgument = Annotated[
    str,
    typer.Argument(
        metavar="EMPLOYEE", help="Employee id, such as ines.", click_type=Offered(offer_employees)
    ),
]
FromOption = Annotated[
    date,  # or a datetime, which is one
    typer.Option(
        "--from",
        metavar="START",
        parser=partial(moment_or_day, what="--from"),
        help="Start: 2026-03-02T12:00, or a whole day such as mon.",
    ),
]
UntilOption = Annotated[
    date,  # or a datetime
    typer.Option(
        "--until",
        metavar="END",
        parser=partial(moment_or_day, what="--until"),
        help="End; a day is included as a whole.",
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
    """Mark an employee as away.

    Move or cancel the appointments in that time first: they are listed. The
    catalogue is not changed.

        trafftpkg block ines --from 2026-03-02 --until 2026-03-04 --reason ill
    """
    request = BlockEmployee(
        employee=employee,
        start=start,
        end=end,
        reason=reason,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
