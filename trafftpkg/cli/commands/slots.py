"""`trafftpkg slots`: when a service can be booked."""

from typing import Annotated

import typer

from trafftpkg.cli.options import AsOfOption, EmployeeOption, FormatOption, LocationOption, ServiceArgument
from trafftpkg.cli.output import format_of, say, write_lines, write_objects
from trafftpkg.cli.parsing import day, moment
from trafftpkg.cli.session import session_of
from trafftpkg.engine.questions.slots import FindSlots

FirstOption = Annotated[str, typer.Option("--from", metavar="DAY", help="First day: 2026-03-02.")]
LastOption = Annotated[str, typer.Option("--to", metavar="DAY", help="Last day, included.")]


def command(
    ctx: typer.Context,
    service: ServiceArgument,
    first: FirstOption,
    last: LastOption,
    employee: EmployeeOption = None,
    location: LocationOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """List the free times of a service.

    trafftpkg slots facial --from 2026-03-02 --to 2026-03-06
    """
    asked = format_of(form)
    question = FindSlots(
        service=service,
        first_day=day(first, "--from"),
        last_day=day(last, "--to"),
        employee=employee,
        location=location,
    )
    desk = session_of(ctx).desk
    found = desk.inquiry.ask(question, as_of=None if as_of is None else moment(as_of, "--as-of"))
    if asked != "table":
        from trafftpkg.cli.views.slot import SLOT_FIELDS, slot_object

        write_objects((slot_object(each) for each in found.slots), asked, SLOT_FIELDS)
    elif not found.slots:
        say("Nothing is free on these days; try others.")
    else:
        from trafftpkg.cli.views.names import CatalogueNames
        from trafftpkg.cli.views.slot import slots_table

        write_lines(slots_table(found.slots, CatalogueNames(desk)))
