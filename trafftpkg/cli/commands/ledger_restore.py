"""`trafftpkg ledger restore`: a backup in the place of a ledger that was lost."""

from pathlib import Path
from typing import Annotated

import typer

from trafftpkg.cli.options import FormatOption, YesOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.values import moment_text

FIELDS = ("ledger", "seq", "hash", "at", "kept_as")
FolderArgument = Annotated[str, typer.Argument(metavar="FOLDER", help="Folder that ledger backup has made.")]


def command(
    ctx: typer.Context, folder: FolderArgument, yes: YesOption = False, form: FormatOption = "table"
) -> None:
    """Restore a backup, where no ledger is.

    Checks the backup, then puts all of it in place, or nothing. An older copy
    of the same ledger is put aside with --yes. A newer ledger, or another one,
    is never replaced.

        trafftpkg ledger restore /backup/2026-03-02T031500Z-entry-42-9f86d081
    """
    found = session_of(ctx).desk.restore(Path(folder), confirmed=yes)
    head = found.head
    if form == "table":
        write_lines([f"Restored to {found.where}, up to entry {head.seq}."])
        write_lines(f"What was there is kept: {each}" for each in found.kept_as)
        return
    told = {"ledger": found.where, "seq": head.seq, "hash": head.hash, "at": moment_text(head.at, "UTC")}
    write_object({**told, "kept_as": list(found.kept_as)}, form, FIELDS)
