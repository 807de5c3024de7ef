"""`trafftpkg undo`: take an entry back."""

from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption, KeyOption, ReasonOption
from trafftpkg.cli.parsing import count
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.undo import UndoEntry

EntryArgument = Annotated[
    int,
    typer.Argument(
        metavar="ENTRY",
        parser=partial(count, what="ENTRY"),
        help="Number of the entry, as history prints it.",
    ),
]


def command(
    ctx: typer.Context,
    entry: EntryArgument,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Take back the last thing that was done by mistake.

    From then on, all that the entry touched is as if it had not been recorded, its
    payments too. It must be the last thing that was done to all of it.

        trafftpkg undo 12 --reason "wrong client"
    """
    carry_out(ctx, UndoEntry(entry=entry, reason=reason), key=key, dry_run=dry_run, form=form)
