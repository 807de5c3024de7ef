"""Columns that fit the terminal, by display width; every cell is text that is ready to print."""

import os
import shutil
import sys
from collections.abc import Collection, Sequence
from typing import NamedTuple

PIPED_WIDTH = 200
"""How wide a table may be where no terminal says."""

_NARROWEST = 8
_JOINERS = "\u200c\u200d"
"""What holds letters and emoji together or apart without taking a column."""
_GAP = 2


class _Widths:
    """What tabulate wants of a library that knows how wide texts are."""

    @staticmethod
    def wcswidth(text: str) -> int:
        return display_width(text)


class Column(NamedTuple):
    """A heading; numbers stand on the right, and an `elastic` column is cut first where it is too wide."""

    heading: str
    right: bool = False
    elastic: bool = False


def table(columns: Collection[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table with its heading."""
    import tabulate

    # tabulate would keep two columns more for every heading than it needs.
    tabulate.MIN_PADDING = 0
    # It asks the library wcwidth, where that is installed, how wide a text is; here it asks us.
    tabulate.wcwidth = _Widths  # type: ignore[attr-defined]  # its stubs leave out what is optional
    tabulate.WIDE_CHARS_MODE = True
    cells = [[_printable(cell) for cell in row] for row in rows]
    widths = _fitting(columns, cells, line_width())
    cut = [[shortened(cell, width) for cell, width in zip(row, widths, strict=True)] for row in cells]
    laid_out = tabulate.tabulate(
        cut,
        headers=[each.heading for each in columns],
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if each.right else "left" for each in columns],
    )
    return [line.rstrip() for line in laid_out.splitlines()]


def line_width() -> int:
    """Return how many columns a line may take: the terminal's, COLUMNS, or a sane width where piped."""
    if os.environ.get("COLUMNS", "").isdigit() or (sys.stdout is not None and sys.stdout.isatty()):
        return shutil.get_terminal_size().columns
    return PIPED_WIDTH


def display_width(text: str) -> int:
    """Return how many columns a text takes: wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(_columns(each) for each in text)


def shortened(text: str, width: int) -> str:
    """Return the text, its end replaced by `…` where it takes more than `width` columns."""
    if display_width(text) <= width:
        return text
    kept = ""
    for each in text:
        if display_width(kept + each) > width - 1:
            break
        kept += each
    return f"{kept.rstrip()}…"


def _columns(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _fitting(columns: Collection[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the columns' widths: elastic ones give way, the widest first, until all fit or are narrow."""
    widths = [
        max([display_width(column.heading), *(display_width(row[at]) for row in rows)])
        for at, column in enumerate(columns)
    ]
    elastic = [at for at, column in enumerate(columns) if column.elastic]
    while sum(widths) + _GAP * (len(widths) - 1) > room:
        widest = max(elastic, key=lambda at: widths[at], default=None)
        if widest is None or widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _printable(cell: str) -> str:
    """Return the cell on one line, without anything that could move the terminal's cursor."""
    return "".join(each if each.isprintable() or each in _JOINERS else " " for each in cell)
