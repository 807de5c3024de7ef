"""CSV cells with their line and column, so that each problem can be located.

RFC 4180, with a comma, a semicolon or a tab between cells, and any line ends; a quoted cell may contain line
feeds. A first line like `sep=;`, which spreadsheets write, says which it is.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

SEPARATORS = ",;\t"
_TOLD = re.compile(f'"?sep=([{SEPARATORS}])"?[{SEPARATORS}]*', re.IGNORECASE)


AT_MOST = 100_000_000
"""Bytes that are read at once: as many as a million balances take."""


class Cell(NamedTuple):
    """A cell's text, and where it begins; line and column count from 1."""

    text: str
    line: int
    column: int


class UnreadableError(ValueError):
    """The file is not text, or not CSV, from a place on. `args[0]` says why."""

    def __init__(self, why: str, line: int, column: int) -> None:
        super().__init__(why)
        self.line = line
        self.column = column


def text_of(data: bytes) -> str:
    """Return UTF-8 as text, with or without a byte order mark.

    Raises:
        UnreadableError: it is in another encoding, or too large.
    """
    if len(data) > AT_MOST:
        raise UnreadableError(f"is larger than {AT_MOST // 1_000_000} MB; import it in parts", 1, 1)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError(f"is UTF-16; {_save_as('UTF-16')}", 1, 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        line, column = _line_after(before), len(re.split("[\r\n]", before)[-1]) + 1
        why = f"byte {data[error.start]:#04x} is not UTF-8; {_save_as('WINDOWS-1252')}"
        raise UnreadableError(why, line, column) from None
    if "\0" in text:
        before = text[: text.index("\0")]
        raise UnreadableError("has a byte of zero; it is no text file", _line_after(before), 1)
    return text


def _line_after(text: str) -> int:
    return len(re.findall("\r\n|\r|\n", text)) + 1


def records(text: str) -> Iterator[list[Cell]]:
    """Yield the cells of each line that is not blank.

    Raises:
        UnreadableError: a quote is never closed, or something follows one that is.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    told = _TOLD.fullmatch(lines[0])
    separator = told[1] if told else _separator(lines[0])
    at = 1 if told else 0
    while at < len(lines):
        line = lines[at]
        if '"' in line:
            cells, at = _quoted(lines, at, separator)
            yield cells
            continue
        at += 1
        if line.strip():
            yield list(_plain(line, at, separator))


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)


def _plain(line: str, number: int, separator: str) -> Iterator[Cell]:
    column = 1
    for text in line.split(separator):
        yield Cell(text.strip(), number, column)
        column += len(text) + 1


def _quoted(lines: list[str], at: int, separator: str) -> tuple[list[Cell], int]:
    """The cells of a record with quotes, and the index of the line after it."""
    cells: list[Cell] = []
    column = 0
    while True:
        line = lines[at]
        start = column
        if not line[column:].lstrip(" ").startswith('"'):
            end = line.find(separator, column)
            end = len(line) if end < 0 else end
            cells.append(Cell(line[column:end].strip(), at + 1, start + 1))
            column = end
        else:
            column = line.index('"', column)
            cell, at, column = _closed(lines, at, column)
            cells.append(cell)
            line = lines[at]
        rest = line[column:].lstrip(" ")
        if not rest:
            return cells, at + 1
        if not rest.startswith(separator):
            raise UnreadableError(
                "something follows a closing quote; double a quote inside a cell", at + 1, column + 1
            )
        column = line.index(separator, column) + 1


def _closed(lines: list[str], at: int, column: int) -> tuple[Cell, int, int]:
    """A quoted cell from its opening quote on, the index of the line it ends in, and the column after it."""
    opened, parts, line_at, place = (at, column), [], at, column + 1
    while True:
        line = lines[line_at]
        end = line.find('"', place)
        if end < 0:
            parts.append(line[place:] + "\n")
            line_at, place = line_at + 1, 0
            if line_at == len(lines):
                raise UnreadableError(
                    "a quote is opened here and never closed; the file may have been cut",
                    opened[0] + 1,
                    opened[1] + 1,
                )
        elif line[end + 1 : end + 2] == '"':
            parts.append(line[place : end + 1])
            place = end + 2
        else:
            parts.append(line[place:end])
            return Cell("".join(parts).strip(), opened[0] + 1, opened[1] + 1), line_at, end + 1


def _save_as(encoding: str) -> str:
    return f"save it as 'CSV UTF-8', or: iconv -f {encoding} -t UTF-8 FILE > NEW"
