"""`trafftpkg unblock`: an employee is back after all."""

from typing import Annotated

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, ReasonOption
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.block import UnblockEmployee

BlockArgument = Annotated[str, typer.Argument(metavar="ID", help="Absence id, such as blk-1.")]


def command(
    ctx: typer.Context,
    block: BlockArgument,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Remove an absence.

    The employee can be booked in that time again.

        trafftpkg unblock blk-1
    """
    carry_out(ctx, UnblockEmployee(block=block, reason=reason), key=key, dry_run=dry_run, form=form)
