"""`trafftpkg statement`: one page to send."""

from typing import Annotated, Literal

import typer

from trafftpkg.cli.options import AsOfOption, ClientArgument
from trafftpkg.cli.output import write_lines, write_object, write_text
from trafftpkg.cli.parsing import moment, one_of
from trafftpkg.cli.session import session_of
from trafftpkg.engine.questions.statement import ReadStatement

_FORMATS: tuple[Literal["text", "html", "json"], ...] = ("text", "html", "json")
StatementFormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="text, html: a page of its own, or json.")
]


def command(
    ctx: typer.Context,
    client: ClientArgument,
    as_of: AsOfOption = None,
    form: StatementFormatOption = "text",
) -> None:
    """Write a page to send that explains a client's balance.

    Each purchase with what was bought, used, and is left until when, line by
    line, and what is to be paid.

        trafftpkg statement ana --format html > ana.html
    """
    asked = one_of(form, _FORMATS, "--format")
    desk = session_of(ctx).desk
    at = None if as_of is None else moment(as_of, "--as-of")
    found = desk.inquiry.ask(ReadStatement(client=client), as_of=at)
    if asked == "json":
        from trafftpkg.cli.objects.statement import statement_object

        write_object(statement_object(found), "json", ())
        return
    from trafftpkg.cli.statement.page import statement_page
    from trafftpkg.cli.statement.sheet import sheet_of
    from trafftpkg.cli.statement.text import statement_text
    from trafftpkg.cli.tables.names import CatalogueNames

    sheet = sheet_of(found, CatalogueNames(desk))
    if asked == "html":
        write_text(statement_page(sheet))
    else:
        write_lines(statement_text(sheet))
