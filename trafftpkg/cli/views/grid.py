"""Tables that fit the terminal, measured by display width. Every cell is text that is ready to print.

Nothing is cut. Values that all rows share are printed once, above the table. Long texts wrap. A column is
printed below each row, with its heading, where there is no room for it or its texts would be tall towers.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from trafftpkg.cli.views.widths import JOINERS, display_width, hung, line_width, wrapped

_NARROWEST = 12
"""Texts are not wrapped to less than this."""
_TALLEST = 3
"""A text that wraps into more lines goes below its row, where it has the whole width."""
_GAP = 2
_BELOW = "  "


class Column(NamedTuple):
    """A heading. Numbers are `right` aligned; the text of an `elastic` column may wrap.

    A column that `stays` is kept even if all rows have the same value.
    """

    heading: str
    right: bool = False
    elastic: bool = False
    stays: bool = False


class _Filled(NamedTuple):
    """A column with its cells, one for each row."""

    column: Column
    cells: list[str]

    @property
    def is_common(self) -> bool:
        """Tell whether all rows have the same value."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1 and not self.column.stays

    @property
    def widest(self) -> int:
        """The width if nothing wraps."""
        return max(map(display_width, (self.column.heading, *self.cells)))

    @property
    def narrowest(self) -> int:
        """The smallest width that breaks no word and keeps texts readable."""
        if not self.column.elastic:
            return self.widest
        words = (word for cell in (self.column.heading, *self.cells) for word in cell.split())
        return max(min(self.widest, _NARROWEST), *map(display_width, words))


def table(columns: Collection[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table with its heading."""
    filled = [
        _Filled(column, [_printable(row[at]) for row in rows])
        for at, column in enumerate(columns)
        if not rows or any(row[at] for row in rows)
    ]
    room = line_width()
    shown, common = _told_apart(filled, room)
    beside, below = _fitting(shown, room)
    return [*_above(common), *_drawn(beside, below, room)]


def _told_apart(filled: list[_Filled], room: int) -> tuple[list[_Filled], list[_Filled]]:
    """Separate the columns that differ from those that do not. Equal numbers stay if there is room."""
    common = [each for each in filled[1:] if each.is_common and not each.column.right]
    shown = [each for each in filled if each not in common]
    if _sum(each.widest for each in shown) > room:
        common = [each for each in filled[1:] if each.is_common]
        shown = [each for each in filled if each not in common]
    return shown, common


def _fitting(shown: list[_Filled], room: int) -> tuple[list[_Filled], list[_Filled]]:
    """Separate the columns that fit beside each other from those that go below, the longest texts first."""
    if _sum(each.widest for each in shown) <= room:
        return shown, []
    beside = list(shown)
    while len(beside) > 1 and _sum(each.narrowest for each in beside) > room:
        texts = [each for each in beside[1:] if each.column.elastic] or beside[-1:]
        beside.remove(max(texts, key=lambda each: each.widest))
    while tower := _tower(beside, room):
        beside.remove(tower)
    return beside, [each for each in shown if each not in beside]


def _tower(beside: list[_Filled], room: int) -> _Filled | None:
    """Return the longest text that would wrap into more lines than a row should have."""
    towers = [
        each
        for each, width in zip(beside[1:], _widths(beside, room)[1:], strict=True)
        if each.column.elastic and any(len(wrapped(cell, width)) > _TALLEST for cell in each.cells)
    ]
    return max(towers, key=lambda each: each.widest, default=None)


def _drawn(beside: list[_Filled], below: list[_Filled], room: int) -> Iterator[str]:
    """Draw the columns that fit, and the others below each row."""
    widths = _widths(beside, room)
    rows = [
        [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for cells in zip(*(each.cells for each in beside), strict=True)
    ]
    headings = [wrapped(each.column.heading, width) for each, width in zip(beside, widths, strict=True)]
    lines = iter(_laid_out([each.column for each in beside], headings, rows))
    for _ in range(max(map(len, headings)) + 1):
        yield next(lines)
    for at, row in enumerate(rows):
        for _ in range(max(map(len, row))):
            yield next(lines)
        yield from _below(below, at)


def _below(below: list[_Filled], at: int) -> Iterator[str]:
    """Yield what goes below a row: one line for each text, and one for all short values."""
    told = [(each.column, each.cells[at]) for each in below if each.cells[at]]
    for column, cell in told:
        if column.elastic:
            yield from hung(f"{_BELOW}{column.heading}: ", cell)
    short = "; ".join(f"{column.heading}: {cell}" for column, cell in told if not column.elastic)
    if short:
        yield from hung(_BELOW, short)


def _widths(beside: list[_Filled], room: int) -> list[int]:
    """Return the widths of the columns. Texts are narrowed, the widest first."""
    widths, least = [each.widest for each in beside], [each.narrowest for each in beside]
    if len(beside) == 1:
        return [min(widths[0], room)]
    while _sum(widths) > room:
        at = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        widths[at] -= 1
    return widths


def _laid_out(columns: list[Column], headings: list[list[str]], rows: list[list[list[str]]]) -> list[str]:
    import tabulate

    # tabulate would keep two columns more for every heading than it needs.
    tabulate.MIN_PADDING = 0
    # It asks the library wcwidth, where that is installed, how wide a text is; here it asks us.
    tabulate.wcwidth = _Wcwidth  # type: ignore[attr-defined]  # its stubs leave out what is optional
    tabulate.WIDE_CHARS_MODE = True
    laid_out = tabulate.tabulate(
        [["\n".join(cell) for cell in row] for row in rows],
        headers=["\n".join(each) for each in headings],
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if each.right else "left" for each in columns],
    )
    return [line.rstrip() for line in laid_out.splitlines()]


class _Wcwidth:
    """The part of the library wcwidth that tabulate uses."""

    @staticmethod
    def wcswidth(text: str) -> int:
        return max(map(display_width, text.splitlines()), default=0)


def _above(common: list[_Filled]) -> list[str]:
    """Return `client: ana; status: active` and an empty line, or nothing."""
    said = "; ".join(f"{each.column.heading}: {each.cells[0]}" for each in common)
    return [*hung("", said), ""] if said else []


def _sum(widths: "Iterator[int] | list[int]") -> int:
    """Return the total width with the gaps."""
    found = list(widths)
    return sum(found) + _GAP * (len(found) - 1)


def _printable(cell: str) -> str:
    """Return the cell on one line, without anything that could move the terminal's cursor."""
    return "".join(each if each.isprintable() or each in JOINERS else " " for each in cell)
