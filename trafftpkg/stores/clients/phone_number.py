"""Tells whether two phone numbers are the same, however they are written."""

import re

_SIGNIFICANT = 7
"""Two numbers with so many equal last digits may be the same. Shorter ones must be equal."""


class PhoneNumber:
    """A phone number reduced to its digits.

    `+381 64 111 2222`, `00381641112222` and `381 64/111-2222` have the same digits; `064 111 2222` is
    the same number as dialled inside the country, without the country's code and with a trunk zero.
    """

    __slots__ = ("digits", "international")

    def __init__(self, typed: str) -> None:
        digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", typed))
        self.international = typed.lstrip().startswith("+") or digits.startswith("00")
        self.digits = digits.lstrip("0")

    @property
    def ending(self) -> str:
        """The last digits, by which similar numbers are found in an index."""
        return self.digits[-_SIGNIFICANT:]

    def is_same_as(self, other: "PhoneNumber") -> bool:
        """Tell whether two numbers are the same. One of them may lack the country's code."""
        if self.digits == other.digits:
            return bool(self.digits)
        if self.international and other.international:
            return False
        shorter, longer = sorted((self.digits, other.digits), key=len)
        return len(shorter) >= _SIGNIFICANT and longer.endswith(shorter)


def looks_like_phone_number(typed: str) -> bool:
    """Tell whether a text can be a phone number: digits, and what people write between them."""
    return re.fullmatch(r"\s*\+?[\d\s()./-]*\d[\d\s()./-]*", typed) is not None
