"""`trafftpkg ledger backup`: everything that is needed to carry on, in a new folder."""

from pathlib import Path
from typing import Annotated

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.values import moment_text

FIELDS = ("folder", "seq", "hash", "at", "files")
IntoArgument = Annotated[
    str, typer.Argument(metavar="DIR", help="Folder for backups. Each gets a new folder in it.")
]


def command(ctx: typer.Context, into: IntoArgument, form: FormatOption = "table") -> None:
    """Copy the ledger, the client book and the keys to a new folder.

    The desks can go on working meanwhile. The copy is checked. Only you can
    read it. It is complete, or there is no folder.

        trafftpkg ledger backup /backup
    """
    found = session_of(ctx).desk.back_up(Path(into))
    head = found.head
    if form == "table":
        write_lines([f"Entry {head.seq}, checked: {found.folder}"])
        return
    told = {"folder": found.folder, "seq": head.seq, "hash": head.hash, "at": moment_text(head.at, "UTC")}
    write_object({**told, "files": list(found.files)}, form, FIELDS)
