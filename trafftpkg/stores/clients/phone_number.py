"""Telling whether two phone numbers are one, however each was written down."""

import re

_SIGNIFICANT = 7
"""Two numbers that end in as many digits may be one; a shorter one must be the same as a whole."""


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
        """The last digits, by which numbers that may be the same are found in an index."""
        return self.digits[-_SIGNIFICANT:]

    def is_same_as(self, other: "PhoneNumber") -> bool:
        """Two international numbers are the same digit by digit; else the longer may add a country's code."""
        if self.digits == other.digits:
            return bool(self.digits)
        if self.international and other.international:
            return False
        shorter, longer = sorted((self.digits, other.digits), key=len)
        return len(shorter) >= _SIGNIFICANT and longer.endswith(shorter)


def looks_like_phone_number(typed: str) -> bool:
    """Return whether a text can be meant as a phone number: digits and what people put between."""
    return re.fullmatch(r"\s*\+?[\d\s()./-]*\d[\d\s()./-]*", typed) is not None
