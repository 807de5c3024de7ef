"""`trafftpkg expire`: the night job."""

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import format_of, say, write_lines, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.engine.expiry import expire


def command(ctx: typer.Context, dry_run: DryRunOption = False, form: FormatOption = "table") -> None:
    """Write down what has expired; for the night job.

    Units left over lapse, and sales not paid in time are voided. Run twice,
    the second finds nothing. Balances are the same before and after.

        trafftpkg expire --format json
    """
    asked = format_of(form)
    found = expire(session_of(ctx).desk.engine, dry_run=dry_run)
    if asked != "table":
        from trafftpkg.cli.objects.expiry import EXPIRY_FIELDS, expiry_object

        write_object(expiry_object(found), asked, EXPIRY_FIELDS)
    elif not found.purchases:
        say("Nothing has expired since the last time.")
    else:
        from trafftpkg.cli.tables.expiry import expiry_lines

        write_lines(expiry_lines(found))
