"""Cells of a CSV that a spreadsheet would compute: what a stranger typed as a name must stay a name.

A spreadsheet takes an apostrophe before a text for "this is text". It is put there on the way out and taken
away where a file is read, so that a text comes back as it was.
"""

import re

_STARTS = "=+@\t\r\n\\-＝＋－＠"
_COMPUTED = re.compile(f"'*[{_STARTS}]")
_NUMBER = re.compile(r"[+-][\d ()./-]*")
"""A number, an amount, or a phone number, with its sign."""


def defused(cell: str) -> str:
    """Return a cell as it may be opened in a spreadsheet; numbers and phone numbers stay as they are."""
    return f"'{cell}" if _COMPUTED.match(cell) and not _NUMBER.fullmatch(cell) else cell


def as_meant(cell: str) -> str:
    """Return what a cell was before it was defused, or as somebody typed it who wanted it taken as text."""
    return cell[1:] if cell.startswith("'") and _COMPUTED.match(cell) else cell
