"""`trafftpkg catalog new`: a file to begin with."""

from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_file, write_lines, write_object
from trafftpkg.cli.parsing import one_of
from trafftpkg.cli.session import session_of

KINDS = ("package",)
FIELDS = ("file", "dry_run", "text")
KindArgument = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        parser=partial(one_of, choices=KINDS, what="KIND"),
        help="Kind of file: package.",
        autocompletion=lambda: list(KINDS),
    ),
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id, which becomes the file name: glow-12.")]


def command(
    ctx: typer.Context,
    kind: KindArgument,
    identifier: IdArgument,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Create a catalogue file.

    The new file has no faults and is hidden from the page. Its comments show
    what else you can set.

        trafftpkg catalog new package glow-12
    """
    session = session_of(ctx)
    name, text = session.desk.catalogue.begin_package(identifier, dry_run=dry_run)
    file = f"{session.catalogue.rstrip('/')}/{name}"
    if form != "table":
        write_object({"file": file, "dry_run": dry_run, "text": text}, form, FIELDS)
    elif dry_run:
        write_file(text)
    else:
        write_lines([file])
        say("Edit it, then check it: trafftpkg catalog check --strict")
