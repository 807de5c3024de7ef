"""`trafftpkg appointments`: the diary, by client, employee, place, or day."""

from datetime import date
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from trafftpkg.cli.completing import Offered, offer_employees, offer_locations, offer_services
from trafftpkg.cli.days import day, refuse_reversed
from trafftpkg.cli.options import (
    AsOfOption,
    ClientFilter,
    LimitOption,
    ReferenceFilter,
    chosen,
    format_option,
)
from trafftpkg.cli.output import say, write_file, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.appointment import APPOINTMENT_FIELDS, appointment_object
from trafftpkg.cli.views.appointment_words import appointments_table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.domain.appointment import AppointmentStatus
from trafftpkg.engine.questions.appointments import ListAppointments

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.engine.questions.appointments import AppointmentList

_STATUSES: tuple[AppointmentStatus, ...] = get_args(AppointmentStatus)
CalendarFormat = Literal["table", "json", "jsonl", "csv", "ics"]

EmployeeFilter = Annotated[
    str | None,
    typer.Option(
        "--employee", metavar="EMPLOYEE", help="Show only this employee.", click_type=Offered(offer_employees)
    ),
]
LocationFilter = Annotated[
    str | None,
    typer.Option(
        "--location", metavar="LOCATION", help="Show only this location.", click_type=Offered(offer_locations)
    ),
]
ServiceFilter = Annotated[
    str | None,
    typer.Option(
        "--service", metavar="SERVICE", help="Show only this service.", click_type=Offered(offer_services)
    ),
]
StatusOption = Annotated[
    list[Any] | None,  # of AppointmentStatus, of which Typer makes no list
    chosen(
        "--status",
        _STATUSES,
        metavar="STATUS",
        help="Show only booked, used, cancelled or no_show. Can be repeated.",
    ),
]
FirstOption = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DAY",
        parser=partial(day, what="--from"),
        help="First day: 2026-03-02, today, mon, +3d.",
    ),
]
LastOption = Annotated[
    date | None,
    typer.Option("--to", metavar="DAY", parser=partial(day, what="--to"), help="Last day, inclusive."),
]

DueOption = Annotated[bool, typer.Option("--due", help="Only visits with money still to be paid.")]

CalendarFormatOption = Annotated[
    CalendarFormat,
    format_option(get_args(CalendarFormat), help="table, json, jsonl, csv or ics (a calendar)."),
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
    due: DueOption = False,
    reference: ReferenceFilter = None,
    limit: LimitOption = None,
    as_of: AsOfOption = None,
    form: CalendarFormatOption = "table",
) -> None:
    """List appointments by their start.

    trafftpkg appointments --employee mira --from 2026-03-02 --to 2026-03-02

    trafftpkg appointments --employee mira --format ics > mira.ics
    """
    refuse_reversed(first, last)
    question = ListAppointments(
        client=client,
        employee=employee,
        location=location,
        service=service,
        statuses=tuple(status or ()),
        first_day=first,
        last_day=last,
        due=due,
        reference=reference,
        limit=limit,
        # An employee's own calendar has their absences too.
        with_changes=form == "ics",
        with_absences=form == "ics" and bool(employee) and not (client or service or status),
    )
    desk = session_of(ctx).desk
    found = desk.inquiry.ask(question, as_of=as_of)
    if form == "ics":
        write_file(_calendar(desk, question, found))
    elif form != "table":
        objects = (appointment_object(each, found.view) for each in found.appointments)
        write_objects(objects, form, APPOINTMENT_FIELDS)
    elif not found.appointments:
        say(f"No appointments. Book one: trafftpkg book {client or 'CLIENT'} SERVICE --at START")
    else:
        write_lines(appointments_table(found.appointments, found.view, CatalogueNames(desk)))


def _calendar(desk: "Desk", question: ListAppointments, found: "AppointmentList") -> str:
    """The appointments as a calendar."""
    if find_spec("icalendar") is None:
        from trafftpkg.domain.errors.unusable import StoreUnusableError

        raise StoreUnusableError(where="--format ics", reason="library_missing", thing="ics")
    from trafftpkg.cli.calendar import calendar_name, calendar_text

    names = CatalogueNames(desk)
    return calendar_text(found, names, calendar_name(question, found, names))
