"""The parser's problems in words for people: what stands there, and what to write instead.

The two parsers say the same in different words, so a problem is told by what its place looks like.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

QUOTES = "Put the whole text in quotes"


class Spot(NamedTuple):
    """Where a parser stopped.

    Args:
        said: What the parser says.
        lines: All lines of the file.
        line: Its line, from 0; there may be none, after the last one.
        column: Its column, from 0.
        opened: The line, from 0, where what it was reading began.
    """

    said: str
    lines: list[str]
    line: int
    column: int
    opened: int | None

    @property
    def here(self) -> str:
        """The line."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before it in its line."""
        return self.here[: self.column].rstrip()

    @property
    def sign(self) -> str:
        """The character there; empty at the end of a line."""
        return self.here[self.column : self.column + 1]


def words_for(spot: Spot) -> str:
    """Return what is wrong, and what to write instead."""
    return next(filter(None, (say(spot) for say in _SAYINGS)), _ELSE)


def open_until(line: int) -> str:
    """Say of a quote that it closes too late: where the next one opens, in a line further down."""
    return (
        f"has a quote that opens here and closes only on line {line}. "
        "Close it, or put the whole text in quotes of the other kind"
    )


def colonless(spot: Spot) -> int | None:
    """Return the line, from 0, of a `name:Glow` above the spot: that is a text, so nothing may follow."""
    follows = "document start" in spot.said and not spot.here.startswith(("%", "---", "..."))
    if not (follows or "mapping values are not allowed" in spot.said):
        return None
    above = (each for each in range(spot.line - 1, -1, -1) if _says_something(spot.lines[each]))
    found = next(above, None)
    return found if found is not None and _lacks_space(spot.lines[found]) else None


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _lacks_space(line: str) -> bool:
    return ": " not in line and _BARE.match(line) is not None


_BARE = re.compile(r"\s*(?:- +)?[A-Za-z_][\w-]*:[^\s/]")
NO_COLON = "has no ': '. Write a key, a colon, a space and a value, as in name: Glow"
_ELSE = "cannot be read as YAML. Check the quotes, brackets, commas and spaces here and in the line above"


def _open_quote(spot: Spot) -> str | None:
    if "end of stream" in spot.said or "document separator" in spot.said:
        return "has a quote that opens here and is not closed"
    return None


def _odd_escape(spot: Spot) -> str | None:
    if "escape" not in spot.said and "hexdec" not in spot.said:
        return None
    return "has a '\\' in double quotes that means nothing. Put the text in single quotes, or write '\\\\'"


def _odd_begin(spot: Spot) -> str | None:
    """A value that begins with a sign of YAML's."""
    if "start any token" in spot.said:
        return f"cannot begin with '{spot.sign}'. {QUOTES}"
    if "alphabetic or numeric" in spot.said:
        return f"cannot begin with '{spot.before[-1:]}'. {QUOTES}"
    if "comment or" in spot.said:
        return f"begins with '|' or '>', which announce lines of text below. {QUOTES}"
    if "sequence entries are not allowed" in spot.said:
        return f"cannot begin with '- '. {QUOTES}, or begin the list in the next line"
    if "mapping keys are not allowed" in spot.said:
        return f"cannot begin with '? '. {QUOTES}"
    return None


def _after_the_end(spot: Spot) -> str | None:
    """Text that goes on after a closing quote or bracket: `[New] Glow`, `"Glow" 10`."""
    closing = spot.before[-1:]
    if "expected" not in spot.said or not spot.sign or spot.sign in ",]}:" or closing not in _CLOSING:
        return None
    if closing == "'":
        return "goes on after a closing '. Put the whole text in double quotes, or write '' for each '"
    if closing == '"':
        return 'goes on after a closing ". Put the whole text in single quotes'
    return f"goes on after '{closing}'. {QUOTES}, if it is one text"


_CLOSING = ("'", '"', "]", "}")


def _second_colon(spot: Spot) -> str | None:
    """A text with `: ` in it, or a line above that lacks its own."""
    wrong = "mapping values are not allowed" in spot.said or "unexpected ':'" in spot.said
    if not wrong and not ("expected" in spot.said and spot.sign == ":"):
        return None
    if ": " in spot.before.lstrip("- ") or spot.before.endswith(":"):
        return f"has a second ': ' in one value. {QUOTES}, or put a comma between two keys"
    opened = spot.opened
    if opened is not None and opened < spot.line and "'," in spot.said.replace("',' or", "',"):
        return _unclosed(spot)
    return (
        "is indented as if it belonged to the line above. Begin it below the first letter of that line's key"
    )


def _missing_colon(spot: Spot) -> str | None:
    if "could not find expected ':'" not in spot.said:
        return None
    return NO_COLON


def _missing_value(spot: Spot) -> str | None:
    if "node content" not in spot.said:
        return None
    if not spot.sign:
        return _unclosed(spot._replace(opened=None))
    if spot.sign in ",]}" and (spot.before.endswith((",", "[", "{")) or not spot.before):
        return f"has a '{spot.sign}' too many, or nothing before it. Remove it, or put the text in quotes"
    return f"cannot begin with '{spot.sign}'. {QUOTES}"


def _bracket(spot: Spot) -> str | None:
    """Something between brackets that is neither a comma nor the end."""
    if "',' or" not in spot.said:
        return None
    if spot.sign in ("", "]", "}") or (spot.opened is not None and spot.opened < spot.line):
        return _unclosed(spot)
    return "needs a comma or ': ' before this. Or, if it is one text, put the whole text in quotes"


def _unclosed(spot: Spot) -> str:
    where = "" if spot.opened is None else f" on line {spot.opened + 1}"
    return (
        f"has a '[' or '{{' that opens{where} and is not closed. Close it, or put a text with '#' in quotes"
    )


def _odd_indent(spot: Spot) -> str | None:
    if "'-' indicator" in spot.said or ("block collection" in spot.said and "block end" in spot.said):
        return "does not begin with '- ' below those above it, as each part of this list must"
    if "expected key" in spot.said or "block end" in spot.said:
        return "is indented otherwise than the keys above it. Begin it below their first letters"
    return None


def _odd_document(spot: Spot) -> str | None:
    if "document start" in spot.said or "directive" in spot.said or "YAML document" in spot.said:
        return "begins with '%', '---' or '...'. Remove such lines: a file is one document"
    return None


_SAYINGS: tuple[Callable[[Spot], str | None], ...] = (
    _open_quote,
    _odd_escape,
    _odd_begin,
    _after_the_end,
    _second_colon,
    _missing_colon,
    _missing_value,
    _bracket,
    _odd_indent,
    _odd_document,
)
