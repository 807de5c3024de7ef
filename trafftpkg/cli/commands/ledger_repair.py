"""`trafftpkg ledger repair`: what can be mended, mended."""

from collections.abc import Sequence
from contextlib import suppress

import typer

from trafftpkg.cli.options import FormatOption, YesOption
from trafftpkg.cli.output import Format, say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.repair import REPAIR_FIELDS, repair_object, repair_sentence
from trafftpkg.domain.errors.untrusted import LedgerMissingError
from trafftpkg.domain.repair import Repair


def command(ctx: typer.Context, yes: YesOption = False, form: FormatOption = "table") -> None:
    """Mend what can be mended without guessing.

    Says what it would do, and does it with --yes. What it sets aside is kept
    beside the ledger. Where entries are changed or missing it mends nothing:
    only a copy that is whole brings them back. A damaged client book is named.

        trafftpkg ledger repair --yes
    """
    desk = session_of(ctx).desk
    steps = desk.care.repair(apply=yes)
    _say(steps, form, done=yes)
    with suppress(LedgerMissingError):  # the steps have said it
        desk.clients.check()


def _say(steps: Sequence[Repair], form: Format, *, done: bool) -> None:
    if form != "table":
        write_objects([repair_object(each, done=done) for each in steps], form, REPAIR_FIELDS)
        return
    write_lines(repair_sentence(each, done=done) for each in steps)
    if not steps:
        say("There is nothing to mend.")
    elif not done:
        say("Nothing is done yet. To do it: trafftpkg ledger repair --yes")
