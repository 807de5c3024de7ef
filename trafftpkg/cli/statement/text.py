"""A statement as plain text for any mail program."""

from collections.abc import Iterator

from trafftpkg.cli.statement.sheet import Sheet, SheetPart, SheetRow
from trafftpkg.cli.views.widths import display_width, wrapped

WIDTH = 72
_INDENT = "  "


def statement_text(sheet: Sheet) -> list[str]:
    """Return the lines of a statement, none longer than 72 columns."""
    lines = [*wrapped(sheet.title, WIDTH), *wrapped(sheet.subtitle, WIDTH)]
    for part in sheet.parts:
        lines += ["", *_part(part)]
    for sentence in sheet.closing:
        lines += ["", *wrapped(sentence, WIDTH)]
    return lines


def _part(part: SheetPart) -> Iterator[str]:
    yield from wrapped(part.heading, WIDTH)
    for sentence in part.sentences:
        yield from (f"{_INDENT}{line}" for line in wrapped(sentence, WIDTH - len(_INDENT)))
    if part.rows:
        yield ""
        change = max(display_width(row.change) for row in part.rows)
        left = max(display_width(row.left) for row in part.rows)
        for row in part.rows:
            yield from _row(row, change, left)


def _row(row: SheetRow, change: int, left: int) -> Iterator[str]:
    """A row of columns. A long text continues below."""
    start, end = f"{_INDENT}{row.day}  ", f"  {row.change:>{change}}  {row.left:>{left}}"
    room = WIDTH - len(start) - len(end)
    first, *rest = wrapped(row.what, room)
    yield f"{start}{first}{' ' * (room - display_width(first))}{end}"
    for each in rest:
        yield f"{' ' * len(start)}{each}"
