"""`trafftpkg ledger repair`: what can be mended, mended."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.options import FormatOption, YesOption
from trafftpkg.cli.output import Format, say, write_lines, write_objects
from trafftpkg.cli.parsing import count
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.repair import REPAIR_FIELDS, ahead_lines, repair_object, repair_sentence
from trafftpkg.domain.care import Repair
from trafftpkg.domain.errors.untrusted import LedgerMissingError

FutureOption = Annotated[
    int | None,
    typer.Option(
        "--future-from",
        metavar="SEQ",
        parser=partial(count, what="--future-from"),
        help="Set aside the entries from this one on, where a wrong clock wrote them.",
    ),
]


def command(
    ctx: typer.Context,
    future_from: FutureOption = None,
    yes: YesOption = False,
    form: FormatOption = "table",
) -> None:
    """Mend what can be mended without guessing.

    Says what it would do, and does it with --yes. What it sets aside is kept
    beside the ledger. Where entries are changed or missing it mends nothing:
    only a copy that is whole brings them back. A damaged client book is named.
    What a computer wrote whose clock was ahead is set aside with --future-from.

        trafftpkg ledger repair --yes
    """
    desk = session_of(ctx).desk
    if future_from is not None:
        step = desk.set_aside_future(future_from, apply=yes)
        if form == "table":
            write_lines(ahead_lines(step))
        _say([step], form, done=yes, again=f"--future-from {future_from} --yes")
        return
    steps = desk.care.repair(apply=yes)
    _say(steps, form, done=yes)
    with suppress(LedgerMissingError):  # the steps have said it
        desk.clients.check()


def _say(steps: Sequence[Repair], form: Format, *, done: bool, again: str = "--yes") -> None:
    if form != "table":
        write_objects([repair_object(each, done=done) for each in steps], form, REPAIR_FIELDS)
        return
    write_lines(repair_sentence(each, done=done) for each in steps)
    if not steps:
        say("There is nothing to mend.")
    elif not done:
        say(f"Nothing is done yet. To do it: trafftpkg ledger repair {again}")
