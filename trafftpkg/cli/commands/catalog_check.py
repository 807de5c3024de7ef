"""`trafftpkg catalog check`: every problem at once."""

import os
from typing import Annotated

import typer

from trafftpkg.cli.days import iso_moment
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import Session, session_of
from trafftpkg.cli.views.finding import FINDING_FIELDS, finding_line, finding_object
from trafftpkg.domain.checkouts import checkouts_named, methods_known
from trafftpkg.domain.finding import Finding

FOUND_EXIT = 3

StrictOption = Annotated[
    bool, typer.Option("--strict", help="Also warn about likely mistakes, and count them as problems.")
]
LedgerOption = Annotated[
    bool,
    typer.Option("--ledger", help="Also look for things that clients hold but the catalogue no longer has."),
]


def command(
    ctx: typer.Context,
    strict: StrictOption = False,
    ledger: LedgerOption = False,
    form: FormatOption = "table",
) -> None:
    """List every problem in the catalogue.

    Shows file, line and column of each. Exits with 3 if there are any.

        trafftpkg catalog check --strict --ledger
    """
    session = session_of(ctx)
    # Not the desk's moment: it may be asked for where there is no ledger.
    now = session.desk.machine_clock() if session.now is None else iso_moment(session.now, "--now")
    by_checkout = methods_known(checkouts_named(os.environ))
    findings = session.desk.catalogue.findings(strict, now=now, by_checkout=by_checkout)
    if ledger:
        findings = sorted([*findings, *_against_ledger(session, findings)])
    if form != "table":
        write_objects((finding_object(each) for each in findings), form, FINDING_FIELDS)
    else:
        write_lines(finding_line(each) for each in findings)
        say(_summary(len(findings), session.catalogue))
    if findings:
        raise typer.Exit(FOUND_EXIT)


def _summary(problems: int, folder: str) -> str:
    if not problems:
        return "No problems found."
    return f"{problems} problem{'' if problems == 1 else 's'} found in {folder.rstrip('/')}/."


def _against_ledger(session: Session, findings: list[Finding]) -> list[Finding]:
    """Look into the ledger; of a catalogue with errors nobody knows what it declares."""
    if any(each.severity == "error" for each in findings):
        say("note: the ledger is checked once these are fixed.")
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
