"""`trafftpkg report usage`: what was redeemed."""

from typing import Annotated, Any

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import FromOption, ToOption, by_option, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: Annotated[list[Any] | None, by_option("usage")] = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report what was used, in appointments and units.

    Appointments and units count when the appointment begins. Units given back
    are subtracted.

        trafftpkg report usage --from 2026-01-01 --to 2026-01-31 --by service
    """
    print_report(ctx, "usage", first, last, by, as_of, form)
