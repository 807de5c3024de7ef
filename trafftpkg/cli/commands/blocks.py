"""`trafftpkg blocks`: who is away."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_employees
from trafftpkg.cli.days import day, refuse_reversed
from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.block import BLOCK_FIELDS, block_row_object, blocks_table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.engine.questions.blocks import ListBlocks

EmployeeFilter = Annotated[
    str | None,
    typer.Argument(metavar="EMPLOYEE", help="Show only this employee.", click_type=Offered(offer_employees)),
]
FirstOption = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DAY",
        parser=partial(day, what="--from"),
        help="First day.  [default: from now on]",
    ),
]
LastOption = Annotated[
    date | None,
    typer.Option("--to", metavar="DAY", parser=partial(day, what="--to"), help="Last day, inclusive."),
]


def command(
    ctx: typer.Context,
    employee: EmployeeFilter = None,
    first: FirstOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """List the absences of employees.

    Removed absences are left out.

        trafftpkg blocks ines
    """
    refuse_reversed(first, last)
    question = ListBlocks(
        employee=employee,
        first_day=first,
        last_day=last,
    )
    desk = session_of(ctx).desk
    found = desk.inquiry.ask(question, as_of=as_of)
    if form != "table":
        write_objects((block_row_object(each, found.view) for each in found.rows), form, BLOCK_FIELDS)
    elif not found.rows:
        say(f"No absences. Add one: trafftpkg block {employee or 'EMPLOYEE'} --from START --until END")
    else:
        write_lines(blocks_table(found.rows, CatalogueNames(desk)))
