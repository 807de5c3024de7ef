"""`trafftpkg catalog check`: every fault at once."""

from typing import Annotated

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import Session, session_of
from trafftpkg.cli.views.finding import FINDING_FIELDS, finding_line, finding_object
from trafftpkg.domain.finding import Finding

FOUND_EXIT = 3
StrictOption = Annotated[bool, typer.Option("--strict", help="Count warnings as faults, too.")]
LedgerOption = Annotated[
    bool, typer.Option("--ledger", help="Look also for what clients still hold and is not declared any more.")
]


def command(
    ctx: typer.Context,
    strict: StrictOption = False,
    ledger: LedgerOption = False,
    form: FormatOption = "table",
) -> None:
    """Find every fault in the catalogue.

    Each is named with its file, line and column. Exit 3 when there are any.

        trafftpkg catalog check --strict --ledger
    """
    session = session_of(ctx)
    findings = session.desk.catalogue.findings(strict)
    if ledger:
        findings = sorted([*findings, *_against_ledger(session, findings)])
    if form != "table":
        write_objects((finding_object(each) for each in findings), form, FINDING_FIELDS)
    else:
        write_lines(finding_line(each) for each in findings)
        say(
            f"{len(findings)} to mend in {session.catalogue}."
            if findings
            else f"{session.catalogue} is good."
        )
    if findings:
        raise typer.Exit(FOUND_EXIT)


def _against_ledger(session: Session, findings: list[Finding]) -> list[Finding]:
    """Look into the ledger; of a catalogue with errors nobody knows what it declares."""
    if any(each.severity == "error" for each in findings):
        say("note: the ledger is looked at once these are mended.")
        return []
    from trafftpkg.engine.belonging import foreign
    from trafftpkg.engine.questions.holdings import CountHoldings
    from trafftpkg.engine.vanished import vanished

    held = session.desk.inquiry.ask(CountHoldings())
    if not held.recorded:
        say(f"note: nothing is recorded at {session.desk.place}.")
    with session.desk.ledger.reading() as books:
        header = books.header()
    source = session.desk.catalogue
    catalogue = source.catalogue()
    return [*foreign(catalogue, header, source.place_of), *vanished(catalogue, held)]
