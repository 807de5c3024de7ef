"""`trafftpkg report liability`: what is owed to clients."""

from typing import Annotated, Any

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.reports import FromOption, ToOption, by_option, print_report


def command(
    ctx: typer.Context,
    first: FromOption,
    last: ToOption,
    by: Annotated[list[Any] | None, by_option("liability")] = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Report what is owed to clients: opening, changes and closing.

    Opening plus received, minus redeemed, lapsed and refunded, plus or minus
    adjusted, is the closing, to the cent. `sold` is shown beside them.

        trafftpkg report liability --from 2026-01-01 --to 2026-01-31 --by package
    """
    print_report(ctx, "liability", first, last, by, as_of, form)
