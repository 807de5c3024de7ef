"""`trafftpkg catalog diff`: what an edit of the catalogue comes to."""

from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import Session, session_of

if TYPE_CHECKING:
    from trafftpkg.cli.catalogue_changes import CatalogueChange
    from trafftpkg.engine.questions.holdings import CountHoldings, Holdings

DIFFERENT_EXIT = 1
OldArgument = Annotated[str, typer.Argument(metavar="OLD", help="Old catalogue: folder or git revision.")]
NewArgument = Annotated[
    str | None,
    typer.Argument(metavar="NEW", help="New catalogue: folder or git revision.  [default: as it is now]"),
]
ExitCodeOption = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if anything changed.")]


def command(
    ctx: typer.Context,
    old: OldArgument = "HEAD",
    new: NewArgument = None,
    exit_code: ExitCodeOption = False,
    form: FormatOption = "table",
) -> None:
    """Compare two catalogues.

    Shows what changes and for whom, which clients keep the old terms, and what
    clients hold but can no longer book. Past sales never change.

        trafftpkg catalog diff HEAD~1
    """
    from trafftpkg.cli.catalogue_changes import changes, leaving
    from trafftpkg.cli.views.change import CHANGE_FIELDS, change_object
    from trafftpkg.engine.questions.holdings import CountHoldings

    session = session_of(ctx)
    before, after = session.catalogue_in(old), session.catalogue_in(new or session.catalogue)
    held = _held(session, CountHoldings(employees=leaving(before, after)))
    found = changes(before, after, held)
    if form == "table":
        _show(session, found, held)
    else:
        write_objects(map(change_object, found), form, CHANGE_FIELDS)
    if found and exit_code:
        raise typer.Exit(DIFFERENT_EXIT)


def _show(session: Session, found: "list[CatalogueChange]", held: "Holdings") -> None:
    from trafftpkg.cli.views.change import change_lines

    write_lines(change_lines(found))
    if not found:
        say("No changes.")
    elif not held.recorded:
        say(f"note: nothing is recorded at {session.desk.place}, so no client holds anything.")


def _held(session: Session, question: "CountHoldings") -> "Holdings":
    """What is held; nothing where there is no ledger, which two catalogues can do without."""
    from trafftpkg.domain.errors.untrusted import LedgerMissingError
    from trafftpkg.engine.questions.holdings import NOTHING_HELD

    try:
        return session.desk.inquiry.ask(question)
    except LedgerMissingError:
        return NOTHING_HELD
