"""`trafftpkg ledger import`: balances from another system."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.helping import RARELY
from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import Format, progress_bar, say, write_lines, write_object, write_objects
from trafftpkg.cli.session import Session, session_of
from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.untrusted import ImportInvalidError

if TYPE_CHECKING:
    from trafftpkg.engine.importing import BalanceImport, ImportReport

BEGINS_LEDGER = True

FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="CSV file.")]
NewClientsOption = Annotated[bool, typer.Option("--new-clients", help="Add clients that are not known yet.")]
KeyOption = Annotated[
    str,
    typer.Option(
        "--idempotency-key",
        metavar="KEY",
        help="Name of the other system; references are unique within it.",
        rich_help_panel=RARELY,
    ),
]

SharedOption = Annotated[
    bool,
    typer.Option("--shared", help="With --new-clients: two people may have one e-mail address or number."),
]


def command(
    ctx: typer.Context,
    file: FileArgument,
    new_clients: NewClientsOption = False,
    shared: SharedOption = False,
    key: KeyOption = "import",
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Import balances from another system.

    Every row needs the columns client, package and reference (the balance's name
    in the other system). Optional: granted, used and left (sessions, or hours as
    6h), last_day, price and paid; with --new-clients also name, email, phone and
    language. Missing values come from the package: see trafftpkg guide importing.

    If any row has a problem, all problems are listed by line and nothing is
    imported. Importing a file again adds nothing.

        trafftpkg ledger import balances.csv --new-clients --dry-run
    """
    session = session_of(ctx)
    balances = _checked(session, file, key, form, new_clients=new_clients, shared=shared)
    with progress_bar("import") as progress:
        report = balances.carry_out(dry_run=dry_run, progress=progress)
    if form == "table":
        if dry_run:
            say("note: this is a dry run; nothing was recorded.")
        from trafftpkg.cli.views.imported import import_lines

        write_lines(import_lines(report))
    else:
        _write(report, form)


def _checked(
    session: Session, file: str, key: str, form: Format, *, new_clients: bool, shared: bool
) -> "BalanceImport":
    """Return what the file brings in, once nothing is wrong with it."""
    from trafftpkg.cli.importing.rows import table_of
    from trafftpkg.engine.importing import BalanceImport

    table = table_of(_read(file), file, session.desk.clients if new_clients else None, shared=shared)
    balances = BalanceImport(session.desk.engine, table.rows, key)
    for problem in balances.problems() if table.rows else ():
        table.blame(problem.line, problem.field, problem.error)
    if table.findings:
        findings = tuple(sorted(table.findings))
        if form in ("table", "csv"):
            from trafftpkg.cli.views.finding import finding_line

            for each in findings:
                say(finding_line(each))
        raise ImportInvalidError(where=file, findings=findings)
    return balances


def _read(file: str) -> bytes:
    from trafftpkg.cli.importing.cells import AT_MOST

    try:
        with Path(file).open("rb") as opened:
            return opened.read(AT_MOST + 1)  # a device gives without an end
    except OSError as error:
        raise failed(file, error) from error


def _write(report: "ImportReport", form: Format) -> None:
    from trafftpkg.cli.views.imported import IMPORTED_FIELDS, import_object, imported_object

    if form in ("jsonl", "csv"):
        write_objects((imported_object(each) for each in report.rows), form, IMPORTED_FIELDS)
    else:
        write_object(import_object(report), form, ())
