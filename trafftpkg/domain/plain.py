"""Which text can be written down and printed (R-1.25)."""

import re
from collections.abc import Callable

_NOT_PLAIN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]"
"""Control characters other than a tab or a line's end, halves of characters, and what turns the direction.

A terminal would obey the first, and the last let a text look otherwise than it reads. The marks that a phone
puts around a number do not.
"""


def is_plain(text: str) -> bool:
    """Tell whether a text has none of these."""
    # What `re` is given as text it compiles when it is first needed: hardly ever.
    return text.isprintable() or re.search(_NOT_PLAIN, text) is None


def with_marks(text: str, mark: Callable[["re.Match[str]"], str]) -> str:
    """Return a text with a mark in place of each of these."""
    return re.sub(_NOT_PLAIN, mark, text)
