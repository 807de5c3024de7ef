"""`trafftpkg report tax`: taxes that fell due."""

from typing import Annotated, Any

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import FromOption, ToOption, by_option, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: Annotated[list[Any] | None, by_option("tax")] = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report the taxes that fell due, by tax and rate.

    With --by, rows are still split by tax and rate: a sale with two taxes is in
    the base of both.

    A tax falls due when money comes in or a visit is used, whichever is first; with
    `tax_point: redemption` in business.yaml it falls due when a visit is used.

        trafftpkg report tax --from 2026-01-01 --to 2026-03-31 --by month
    """
    print_report(ctx, "tax", first, last, by, as_of, form)
