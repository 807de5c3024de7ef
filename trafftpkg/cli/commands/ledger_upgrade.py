"""`trafftpkg ledger upgrade`: the tables of a ledger in PostgreSQL, up to date."""

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.session import session_of

FIELDS = ("version", "before")


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Update the tables of a ledger in PostgreSQL.

    Run it once after each new version of trafftpkg, as the role that owns the
    tables. Running it again changes nothing.

        trafftpkg --ledger postgresql://owner@db.example/lumen ledger upgrade
    """
    tables = session_of(ctx).desk.tables
    before = tables.upgrade()
    if form != "table":
        write_object({"version": tables.version, "before": before}, form, FIELDS)
    elif before == tables.version:
        write_lines([f"The tables are up to date, in version {tables.version}."])
    else:
        write_lines([f"The tables were updated from version {before} to {tables.version}."])
