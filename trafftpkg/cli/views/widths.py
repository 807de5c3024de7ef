"""How many columns texts take on a terminal, and texts in lines that fit it."""

import os
import shutil
import sys
from collections.abc import Iterable

PIPED_WIDTH = 200
"""How wide a line may be where no terminal says."""

JOINERS = "\u200c\u200d"
"""What holds letters and emoji together or apart without taking a column."""


def line_width() -> int:
    """Return how many columns a line may take: the terminal's, COLUMNS, or a sane width where piped."""
    if os.environ.get("COLUMNS", "").isdigit() or (sys.stdout is not None and sys.stdout.isatty()):
        return shutil.get_terminal_size().columns
    return PIPED_WIDTH


def display_width(text: str) -> int:
    """Return how many columns a text takes: wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(_columns(each) for each in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines that take at most `width` columns; only a word that is longer is broken."""
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
    """Return `start` and a text behind it; what does not fit the line goes on below, under its first word."""
    margin = display_width(start)
    first, *rest = wrapped(text, max(line_width() - margin, 1))
    return [f"{start}{first}".rstrip(), *(f"{' ' * margin}{each}" for each in rest)]


def listed(rows: Iterable[tuple[str, str]], margin: str = "") -> list[str]:
    """Return one line a row, or more where it is long: names in one column, words in the next."""
    found = list(rows)
    width = max((display_width(name) for name, _ in found), default=0)
    pairs = ((f"{margin}{name}{' ' * (width - display_width(name))}  ", words) for name, words in found)
    return [line for start, words in pairs for line in hung(start, words)]


def _columns(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
