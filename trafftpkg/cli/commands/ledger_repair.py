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
        help="Set aside all entries from this one on, written by a wrong clock.",
    ),
]


def command(
    ctx: typer.Context,
    future_from: FutureOption = None,
    yes: YesOption = False,
    form: FormatOption = "table",
) -> None:
    """Repair what can be repaired without guessing.

    Shows what it would do; --yes does it. What it moves aside is kept next to
    the ledger. It cannot repair changed or missing entries: put back a good copy
    instead. It also reports a damaged client book. Use --future-from to move
    aside entries that a wrong clock wrote.

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
        say("There is nothing to repair.")
    elif not done:
        say(f"Nothing was changed yet. To do it: trafftpkg ledger repair {again}")
