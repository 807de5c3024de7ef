"""`trafftpkg appointments`: the diary, by client, employee, place, or day."""

from datetime import date, datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from trafftpkg.cli.completing import offer_clients, offer_employees, offer_locations, offer_services
from trafftpkg.cli.options import AsOfOption, LimitOption
from trafftpkg.cli.output import format_or_ics, say, write_lines, write_objects, write_text
from trafftpkg.cli.parsing import count, day_span, moment, one_of
from trafftpkg.cli.session import session_of
from trafftpkg.domain.appointment import AppointmentStatus
from trafftpkg.engine.questions.appointments import ListAppointments

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.engine.questions.appointments import AppointmentList

_STATUSES: tuple[AppointmentStatus, ...] = get_args(AppointmentStatus)

ClientFilter = Annotated[
    str | None,
    typer.Argument(
        metavar="CLIENT",
        help="Only this client's: handle, e-mail, or phone number.",
        autocompletion=offer_clients,
    ),
]
EmployeeFilter = Annotated[
    str | None,
    typer.Option(
        "--employee", metavar="EMPLOYEE", help="Only with this employee.", autocompletion=offer_employees
    ),
]
LocationFilter = Annotated[
    str | None,
    typer.Option(
        "--location", metavar="LOCATION", help="Only at this location.", autocompletion=offer_locations
    ),
]
ServiceFilter = Annotated[
    str | None,
    typer.Option("--service", metavar="SERVICE", help="Only of this service.", autocompletion=offer_services),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="STATUS", help="Only these: booked, used, cancelled, no_show. Repeatable."
    ),
]
FirstOption = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day: 2026-03-02.")]
LastOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day, included.")]

CalendarFormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="table, json, jsonl, csv, or ics: a calendar.")
]


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
    as_of: AsOfOption = None,
    form: CalendarFormatOption = "table",
) -> None:
    """List appointments by their start.

    trafftpkg appointments --employee mira --from 2026-03-02 --to 2026-03-02

    trafftpkg appointments --employee mira --format ics > mira.ics
    """
    asked = format_or_ics(form)
    first_day, last_day = day_span(first, last)
    question = ListAppointments(
        client=client,
        employee=employee,
        location=location,
        service=service,
        statuses=tuple(one_of(each, _STATUSES, "--status") for each in status or ()),
        first_day=first_day,
        last_day=last_day,
        limit=None if limit is None else count(limit, "--limit"),
    )
    desk = session_of(ctx).desk
    moment_asked = None if as_of is None else moment(as_of, "--as-of")
    found = desk.inquiry.ask(question, as_of=moment_asked)
    if asked == "ics":
        write_text(_calendar(desk, question, found, moment_asked))
    elif asked != "table":
        from trafftpkg.cli.views.appointment import APPOINTMENT_FIELDS, appointment_object

        objects = (appointment_object(each, found.view) for each in found.appointments)
        write_objects(objects, asked, APPOINTMENT_FIELDS)
    elif not found.appointments:
        say(f"No appointments. Book one: trafftpkg book {client or 'CLIENT'} SERVICE --at START")
    else:
        from trafftpkg.cli.views.appointment import appointments_table
        from trafftpkg.cli.views.names import CatalogueNames

        write_lines(appointments_table(found.appointments, found.view, CatalogueNames(desk)))


def _calendar(
    desk: "Desk", question: ListAppointments, found: "AppointmentList", as_of: datetime | None
) -> str:
    """The appointments as a calendar; an employee's own has their absences too."""
    if find_spec("icalendar") is None:
        from trafftpkg.domain.errors.unavailable import StoreUnavailableError

        raise StoreUnavailableError(
            where="--format ics",
            why="the library for calendars is not installed",
            remedy="pip install 'trafftpkg[ics]'",
        )
    from trafftpkg.cli.calendar import calendar_text
    from trafftpkg.cli.views.names import CatalogueNames
    from trafftpkg.engine.questions.blocks import ListBlocks

    away = None
    if question.employee and not (question.client or question.service or question.statuses):
        span = ListBlocks(
            employee=question.employee,
            first_day=question.first_day or date.min + timedelta(days=2),
            last_day=question.last_day,
        )
        away = desk.inquiry.ask(span, as_of=as_of)
    return calendar_text(found, [each.block for each in away.rows] if away else [], CatalogueNames(desk))
