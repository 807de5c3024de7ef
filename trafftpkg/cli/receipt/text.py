"""A receipt as text of 80 columns, for a printer or a mail."""

from collections.abc import Iterator

from trafftpkg.cli.views.widths import display_width, wrapped
from trafftpkg.receipts.sheet import ReceiptPart, ReceiptRow, ReceiptSheet

WIDTH = 80
_INDENT = "  "


def receipt_text(sheet: ReceiptSheet) -> list[str]:
    """Return the lines of a receipt, none longer than 80 columns."""
    about = [f"{sheet.title} {sheet.number}", *sheet.facts]
    lines = [line for each in sheet.seller for line in wrapped(each, WIDTH)]
    lines += [*([""] if lines else []), *(line for each in about for line in wrapped(each, WIDTH))]
    for part in sheet.parts:
        lines += ["", *_part(part)]
    return lines


def _part(part: ReceiptPart) -> Iterator[str]:
    yield from wrapped(part.heading, WIDTH)
    yield from _said(part.before)
    for row in part.rows:
        yield from _row(row)
    yield from _said(part.after)


def _said(sentences: tuple[str, ...]) -> Iterator[str]:
    for each in sentences:
        yield from (f"{_INDENT}{line}" for line in wrapped(each, WIDTH - len(_INDENT)))


def _row(row: ReceiptRow) -> Iterator[str]:
    """What, and how much at the right; a long `what` goes on below."""
    room = WIDTH - len(_INDENT) - display_width(row.amount) - 2
    first, *rest = wrapped(row.what, room)
    yield f"{_INDENT}{first}{' ' * (room - display_width(first))}  {row.amount}"
    for each in rest:
        yield f"{_INDENT}{each}"
