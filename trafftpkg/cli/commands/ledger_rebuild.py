"""`trafftpkg ledger rebuild`: the index, anew."""

import typer

from trafftpkg.cli.heads import print_head
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import progress_bar, say
from trafftpkg.cli.session import session_of


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Rebuild the index from the ledger.

    The index only makes things faster. Nothing that is recorded changes.

        trafftpkg ledger rebuild
    """
    desk = session_of(ctx).desk
    with progress_bar("Reading") as progress:
        desk.care.rebuild(progress)
    with desk.ledger.reading() as books:
        head = books.head()
    if form == "table":
        say("The index was rebuilt.")
    print_head(head, form)
