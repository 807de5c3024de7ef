"""What the reports have in common: their options, and one question printed in the form asked for."""

from collections.abc import Sequence
from typing import Annotated, Any, get_args

import typer

from trafftpkg.cli.output import format_of, say, write_lines, write_objects
from trafftpkg.cli.parsing import day, moment, one_of
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.report import REPORTS, ReportName, question_for, report_objects
from trafftpkg.engine.questions.report import ReportField

_FIELDS: tuple[ReportField, ...] = get_args(ReportField)

FromOption = Annotated[str, typer.Option("--from", metavar="DAY", help="First day: 2026-01-01.")]
ToOption = Annotated[str, typer.Option("--to", metavar="DAY", help="Last day, included.")]
ByOption = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="FIELD", help="Apart by package, client, service or month. Repeatable."),
]


def print_report(
    ctx: Any,
    name: ReportName,
    first: str,
    last: str,
    by: Sequence[str] | None,
    as_of: str | None,
    form: str,
) -> None:
    """Draw up a report and print it; see its own command for what it says."""
    asked = format_of(form)
    fields = [one_of(each, _FIELDS, "--by") for each in by or ()]
    question = question_for(name, day(first, "--from"), day(last, "--to"), fields)
    judged_at = None if as_of is None else moment(as_of, "--as-of")
    found = session_of(ctx).desk.inquiry.ask(question, as_of=judged_at)
    columns = (*found.by, *REPORTS[name].columns)
    rows = report_objects(name, found)
    if asked != "table":
        write_objects(rows, asked, columns)
    elif not rows:
        say(f"Nothing from {question.first} to {question.last}.")
    else:
        from trafftpkg.cli.views.report import report_table

        write_lines(report_table(columns, rows))
