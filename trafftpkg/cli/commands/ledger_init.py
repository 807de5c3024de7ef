"""`trafftpkg ledger init`: the tables of a ledger in PostgreSQL."""

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.session import session_of

FIELDS = ("version", "before")


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Make the tables of a ledger in PostgreSQL.

    Makes the database and the schema too, where they are missing and the role
    may. What is there already stays as it is.

        trafftpkg --ledger postgresql://owner@db.example/lumen ledger init
    """
    tables = session_of(ctx).desk.tables
    before = tables.init()
    if form != "table":
        write_object({"version": tables.version, "before": before}, form, FIELDS)
    elif before:
        write_lines([f"The tables are there already, of version {tables.version}."])
    else:
        write_lines([f"The tables are made, of version {tables.version}."])
