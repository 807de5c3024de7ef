"""`trafftpkg extend`: more time for purchases."""

from typing import Annotated

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, PurchasesArgument, ReasonOption
from trafftpkg.cli.output import format_of
from trafftpkg.cli.parsing import day, length, text
from trafftpkg.cli.writing import carry_out_each
from trafftpkg.domain.errors.usage import NotPossibleError
from trafftpkg.engine.requests.extend import ExtendPurchase

UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="The new last day: 2026-03-31.")
]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="LENGTH", help="How much later than now: 2w, 30d.")
]


def command(
    ctx: typer.Context,
    purchases: PurchasesArgument,
    until: UntilOption = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Move the last day of purchases.

    Also of one that has expired: what had lapsed comes back.

        trafftpkg extend pur-1 --until 2026-03-31 --reason "was in hospital"

        trafftpkg list ana --format ids | trafftpkg extend - --by 2w --reason ill
    """
    asked = format_of(form)
    if (until is None) == (by is None):
        raise NotPossibleError(
            why="the new end is given either as a day or as a length",
            instead="give one of --until 2026-03-31 and --by 2w",
        )
    last_day = None if until is None else day(until, "--until")
    longer = None if by is None else length(by, "--by")
    carry_out_each(
        ctx,
        purchases,
        lambda each: ExtendPurchase(purchase=each, until=last_day, by=longer, reason=text(reason)),
        key=key,
        dry_run=dry_run,
        form=asked,
    )
