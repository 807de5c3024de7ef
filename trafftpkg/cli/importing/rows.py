"""The rows of a file of balances as requests. Each problem is a finding with its place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.formulas import as_meant
from trafftpkg.cli.importing.cells import Cell, UnreadableError, records, text_of
from trafftpkg.cli.importing.forms import amount, day, units, units_above_zero
from trafftpkg.cli.parsing import Units, language_or_nothing, plain_text
from trafftpkg.cli.words.every import words_for
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.client import REACHES, Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.changing import IdempotencyConflictError
from trafftpkg.domain.errors.naming import ClientExistsError, UnknownClientError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.finding import Finding
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace
from trafftpkg.engine.clients import client_for, reach_of
from trafftpkg.engine.import_checks import CLIENT_FACTS, ImportRow
from trafftpkg.engine.requests.import_balance import ImportBalance

if TYPE_CHECKING:
    from trafftpkg.engine.ports import ClientBook

NEEDED = ("client", "package", "reference")
COUNTS = ("granted", "used", "left")
_NOBODY = Client(key=ClientKey(""), handle="")
COLUMNS = (*NEEDED, *COUNTS, "last_day", "price", "paid", *CLIENT_FACTS)


@dataclass
class ImportTable:
    """A file as far as it could be read.

    Args:
        rows: Those with a client, a package and a reference.
        findings: What is wrong with the file and its cells.
        places: Where a row's cells stand, by line and column name.
        shared: Addresses and numbers of new clients may be others' too.
    """

    file: str
    rows: list[ImportRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[int, dict[str, Cell]] = field(default_factory=dict)
    shared: bool = False

    def blame(self, line: int, column: str, error: TrafftpkgError) -> None:
        """Note what is wrong with a row, at the cell that causes it."""
        cell = self.places.get(line, {}).get(column) or Cell("", line, 1)
        words = words_for(error, Names())
        self.note(cell, column, error.code, f"{words.problem} {_remedy(error) or words.remedy}")

    def note(self, cell: Cell, column: str, code: str, problem: str) -> None:
        """Note what is wrong at a place."""
        self.findings.append(
            Finding(
                file=self.file,
                line=cell.line,
                column=cell.column,
                severity="error",
                field=column,
                code=code,
                problem=problem,
            )
        )


def _remedy(error: TrafftpkgError) -> str | None:
    """Return what to do if the file is wrong, and not what was typed."""
    match error:
        case UnknownClientError():
            return "Correct it, or add everybody who is not known: --new-clients"
        case ClientExistsError():
            return (
                f"If they are one person, write {error.handle} as the client; if two share it, add --shared; "
                "if neither, leave this cell empty."
            )
        case IdempotencyConflictError():
            return "Write the row as it was imported, or give it a reference of its own."
        case _:
            return None


def table_of(data: bytes, file: str, clients: "ClientBook | None", *, shared: bool = False) -> ImportTable:
    """Return the rows of a file, with all problems that show without the ledger.

    Args:
        clients: Where clients that nobody knows are to be added; None where they are not.
        shared: Addresses and numbers of these may be others' too.
    """
    table = ImportTable(file=file, shared=shared)
    try:
        header, *rest = list(records(text_of(data))) or [[]]
    except UnreadableError as error:
        table.note(Cell("", error.line, error.column), "", "unreadable", str(error))
        return table
    header = _without_empty(header, at_least=0)
    if not header:
        what = "the first line names no column" if rest else "the file is empty"
        table.note(
            Cell("", 1, 1), "", "empty", f"{what}; begin with {', '.join(NEEDED)} and what else is known"
        )
        return table
    columns = [re.sub(r"[\s-]+", "_", cell.text.lower()) for cell in header]
    _check_header(table, header, columns)
    if table.findings:
        return table
    for cells in rest:
        # A row that was emptied is one that spreadsheets write all the same.
        if any(cell.text for cell in cells):
            _take(table, columns, _without_empty(cells, at_least=len(columns)), clients)
    return table


def _without_empty(cells: list[Cell], at_least: int) -> list[Cell]:
    """Return cells without empty ones at the end: a spreadsheet pads all rows to its widest."""
    used = max((at for at, cell in enumerate(cells, 1) if cell.text), default=0)
    return cells[: max(used, at_least)]


def _check_header(table: ImportTable, header: Sequence[Cell], columns: list[str]) -> None:
    for at, (cell, column) in enumerate(zip(header, columns, strict=True)):
        if column not in COLUMNS:
            table.note(
                cell,
                cell.text,
                "unknown_column",
                f"'{cell.text}' is not a known column{_like(column)}; known: {', '.join(COLUMNS)}",
            )
        elif column in columns[:at]:
            table.note(
                cell, column, "repeated_column", f"the column {column} stands twice; remove one of them"
            )
    line = header[0].line
    for column in NEEDED:
        if column not in columns:
            table.note(
                Cell("", line, 1), column, "missing_column", f"the column {column} is needed, and missing"
            )


def _like(column: str) -> str:
    from trafftpkg.domain.errors.naming import nearest  # only when something is wrong

    near = nearest(column, COLUMNS)
    return f". Did you mean '{near}'?" if near else ""


def _take(table: ImportTable, columns: list[str], cells: list[Cell], clients: "ClientBook | None") -> None:
    if len(cells) != len(columns):
        why = f"has {len(cells)} of {len(columns)} cells; the file may have been cut: export it again"
        if len(cells) > len(columns):
            why = (
                f"has {len(cells)} cells for {len(columns)} columns; a cell with a comma in it needs quotes, "
                'as in "520,00"'
            )
        table.note(cells[0], "", "cells", why)
        return
    meant = (cell._replace(text=as_meant(cell.text)) for cell in cells)
    row = dict(zip(columns, meant, strict=True))
    line = cells[0].line
    table.places[line] = row
    values = {column: _value(table, line, column, cell) for column, cell in row.items()}
    if not all(values[column] for column in NEEDED):
        return
    newcomer = None if clients is None else _newcomer(table, line, values, clients)
    counts: dict[str, Units] = {each: values[each] for each in COUNTS if values.get(each)}
    table.rows.append(
        ImportRow(
            line=line,
            request=_request(values, counts),
            newcomer=newcomer,
            adds=clients is not None,
            unread=frozenset(name for name, cell in row.items() if cell.text and values[name] is None),
            # None of something is none of it, whatever it is counted in.
            typed_in=tuple((name, each.unit) for name, each in counts.items() if each.number),
        )
    )


def _request(values: dict[str, Any], counts: dict[str, Units]) -> ImportBalance:
    granted, used, left = (counts[name].number if name in counts else None for name in COUNTS)
    if granted is None and used is not None and left is not None:
        granted = used + left
    return ImportBalance(
        client=values["client"],
        package=values["package"],
        reference=values["reference"],
        granted=granted,
        used=used or 0,
        left=left,
        last_day=values.get("last_day"),
        price=values.get("price"),
        paid=values.get("paid"),
    )


def _value(table: ImportTable, line: int, column: str, cell: Cell) -> Any:
    """Return a cell's value. None if it is empty."""
    if not cell.text:
        if column in NEEDED:
            table.note(cell, column, "empty", f"{column} is empty, and needed in every row")
        return None
    try:
        return _PARSERS.get(column, plain_text)(cell.text, column)
    except TrafftpkgError as error:
        table.blame(line, column, error)
        return None


def _newcomer(table: ImportTable, line: int, values: dict[str, Any], clients: "ClientBook") -> Client | None:
    """Return who would be added. A bad handle is only a problem if it is nobody's yet."""
    facts: dict[str, Any] = {field: values.get(field) for field in CLIENT_FACTS}
    try:
        whoever = clients.as_kept(replace(_NOBODY, **facts))
    except BadArgumentError as error:
        table.blame(line, error.field, error)
        whoever = replace(_NOBODY, name=facts["name"])
    known = {field: getattr(whoever, field) for field in CLIENT_FACTS}
    if (reach := reach_of(values["client"])) is not None:
        # What is typed for the client says it once; a column that says the same adds nothing.
        known[reach] = None
    try:
        newcomer = client_for(clients, values["client"], **known)
    except BadArgumentError:
        return None
    return replace(newcomer, shared=REACHES if table.shared else ())


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    "granted": units_above_zero,
    "used": units,
    "left": units,
    "last_day": day,
    "price": amount,
    "paid": amount,
    "language": language_or_nothing,
}
