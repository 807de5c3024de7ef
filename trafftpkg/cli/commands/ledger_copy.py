"""`trafftpkg ledger copy`: the ledger, at another place."""

from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_lines, write_object
from trafftpkg.cli.session import ledger_place, session_of
from trafftpkg.cli.views.values import moment_text

FIELDS = ("entries", "seq", "hash", "at", "moved_to", "dry_run")
ToOption = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="WHERE",
        parser=partial(ledger_place, what="--to"),
        help="New path or postgresql:// address; nothing may be there yet.",
    ),
]


def command(
    ctx: typer.Context, to: ToOption, dry_run: DryRunOption = False, form: FormatOption = "table"
) -> None:
    """Move the ledger to another place, and seal this one.

    Copies every line byte by byte, the client book, and what keeps the booking
    page's clients signed in, and checks both sides.
    After that this ledger accepts no more entries. If it is interrupted, run it
    again. A sealed ledger cannot be copied to a second place.

        trafftpkg ledger copy --to postgresql://owner@db.example/lumen
    """
    found = session_of(ctx).desk.copy_to(to, dry_run=dry_run)
    if form != "table":
        head = {"seq": found.head.seq, "hash": found.head.hash, "at": moment_text(found.head.at, "UTC")}
        write_object(
            {"entries": found.entries, **head, "moved_to": found.moved_to, "dry_run": dry_run}, form, FIELDS
        )
        return
    lines = "line" if found.entries == 1 else "lines"
    if dry_run:
        say("note: this is a dry run; nothing was copied or sealed.")
        write_lines([f"{found.entries} {lines} to copy, up to entry {found.head.seq}, to {found.moved_to}"])
        return
    write_lines(
        [
            f"{found.entries} {lines} copied, up to entry {found.head.seq}; both ends are whole.",
            f"This ledger is sealed. It goes on at {found.moved_to}",
        ]
    )
