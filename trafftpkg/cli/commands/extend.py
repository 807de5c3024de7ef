"""`trafftpkg extend`: more time for purchases."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.change_options import PurchasesArgument
from trafftpkg.cli.days import day
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
    YesOption,
)
from trafftpkg.cli.parsing import length
from trafftpkg.cli.writing import carry_out_each
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.moments import Length
from trafftpkg.engine.requests.extend import ExtendPurchase

UntilOption = Annotated[
    date | None,
    typer.Option(
        "--until",
        metavar="DAY",
        parser=partial(day, what="--until"),
        help="New last day, such as 2026-03-31.",
    ),
]
ByOption = Annotated[
    Length | None,
    typer.Option(
        "--by",
        metavar="LENGTH",
        parser=partial(length, what="--by"),
        help="Move the last day by this much: 2w, 30d.",
    ),
]


def command(
    ctx: typer.Context,
    purchases: PurchasesArgument,
    until: UntilOption = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Move the last day of purchases.

    Works for expired purchases too: their lapsed units come back. Adding more
    than two years needs --yes.

        trafftpkg extend pur-1 --until 2026-03-31 --reason "was in hospital"

        trafftpkg list ana --format ids | trafftpkg extend - --by 2w --reason ill
    """
    if (until is None) == (by is None):
        raise BadArgumentError(field="until", reason="one_needed", choices=("until", "by"))
    carry_out_each(
        ctx,
        purchases,
        lambda each: ExtendPurchase(purchase=each, until=until, by=by, reason=reason, confirmed=yes),
        key=key,
        dry_run=dry_run,
        form=form,
    )
