"""`trafftpkg history`: what happened, entry by entry."""

from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_booked
from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.output import write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.history import HISTORY_FIELDS, history_object, history_table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.engine.questions.history import ReadHistory

ThingArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Purchase or appointment id.", click_type=Offered(offer_booked))
]


def command(
    ctx: typer.Context,
    thing: ThingArgument,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Show what happened to a purchase or an appointment.

    trafftpkg history pur-1
    """
    found = session_of(ctx).desk.inquiry.ask(ReadHistory(thing=thing), as_of=as_of)
    if form == "table":
        write_lines(history_table(found, CatalogueNames(session_of(ctx).desk)))
    else:
        write_objects((history_object(each, found.view) for each in found.rows), form, HISTORY_FIELDS)
