"""CSV cells that a spreadsheet would run as formulas: a name must stay a name.

An apostrophe in front tells a spreadsheet "this is text". It is added when CSV is written and removed
when a file is read, so that texts come back unchanged.
"""

import re

_STARTS = "=+@\t\r\n\\-＝＋－＠"
_COMPUTED = re.compile(f"'*[{_STARTS}]")
_NUMBER = re.compile(r"[+-][\d ()./-]*")
"""A number, an amount, or a phone number, with its sign."""


def defused(cell: str) -> str:
    """Return a cell that is safe in a spreadsheet. Numbers and phone numbers are not changed."""
    return f"'{cell}" if _COMPUTED.match(cell) and not _NUMBER.fullmatch(cell) else cell


def as_meant(cell: str) -> str:
    """Return a cell without the apostrophe that marks it as text."""
    return cell[1:] if cell.startswith("'") and _COMPUTED.match(cell) else cell
