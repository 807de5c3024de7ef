"""Receipts and statements as plain text, for a printer or any mail program."""

from collections.abc import Iterable, Iterator

from trafftpkg.cli.papers.statement_sheet import Sheet, SheetPart, SheetRow
from trafftpkg.cli.views.widths import display_width, wrapped
from trafftpkg.receipts.sheet import ReceiptPart, ReceiptRow, ReceiptSheet

_OF_RECEIPTS = 80
_OF_STATEMENTS = 72
_INDENT = "  "


def receipt_text(sheet: ReceiptSheet) -> list[str]:
    """Return the lines of a receipt, none longer than 80 columns."""
    about = [f"{sheet.title} {sheet.number}", *sheet.facts]
    lines = [line for each in sheet.seller for line in wrapped(each, _OF_RECEIPTS)]
    lines += [*([""] if lines else []), *(line for each in about for line in wrapped(each, _OF_RECEIPTS))]
    for part in sheet.parts:
        lines += ["", *_receipt_part(part)]
    return lines


def statement_text(sheet: Sheet) -> list[str]:
    """Return the lines of a statement, none longer than 72 columns."""
    lines = [*wrapped(sheet.title, _OF_STATEMENTS), *wrapped(sheet.subtitle, _OF_STATEMENTS)]
    for part in sheet.parts:
        lines += ["", *_statement_part(part)]
    for sentence in sheet.closing:
        lines += ["", *wrapped(sentence, _OF_STATEMENTS)]
    return lines


def _receipt_part(part: ReceiptPart) -> Iterator[str]:
    yield from wrapped(part.heading, _OF_RECEIPTS)
    yield from _indented(part.before, _OF_RECEIPTS)
    for row in part.rows:
        yield from _receipt_row(row)
    yield from _indented(part.after, _OF_RECEIPTS)


def _statement_part(part: SheetPart) -> Iterator[str]:
    yield from wrapped(part.heading, _OF_STATEMENTS)
    yield from _indented(part.sentences, _OF_STATEMENTS)
    if part.rows:
        yield ""
        change = max(display_width(row.change) for row in part.rows)
        left = max(display_width(row.left) for row in part.rows)
        for row in part.rows:
            yield from _statement_row(row, change, left)


def _receipt_row(row: ReceiptRow) -> Iterator[str]:
    """What, and how much at the right."""
    return _row(_INDENT, row.what, f"  {row.amount}", _OF_RECEIPTS)


def _statement_row(row: SheetRow, change: int, left: int) -> Iterator[str]:
    start, end = f"{_INDENT}{row.day}  ", f"  {row.change:>{change}}  {row.left:>{left}}"
    return _row(start, row.what, end, _OF_STATEMENTS)


def _row(start: str, what: str, end: str, width: int) -> Iterator[str]:
    """A row of columns. A long text continues below."""
    room = width - len(start) - display_width(end)
    first, *rest = wrapped(what, room)
    yield f"{start}{first}{' ' * (room - display_width(first))}{end}"
    for each in rest:
        yield f"{' ' * len(start)}{each}"


def _indented(sentences: Iterable[str], width: int) -> Iterator[str]:
    for each in sentences:
        yield from (f"{_INDENT}{line}" for line in wrapped(each, width - len(_INDENT)))
