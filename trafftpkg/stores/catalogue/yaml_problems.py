"""Where the parser's problems are, and their words: where people correct them, not where it stopped."""

import re
from contextlib import suppress
from typing import Any, TypeAlias

import yaml
from yaml.events import ScalarEvent

from trafftpkg.stores.catalogue.places import line_and_column
from trafftpkg.stores.catalogue.yaml_words import NO_COLON, Spot, colonless, open_until, words_for

Told: TypeAlias = tuple[tuple[int, int], str, str]
"""Line and column, the code, and the words of a problem."""

_ODD_SPACE = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
IN_KEY = re.compile(f"[{_ODD_SPACE}]")
_UNSEEN = re.compile(f"^ *([\t{_ODD_SPACE}])|[:-]([{_ODD_SPACE}])")
"""What cannot be seen where YAML wants spaces: before a line, and behind a colon or a hyphen."""


def syntax_problem(error: yaml.MarkedYAMLError, text: str, loader: Any) -> Told:
    """Return place, code and words of what a parser could not read.

    Args:
        loader: The parser's class.
    """
    begun, mark = error.context_mark, error.problem_mark or error.context_mark
    said = f"{error.context or ''}: {error.problem or ''}"
    if begun and (("a quoted scalar" in said and "end of" in said) or "find expected ':'" in said):
        # The parser notices it at the end of the file, or in the next line; it is corrected at its beginning.
        mark = begun
    if mark is None:
        return (1, 1), "yaml_syntax", "cannot be read as YAML"
    if unseen := _unseen_at(text, mark.line):
        return unseen
    opened = None if begun is None else begun.line
    spot = Spot(said, text.split("\n"), mark.line, mark.column, opened)
    if (quote := _quote_before(spot, text, loader)) is not None:
        return quote, "yaml_syntax", open_until(mark.line + 1)
    if (bare := colonless(spot)) is not None:
        line = spot.lines[bare]
        return (bare + 1, len(line) - len(line.lstrip()) + 1), "yaml_syntax", NO_COLON
    return _inside(text, mark.line + 1, mark.column + 1), "yaml_syntax", words_for(spot)


def _quote_before(spot: Spot, text: str, loader: Any) -> tuple[int, int] | None:
    """Return where the quote opens that closes right before the spot, but in a line further up."""
    if spot.before[-1:] not in ("'", '"'):
        return None
    last: Any = None
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=loader):
            last = event if type(event) is ScalarEvent and event.style in ("'", '"') else last
    if last is None or last.end_mark.line != spot.line or last.start_mark.line == spot.line:
        return None
    return last.start_mark.line + 1, last.start_mark.column + 1


def _unseen_at(text: str, line: int) -> Told | None:
    """Return the problem of a character that looks like a space, in a line (from 0) or the one before it."""
    lines = text.split("\n")
    for number in (line, line - 1):
        found = _UNSEEN.search(lines[number]) if 0 <= number < len(lines) else None
        if found:
            group = found.lastindex or 0
            return (number + 1, found.start(group) + 1), "yaml_syntax", odd_space(found[group])
    return None


def odd_space(character: str) -> str:
    """Say which character looks like a space and is none."""
    names = {"\t": "a tab", "\u00a0": "a no-break space (U+00A0)"}
    named = names.get(character, f"an unusual space (U+{ord(character):04X})")
    return f"has {named} here. Replace it with plain spaces"


def _inside(text: str, line: int, column: int) -> tuple[int, int]:
    """Move a place after the end to the last character."""
    last_line, last_column = line_and_column(text, max(len(text.rstrip()) - 1, 0))
    return (line, column) if line <= last_line else (last_line, last_column)
