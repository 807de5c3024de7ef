"""`trafftpkg ledger rebuild`: the index, anew."""

import typer

from trafftpkg.cli.heads import print_head
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import progress_bar, say
from trafftpkg.cli.session import session_of


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Make the index anew from the ledger.

    Only the time it takes depends on the index; what is recorded stays as it is.

        trafftpkg ledger rebuild
    """
    desk = session_of(ctx).desk
    with progress_bar("Reading") as progress:
        desk.care.rebuild(progress)
    with desk.ledger.reading() as books:
        head = books.head()
    if form == "table":
        say("The index is made anew.")
    print_head(head, form)
