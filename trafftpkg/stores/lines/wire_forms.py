"""How single values are read, or refused."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from sys import intern
from typing import Any

MOST = 2**63 - 1
"""The greatest whole number that every store can keep."""


class ShapeError(ValueError):
    """Data that does not fit its type."""


def text_given(data: Any) -> Any:
    """Return a text, or raise ShapeError."""
    if data.__class__ is not str:
        raise ShapeError(f"{data!r} is not a text")
    return data


def name_given(data: Any) -> Any:
    """Return a frequent text, always as the same object, or raise ShapeError."""
    if data.__class__ is not str:
        raise ShapeError(f"{data!r} is not a text")
    return intern(data)


def whole_given(data: Any) -> Any:
    """Return a whole number, or raise ShapeError."""
    if data.__class__ is not int or not -MOST <= data <= MOST:
        raise ShapeError(f"{data!r} is not a whole number that can be counted with")
    return data


def truth_given(data: Any) -> Any:
    """Return true or false, or raise ShapeError."""
    if data.__class__ is not bool:
        raise ShapeError(f"{data!r} is neither true nor false")
    return data


def decimal_given(data: Any) -> Any:
    """Return the decimal that a text says, or raise ShapeError."""
    try:
        return Decimal(text_given(data))
    except InvalidOperation:
        raise ShapeError(f"{data!r} is not a decimal number") from None


def moment_given(data: Any) -> Any:
    """Return the moment that a text says, UTC, or raise ShapeError."""
    try:
        if len(data) == 27 and data[26] == "Z":
            return datetime.fromisoformat(data)
    except (TypeError, ValueError):
        pass
    raise ShapeError(f"{data!r} is not a moment")


def day_given(data: Any) -> Any:
    """Return the day that a text says, or raise ShapeError."""
    try:
        if len(data) == 10:
            return date.fromisoformat(data)
    except (TypeError, ValueError):
        pass
    raise ShapeError(f"{data!r} is not a day")
