"""Reads numbers from text: never floats, octals, or YAML's guesses."""

import re
from decimal import Decimal
from typing import NamedTuple

from trafftpkg.domain.moments import minutes_of
from trafftpkg.stores.catalogue.text_forms import refuse, text_of
from trafftpkg.stores.catalogue.time_forms import LENGTH, length_of

_MOST = 100_000
_WHOLE = re.compile(r"(?:0|-?[1-9][0-9]{0,8})\Z")
_LARGE = re.compile(r"-?([1-9][0-9]*)(?:\.[0-9]{1,6})?\Z")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?\Z")


class Quantity(NamedTuple):
    """A declared count: its value in sessions, and in minutes.

    `sessions` is None for a length of time and for a fraction; `minutes` is None for a part of a minute.
    """

    sessions: int | None
    minutes: int | None


def whole_of(value: object) -> int:
    """`12`, and nothing that only looks like a number to YAML."""
    if not isinstance(value, str) or not _WHOLE.match(value):
        _refuse_large(text_of(value))
        refuse(
            "malformed_number", f"'{text_of(value)}' is not a whole number. Use digits only, for example 12"
        )
    return int(value)


def count_of(value: object) -> int:
    """A whole number from 0."""
    number = whole_of(value)
    if number < 0:
        refuse("out_of_range", f"must not be negative, but is {number}")
    return number


def positive_of(value: object) -> int:
    """A whole number from 1."""
    number = whole_of(value)
    if number < 1:
        refuse("out_of_range", f"must be at least 1, but is {number}")
    return number


def decimal_of(value: object, example: str = "480.00") -> Decimal:
    """`480.00`: exact, not negative."""
    if not isinstance(value, str) or not _DECIMAL.match(value):
        text = text_of(value)
        _refuse_negative(text)
        _refuse_large(text)
        hint = " with a point" if "," in text else ""
        refuse("malformed_number", f"'{text}' is not a decimal number. Write it{hint}, for example {example}")
    return Decimal(value)


def percent_of(value: object) -> Decimal:
    """From 0 to 100."""
    number = decimal_of(value, "20 or 7.5")
    if number > 100:
        refuse("out_of_range", f"must be from 0 to 100, but is {number}")
    return number


def share_of(value: object) -> Decimal:
    """A percentage above 0."""
    number = percent_of(value)
    if not number:
        refuse("out_of_range", "must be more than 0 and at most 100. Leave it out for none")
    return number


def quantity_of(value: object) -> Quantity:
    """`6`, `0.5`, `90m`, `2h`."""
    text = text_of(value)
    if _DECIMAL.match(text):
        size = Decimal(text)
        quantity = Quantity(_whole(size), _whole(size * 60))
    elif LENGTH.match(text) and text[-1] in "mh":
        minutes = minutes_of(length_of(text))
        size, quantity = Decimal(minutes), Quantity(None, minutes)
    else:
        _refuse_negative(text)
        _refuse_large(text)
        refuse("malformed_number", f"'{text}' is not a number. Write for example 6, or for hours 0.5 or 90m")
    if not 0 < size <= _MOST:
        refuse("out_of_range", f"must be more than 0 and at most {_MOST}, but is {text}")
    return quantity


def _refuse_negative(text: str) -> None:
    if text.startswith("-") and _DECIMAL.match(text[1:]):
        refuse("out_of_range", f"must not be negative, but is {text}")


def _refuse_large(text: str) -> None:
    if (found := _LARGE.match(text)) and len(found[1]) > 9:
        refuse("out_of_range", f"is too large: it has {len(found[1])} digits")


def _whole(number: Decimal) -> int | None:
    whole = int(number)
    return whole if whole == number else None
