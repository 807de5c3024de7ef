"""What the reports have in common: their options, and one question printed in the form asked for."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any

import typer

from trafftpkg.cli.days import day
from trafftpkg.cli.options import chosen
from trafftpkg.cli.output import Format, say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.report import REPORTS, ReportName, question_for, report_columns, report_objects
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


def by_option(name: ReportName) -> Any:
    """Return the option that groups the rows of a report."""
    fields = REPORTS[name].by
    text = f"Group by {', '.join(fields[:-1])} or {fields[-1]}. Can be repeated."
    return chosen("--by", fields, metavar="FIELD", help=text)


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
    columns = report_columns(name, found)
    rows = report_objects(name, found)
    if form != "table":
        write_objects(rows, form, columns)
    elif not rows:
        say(f"Nothing to report from {question.first} to {question.last}.")
    else:
        from trafftpkg.cli.views.report import report_table

        write_lines(report_table(name, columns, rows))
