"""`trafftpkg report receivables`: what clients owe."""

from typing import Annotated, Any

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import FromOption, ToOption, by_option, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: Annotated[list[Any] | None, by_option("receivables")] = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report what clients owe, and since when.

    What was earned and not received, by purchase and visit: opening plus charged
    minus settled is closing, without taxes. `due` is what to ask for, and it has
    been owed since that day.

        trafftpkg report receivables --from 2026-01-01 --to 2026-01-31

        trafftpkg report receivables --from 2026-01-01 --to 2026-03-31 --by month
    """
    print_report(ctx, "receivables", first, last, by, as_of, form)
