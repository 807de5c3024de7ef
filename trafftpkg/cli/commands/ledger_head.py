"""`trafftpkg ledger head`: the last entry."""

import typer

from trafftpkg.cli.heads import print_head
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.session import session_of


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Print the last entry's number and hash.

    Keep them in another place. A copy with a different hash at that number is
    not this ledger.

        trafftpkg ledger head --format json
    """
    with session_of(ctx).desk.ledger.reading() as books:
        head = books.head()
    print_head(head, form)
