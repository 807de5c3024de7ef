"""Texts: which can be written down and printed, and those that clients read, in their languages."""

import re
from collections.abc import Callable
from typing import Any, Self, cast

from trafftpkg.domain.value import Value, replace

SPOKEN = ("en", "de", "pt")
"""The languages that the program has words in, for clients. Texts of a business may be in any."""

TextIn = tuple[str, str, str]
"""A language, the field that is told in it, and the text: `("fr", "name", "Soin du visage")`."""


class Worded(Value):
    """A value whose fields hold its texts in the usual language; `texts` has them in the others."""

    __slots__ = ()

    texts: tuple[TextIn, ...]

    def text_in(self, language: str) -> Self:
        """Return it with its texts in a language (R-13.1). A text that lacks it stays in the usual one."""
        there = {field: text for spoken, field, text in self.texts if spoken == language}
        return cast(Self, replace(cast(Any, self), **there)) if there else self


_NOT_PLAIN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]"
"""Control characters other than a tab or a line's end, halves of characters, and what turns the direction.

A terminal would obey the first, and the last let a text look otherwise than it reads. The marks that a phone
puts around a number do not.
"""


def is_plain(text: str) -> bool:
    """Tell whether a text can be written down and printed (R-1.25)."""
    # What `re` is given as text it compiles when it is first needed: hardly ever.
    return text.isprintable() or re.search(_NOT_PLAIN, text) is None


def with_marks(text: str, mark: Callable[["re.Match[str]"], str]) -> str:
    """Return a text with a mark in place of each character that cannot."""
    return re.sub(_NOT_PLAIN, mark, text)
