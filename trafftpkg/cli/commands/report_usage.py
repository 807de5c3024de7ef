"""`trafftpkg report usage`: what was redeemed."""

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import ByOption, FromOption, ToOption, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: ByOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report what was used, in appointments and units.

    Appointments and units count when the appointment begins. Units given back
    are subtracted.

        trafftpkg report usage --from 2026-01-01 --to 2026-01-31 --by service
    """
    print_report(ctx, "usage", first, last, by, as_of, form)
