"""`trafftpkg statement`: one page to send."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from trafftpkg.cli.options import AsOfOption, ClientArgument, format_option
from trafftpkg.cli.output import write_file, write_lines, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.engine.questions.statement import ReadStatement, Statement

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.cli.papers.statement_sheet import Sheet

StatementFormat = Literal["text", "html", "table", "json", "jsonl", "csv"]
StatementFormatOption = Annotated[
    StatementFormat,
    format_option(
        get_args(StatementFormat),
        help="text (or table), html (a page), json, jsonl or csv.",
    ),
]


def command(
    ctx: typer.Context,
    client: ClientArgument,
    as_of: AsOfOption = None,
    form: StatementFormatOption = "text",
) -> None:
    """Print a statement to send to a client.

    Shows each purchase line by line: what was bought, used and is left, until
    when, and what is due.

        trafftpkg statement ana --format html > ana.html
    """
    desk = session_of(ctx).desk
    found = desk.inquiry.ask(ReadStatement(client=client), as_of=as_of)
    match form:
        case "html":
            from trafftpkg.cli.papers.statement_page import statement_page

            write_file(statement_page(_sheet(found, desk)))
        case "text" | "table":
            from trafftpkg.cli.papers.text import statement_text

            write_lines(statement_text(_sheet(found, desk)))
        case _:
            from trafftpkg.cli.views.statement import STATEMENT_FIELDS, statement_object

            write_object(statement_object(found), form, STATEMENT_FIELDS)


def _sheet(found: Statement, desk: "Desk") -> "Sheet":
    from trafftpkg.cli.papers.statement_sheet import sheet_of
    from trafftpkg.cli.views.names import CatalogueNames

    return sheet_of(found, CatalogueNames(desk))
