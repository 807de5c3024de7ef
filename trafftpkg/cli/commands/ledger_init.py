"""`trafftpkg ledger init`: the tables of a ledger in PostgreSQL."""

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.session import session_of

FIELDS = ("version", "before")


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Create the tables of a ledger in PostgreSQL.

    Also creates the database and the schema if they are missing and the role
    may do so. Existing tables are not changed.

        trafftpkg --ledger postgresql://owner@db.example/lumen ledger init
    """
    tables = session_of(ctx).desk.tables
    before = tables.init()
    if form != "table":
        write_object({"version": tables.version, "before": before}, form, FIELDS)
    elif before:
        write_lines([f"The tables exist already, in version {tables.version}."])
    else:
        write_lines([f"The tables were created, in version {tables.version}."])
