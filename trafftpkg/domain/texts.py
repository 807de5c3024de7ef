"""Texts that clients read, in the languages of the business."""

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
