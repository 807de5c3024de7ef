"""The rows of a file of balances, as requests; what cannot be meant is a finding with its place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.days import iso_day
from trafftpkg.cli.formulas import as_meant
from trafftpkg.cli.importing.cells import Cell, UnreadableError, records, text_of
from trafftpkg.cli.parsing import amount_or_nothing, count
from trafftpkg.cli.words.every import words_for
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.finding import Finding
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.importing import ImportRow
from trafftpkg.engine.requests.import_balance import ImportBalance

if TYPE_CHECKING:
    from trafftpkg.engine.ports import ClientBook

NEEDED = ("client", "package", "reference")
COLUMNS = (*NEEDED, "granted", "used", "last_day", "price", "paid", "name", "email", "phone")


@dataclass
class ImportTable:
    """A file as far as it could be read.

    Args:
        rows: Those with a client, a package and a reference.
        findings: What is wrong with the file and its cells.
        places: Where a row's cells stand, by line and column name.
    """

    file: str
    rows: list[ImportRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[int, dict[str, Cell]] = field(default_factory=dict)

    def blame(self, line: int, column: str, error: TrafftpkgError) -> None:
        """Note what is wrong with a row, at the cell that is to blame."""
        cell = self.places.get(line, {}).get(column) or Cell("", line, 1)
        words = words_for(error, Names())
        self.note(cell, column, error.code, f"{words.problem} {words.remedy}")

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


def table_of(data: bytes, file: str, clients: "ClientBook | None") -> ImportTable:
    """Return the rows of a file, and everything that is wrong with it as far as that shows without asking.

    Args:
        clients: Where clients that nobody knows are to be added; None where they are not.
    """
    table = ImportTable(file=file)
    try:
        header, *rest = list(records(text_of(data))) or [[]]
    except UnreadableError as error:
        table.note(Cell("", error.line, error.column), "", "unreadable", str(error))
        return table
    columns = [cell.text.lower() for cell in header]
    _check_header(table, header, columns)
    if table.findings:
        return table
    for cells in rest:
        _take(table, columns, cells, clients)
    return table


def _check_header(table: ImportTable, header: Sequence[Cell], columns: list[str]) -> None:
    for at, (cell, column) in enumerate(zip(header, columns, strict=True)):
        if column not in COLUMNS:
            table.note(
                cell, cell.text, "unknown_column", f"is no column{_like(column)}; known: {', '.join(COLUMNS)}"
            )
        elif column in columns[:at]:
            table.note(cell, column, "repeated_column", "stands twice")
    for column in NEEDED:
        if column not in columns:
            table.note(Cell("", 1, 1), column, "missing_column", "this column is needed, and missing")


def _like(column: str) -> str:
    from trafftpkg.domain.errors.naming import nearest  # only when something is wrong

    near = nearest(column, COLUMNS)
    return f"; did you mean '{near}'?" if near else ""


def _take(table: ImportTable, columns: list[str], cells: list[Cell], clients: "ClientBook | None") -> None:
    if len(cells) != len(columns):
        why = f"has {len(cells)} of {len(columns)} cells; the file may have been cut"
        if len(cells) > len(columns):
            why = f"has {len(cells)} cells for {len(columns)} columns: write amounts with a point"
        table.note(cells[0], "", "cells", why)
        return
    meant = (cell._replace(text=as_meant(cell.text)) for cell in cells)
    row = dict(zip(columns, meant, strict=True))
    line = cells[0].line
    table.places[line] = row
    before = len(table.findings)
    values = {column: _value(table, line, column, cell) for column, cell in row.items()}
    if not all(values[column] for column in NEEDED):
        return
    newcomer = None if clients is None else _newcomer(table, line, values, clients)
    whole = len(table.findings) == before
    table.rows.append(ImportRow(line=line, request=_request(values), newcomer=newcomer, whole=whole))


def _request(values: dict[str, Any]) -> ImportBalance:
    return ImportBalance(
        client=values["client"],
        package=values["package"],
        reference=values["reference"],
        granted=values.get("granted"),
        used=values.get("used") or 0,
        last_day=values.get("last_day"),
        price=values.get("price"),
        paid=values.get("paid"),
    )


def _value(table: ImportTable, line: int, column: str, cell: Cell) -> Any:
    """A cell's value; an empty one has none."""
    if not cell.text:
        if column in NEEDED:
            table.note(cell, column, "empty", "is empty, and needed in every row")
        return None
    try:
        return _PARSERS.get(column, _text)(cell.text, column)
    except TrafftpkgError as error:
        table.blame(line, column, error)
        return None


def _newcomer(table: ImportTable, line: int, values: dict[str, Any], clients: "ClientBook") -> Client | None:
    """Who would be added; a handle that can be none is only wrong if nobody is known by it."""
    facts = {field: values.get(field) for field in ("name", "email", "phone")}
    try:
        whoever = clients.as_kept(new_client("newcomer", **facts))
    except BadArgumentError as error:
        table.blame(line, error.field, error)
        whoever = new_client("newcomer", facts["name"])
    try:
        return new_client(values["client"], whoever.name, whoever.email, whoever.phone)
    except BadArgumentError:
        return None


def _text(typed: str, what: str) -> str:
    return typed


def _used(typed: str, what: str) -> int:
    return 0 if re.fullmatch(r"0+", typed) else count(typed, what)


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    "granted": count,
    "used": _used,
    "last_day": iso_day,
    "price": amount_or_nothing,
    "paid": amount_or_nothing,
}
