"""`trafftpkg ledger backup`: everything that is needed to carry on, in a new folder."""

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from trafftpkg.cli.nights import MetricsOption, a_night
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.values import moment_text

FIELDS = ("ledger", "folder", "seq", "hash", "at", "files")
IntoArgument = Annotated[
    str, typer.Argument(metavar="DIR", help="Folder for backups. Each gets a new folder in it.")
]


def command(
    ctx: typer.Context,
    into: IntoArgument,
    metrics_file: MetricsOption = None,
    form: FormatOption = "table",
) -> None:
    """Copy the ledger, the client book and the keys to a new folder.

    The desks can go on working meanwhile. The copy is checked. Only you can
    read it. It is complete, or there is no folder.

        trafftpkg ledger backup /backup
    """
    desk = session_of(ctx).desk
    with a_night("backup", metrics_file, desk) as measured:
        began = perf_counter()
        found = desk.back_up(Path(into))
        if measured is not None:
            from trafftpkg.cli.metrics import backup_metrics

            measured.put(backup_metrics(found.head, desk.read_clock(), perf_counter() - began))
    head = found.head
    if form == "table":
        write_lines([f"{desk.anywhere}: entry {head.seq}, checked: {found.folder}"])
        return
    told = {"seq": head.seq, "hash": head.hash, "at": moment_text(head.at, "UTC"), "files": list(found.files)}
    write_object({"ledger": desk.anywhere, "folder": found.folder, **told}, form, FIELDS)
