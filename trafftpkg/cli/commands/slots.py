"""`trafftpkg slots`: when a service can be booked."""

from datetime import date, time, timedelta
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_purchases
from trafftpkg.cli.days import day, time_of_day
from trafftpkg.cli.options import (
    AsOfOption,
    EmployeeOption,
    FormatOption,
    LimitOption,
    LocationOption,
    PartyOption,
    ServiceArgument,
)
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.slot import SLOT_FIELDS, slot_object, slots_table
from trafftpkg.engine.questions.slots import FindSlots

_A_WEEK = timedelta(days=6)
"""From the first day to the last."""

FirstOption = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DAY",
        parser=partial(day, what="--from"),
        help="First day: 2026-03-02, tomorrow, mon, +3d.  [default: today]",
    ),
]
LastOption = Annotated[
    date | None,
    typer.Option(
        "--to",
        metavar="DAY",
        parser=partial(day, what="--to"),
        help="Last day, inclusive.  [default: a week]",
    ),
]
AfterOption = Annotated[
    time | None,
    typer.Option(
        "--after",
        metavar="TIME",
        parser=partial(time_of_day, what="--after"),
        help="Show only times from this one on, such as 16:00.",
    ),
]

PaidByOption = Annotated[
    str | None,
    typer.Option(
        "--paid-by",
        metavar="PURCHASE",
        help="Show only times that this purchase can pay for.",
        click_type=Offered(offer_purchases),
    ),
]


def command(
    ctx: typer.Context,
    service: ServiceArgument,
    first: FirstOption = None,
    last: LastOption = None,
    employee: EmployeeOption = None,
    location: LocationOption = None,
    after: AfterOption = None,
    party: PartyOption = None,
    paid_by: PaidByOption = None,
    limit: LimitOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """List the free times of a service.

    One line for each day and employee. For a class, the number of places left
    follows each time.

        trafftpkg slots facial

        trafftpkg slots facial --from mon --to +14d --after 16:00
    """
    session = session_of(ctx)
    first = first or session.today()
    question = FindSlots(
        service=service,
        first_day=first,
        last_day=last or first + _A_WEEK,
        employee=employee,
        location=location,
        after=after,
        party=party or 1,
        limit=limit,
        payer=paid_by,
    )
    desk = session.desk
    found = desk.inquiry.ask(question, as_of=as_of)
    if form != "table":
        write_objects((slot_object(each) for each in found.slots), form, SLOT_FIELDS)
    elif not found.slots:
        say("No free times on these days. Try other days.")
    else:
        write_lines(slots_table(found.slots, CatalogueNames(desk)))
        if found.total > len(found.slots):
            say(f"Showing the first {len(found.slots)} of {found.total} free times.")
