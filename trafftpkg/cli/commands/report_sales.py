"""`trafftpkg report sales`: what was sold."""

from typing import Annotated, Any

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import FromOption, ToOption, by_option, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: Annotated[list[Any] | None, by_option("sales")] = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report what was sold.

    Sales count at their price, paid or not. Imported balances are not counted as sales.

        trafftpkg report sales --from 2026-01-01 --to 2026-01-31 --by package
    """
    print_report(ctx, "sales", first, last, by, as_of, form)
