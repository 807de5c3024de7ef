"""`trafftpkg freeze`: set purchases aside."""

from typing import Annotated

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, PurchasesArgument, ReasonOption
from trafftpkg.cli.output import format_of
from trafftpkg.cli.parsing import day, text
from trafftpkg.cli.writing import carry_out_each
from trafftpkg.engine.requests.freeze import FreezePurchase

FirstOption = Annotated[str, typer.Option("--from", metavar="DAY", help="The first frozen day.")]
LastOption = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="The last frozen day; without it, no end yet.")
]


def command(
    ctx: typer.Context,
    purchases: PurchasesArgument,
    first: FirstOption,
    last: LastOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Set purchases aside for a while.

    Nothing can be redeemed on the days given, and the last day moves by as many.

        trafftpkg freeze pur-1 --from 2026-01-10 --until 2026-01-19 --reason ill
    """
    asked = format_of(form)
    first_day = day(first, "--from")
    last_day = None if last is None else day(last, "--until")
    carry_out_each(
        ctx,
        purchases,
        lambda each: FreezePurchase(purchase=each, first=first_day, last=last_day, reason=text(reason)),
        key=key,
        dry_run=dry_run,
        form=asked,
    )
