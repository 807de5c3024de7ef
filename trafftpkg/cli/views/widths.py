"""The width of texts on a terminal, and texts wrapped to fit it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

PIPED_WIDTH = 200
"""The width if there is no terminal."""

JOINERS = "\u200c\u200d"
"""Characters that join or separate letters and emoji and have no width."""


def line_width() -> int:
    """Return the width of a line: of the terminal, COLUMNS, or a usual width if piped."""
    if os.environ.get("COLUMNS", "").isdigit() or (sys.stdout is not None and sys.stdout.isatty()):
        return shutil.get_terminal_size().columns
    return PIPED_WIDTH


def display_width(text: str) -> int:
    """Return the width of a text: wide characters count two, combining ones none."""
    return len(text) if text.isascii() else sum(_columns(each) for each in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` columns. Only longer words are broken."""
    if display_width(text) <= width:
        return [text]
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if display_width(longer) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if display_width(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines if lines[0] else lines[1:]


def hung(start: str, text: str) -> list[str]:
    """Return `start` and the text after it, wrapped under its first word."""
    margin = display_width(start)
    first, *rest = wrapped(text, max(line_width() - margin, 1))
    return [f"{start}{first}".rstrip(), *(f"{' ' * margin}{each}" for each in rest)]


def listed(rows: Iterable[tuple[str, str]], margin: str = "") -> list[str]:
    """Return rows of two columns, names and words; long words wrap."""
    found = list(rows)
    width = max((display_width(name) for name, _ in found), default=0)
    pairs = ((f"{margin}{name}{' ' * (width - display_width(name))}  ", words) for name, words in found)
    return [line for start, words in pairs for line in hung(start, words)]


def section(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return a title and rows of two columns below it; nothing where there are no rows."""
    found = listed(rows, margin="  ")
    return [title, *found] if found else []


def _columns(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
