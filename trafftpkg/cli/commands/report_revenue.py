"""`trafftpkg report revenue`: what was earned."""

from typing import Annotated, Any

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import FromOption, ToOption, by_option, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: Annotated[list[Any] | None, by_option("revenue")] = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report what was earned by use and by lapse.

    A package earns its price as its units are used. Lapsed units have a column
    of their own.

        trafftpkg report revenue --from 2026-01-01 --to 2026-03-31 --by month
    """
    print_report(ctx, "revenue", first, last, by, as_of, form)
