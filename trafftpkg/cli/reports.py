"""What the reports have in common: their options, and one question printed in the form asked for."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, get_args

import typer

from trafftpkg.cli.days import day
from trafftpkg.cli.options import chosen
from trafftpkg.cli.output import Format, say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.report import REPORTS, ReportName, question_for, report_objects
from trafftpkg.engine.questions.report import ReportField

FromOption = Annotated[
    date,
    typer.Option(
        "--from", metavar="DAY", parser=partial(day, what="--from"), help="First day: 2026-01-01, today, mon."
    ),
]
ToOption = Annotated[
    date, typer.Option("--to", metavar="DAY", parser=partial(day, what="--to"), help="Last day, inclusive.")
]
ByOption = Annotated[
    list[Any] | None,  # of ReportField, of which Typer makes no list
    chosen(
        "--by",
        get_args(ReportField),
        metavar="FIELD",
        help="Group by package, client, service or month. Can be repeated.",
    ),
]


def print_report(
    ctx: Any,
    name: ReportName,
    first: date,
    last: date,
    by: Sequence[ReportField] | None,
    as_of: date | None,
    form: Format,
) -> None:
    """Draw up a report and print it; see its own command for what it says."""
    question = question_for(name, first, last, by or ())
    found = session_of(ctx).desk.inquiry.ask(question, as_of=as_of)
    columns = (*found.by, *REPORTS[name].columns)
    rows = report_objects(name, found)
    if form != "table":
        write_objects(rows, form, columns)
    elif not rows:
        say(f"Nothing to report from {question.first} to {question.last}.")
    else:
        from trafftpkg.cli.views.report import report_table

        write_lines(report_table(columns, rows))
