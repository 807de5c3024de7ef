"""`trafftpkg ledger verify`: every line, checked."""

import typer

from trafftpkg.cli.heads import print_head
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import format_of, say
from trafftpkg.cli.session import session_of
from trafftpkg.domain.errors.untrusted import LedgerDamagedError


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Check every line of the ledger.

    Reads the whole file and follows its hashes; exit 3 when anything in it is
    not what was written.

        trafftpkg ledger verify
    """
    asked = format_of(form)
    session = session_of(ctx)
    found = session.desk.care.verify()
    if found.damages:
        raise LedgerDamagedError(where=session.ledger, damages=found.damages)
    if found.torn:
        say(f"note: {found.torn} bytes at the end were never finished; the next entry sets them aside.")
    print_head(found.head, asked)
