"""What a number's text may say: never a float, never octal, never YAML's guess."""

import re
from decimal import Decimal
from typing import NamedTuple

from trafftpkg.domain.moments import minutes_of
from trafftpkg.stores.catalogue.text_forms import refuse, text_of
from trafftpkg.stores.catalogue.time_forms import LENGTH, length_of

_MOST = 100_000
_WHOLE = re.compile(r"(?:0|-?[1-9][0-9]{0,8})\Z")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?\Z")


class Quantity(NamedTuple):
    """A count as declared: a bare number, or a length of time in minutes."""

    number: Decimal | None
    minutes: int | None


def whole_of(value: object) -> int:
    """`12`, and nothing that only looks like a number to YAML."""
    text = text_of(value)
    if not _WHOLE.match(text):
        refuse("malformed_number", f"'{text}' is not a whole number; write digits only, as in 12")
    return int(text)


def count_of(value: object) -> int:
    """A whole number from 0."""
    number = whole_of(value)
    if number < 0:
        refuse("out_of_range", f"must not be negative, and is {number}")
    return number


def positive_of(value: object) -> int:
    """A whole number from 1."""
    number = whole_of(value)
    if number < 1:
        refuse("out_of_range", f"must be at least 1, and is {number}")
    return number


def decimal_of(value: object) -> Decimal:
    """`480.00`: exact, not negative."""
    text = text_of(value)
    if not _DECIMAL.match(text):
        if text.startswith("-") and _DECIMAL.match(text[1:]):
            refuse("out_of_range", f"must not be negative, and is {text}")
        hint = " with a point" if "," in text else ""
        refuse("malformed_number", f"'{text}' is not a decimal number; write it{hint} as in 480.00")
    return Decimal(text)


def percent_of(value: object) -> Decimal:
    """From 0 to 100."""
    number = decimal_of(value)
    if number > 100:
        refuse("out_of_range", f"must be from 0 to 100, and is {number}")
    return number


def share_of(value: object) -> Decimal:
    """A percentage that is something."""
    number = percent_of(value)
    if not number:
        refuse("out_of_range", "must be above 0 and at most 100; leave it out for none")
    return number


def quantity_of(value: object) -> Quantity:
    """`6`, `0.5`, `90m`, `2h`."""
    text = text_of(value)
    if LENGTH.match(text) and text[-1] in "mh":
        quantity = Quantity(None, minutes_of(length_of(text)))
    elif _DECIMAL.match(text):
        quantity = Quantity(Decimal(text), None)
    elif text.startswith("-") and _DECIMAL.match(text[1:]):
        refuse("out_of_range", f"must not be negative, and is {text}")
    else:
        refuse("malformed_number", f"'{text}' is not a number; write 6, or for hours 0.5 or 90m")
    size = quantity.minutes if quantity.number is None else quantity.number
    if not 0 < (size or 0) <= _MOST:
        refuse("out_of_range", f"must be above 0 and at most {_MOST}, and is {text}")
    return quantity
