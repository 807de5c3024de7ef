"""`trafftpkg catalog set`: a value changed at its place."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Annotated, Any

import typer

from trafftpkg.cli.completing import Offered, offer_declared
from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_lines, write_object
from trafftpkg.cli.parsing import assignment
from trafftpkg.cli.session import session_of

FIELDS = ("file", "dry_run", "changes")
ThingArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Id of a package, service, employee or location, or business.",
        click_type=Offered(offer_declared),
    ),
]
AssignmentsArgument = Annotated[
    list[Any],  # of Assignment, of which Typer makes no list
    typer.Argument(
        metavar="PATH=VALUE...",
        parser=assignment,
        help="PATH=VALUE sets a value, PATH+=VALUE adds to a list, PATH= removes.",
    ),
]


def command(
    ctx: typer.Context,
    identifier: ThingArgument,
    assignments: AssignmentsArgument,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Change values in the catalogue's files.

    Comments and order stay. The whole catalogue is checked first: if the change
    would be a mistake, nothing is written. Past sales never change.

        trafftpkg catalog set glow-10 price.amount=500.00

        trafftpkg catalog set glow-10 services.facial.max=5 price.original=
    """
    session = session_of(ctx)
    name, before, after = session.desk.catalogue.change(identifier, assignments, dry_run=dry_run)
    file = f"{session.catalogue.rstrip('/')}/{name}"
    found = list(_changes(before, after))
    if form != "table":
        changes = [dict(zip(("line", "old", "new"), each, strict=True)) for each in found]
        write_object({"file": file, "dry_run": dry_run, "changes": changes}, form, FIELDS)
        return
    write_lines(_lines(file, found))
    if dry_run:
        say("note: this is a dry run; nothing was written.")
    elif not found:
        say("Nothing to change.")


def _changes(before: str, after: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield the lines that differ: the number of the first, the old ones, the new ones."""
    old, new = before.splitlines(), after.splitlines()
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            yield start + 1, old[start:end], new[new_start:new_end]


def _lines(file: str, changes: list[tuple[int, list[str], list[str]]]) -> Iterator[str]:
    for line, old, new in changes:
        yield f"{file}:{line}"
        yield from (f"- {each}" for each in old)
        yield from (f"+ {each}" for each in new)
