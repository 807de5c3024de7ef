"""`trafftpkg appointments`: the diary, by client, employee, place, or day."""

from typing import Annotated, get_args

import typer

from trafftpkg.cli.options import FormatOption, LimitOption
from trafftpkg.cli.output import format_of, say, write_lines, write_objects
from trafftpkg.cli.parsing import count, day, one_of
from trafftpkg.cli.session import session_of
from trafftpkg.domain.appointment import AppointmentStatus
from trafftpkg.engine.questions.appointments import ListAppointments

_STATUSES: tuple[AppointmentStatus, ...] = get_args(AppointmentStatus)

ClientFilter = Annotated[
    str | None, typer.Argument(metavar="CLIENT", help="Only this client's: handle, e-mail, or phone number.")
]
EmployeeFilter = Annotated[
    str | None, typer.Option("--employee", metavar="EMPLOYEE", help="Only with this employee.")
]
LocationFilter = Annotated[
    str | None, typer.Option("--location", metavar="LOCATION", help="Only at this location.")
]
ServiceFilter = Annotated[
    str | None, typer.Option("--service", metavar="SERVICE", help="Only of this service.")
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="STATUS", help="Only these: booked, used, cancelled, no_show. Repeatable."
    ),
]
FirstOption = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day: 2026-03-02.")]
LastOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day, included.")]


def command(
    ctx: typer.Context,
    client: ClientFilter = None,
    employee: EmployeeFilter = None,
    location: LocationFilter = None,
    service: ServiceFilter = None,
    status: StatusOption = None,
    first: FirstOption = None,
    last: LastOption = None,
    limit: LimitOption = None,
    form: FormatOption = "table",
) -> None:
    """List appointments by their start.

    trafftpkg appointments --employee mira --from 2026-03-02 --to 2026-03-02
    """
    asked = format_of(form)
    question = ListAppointments(
        client=client,
        employee=employee,
        location=location,
        service=service,
        statuses=tuple(one_of(each, _STATUSES, "--status") for each in status or ()),
        first_day=None if first is None else day(first, "--from"),
        last_day=None if last is None else day(last, "--to"),
        limit=None if limit is None else count(limit, "--limit"),
    )
    desk = session_of(ctx).desk
    found = desk.inquiry.ask(question)
    if asked != "table":
        from trafftpkg.cli.objects.appointment import APPOINTMENT_FIELDS, appointment_object

        objects = (appointment_object(each, found.view) for each in found.appointments)
        write_objects(objects, asked, APPOINTMENT_FIELDS)
    elif not found.appointments:
        say(f"No appointments. Book one: trafftpkg book {client or 'CLIENT'} SERVICE --at START")
    else:
        from trafftpkg.cli.tables.appointments import appointments_table
        from trafftpkg.cli.tables.names import CatalogueNames

        write_lines(appointments_table(found.appointments, found.view, CatalogueNames(desk)))
