"""`trafftpkg report payments`: money that came in and went back."""

from typing import Annotated, Any

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import FromOption, ToOption, by_option, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: Annotated[list[Any] | None, by_option("payments")] = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report money in and out, by day and method: the till.

    Gross, with all taxes. What came with units from another client, or with an
    imported balance, is not counted.

        trafftpkg report payments --from 2026-01-31 --to 2026-01-31
    """
    print_report(ctx, "payments", first, last, by, as_of, form)
