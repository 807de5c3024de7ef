"""Checks that requests and questions fit the types of their fields: a program may pass anything.

Text typed at a terminal is read by `cli.parsing`. What a program passes is checked here in the same way,
before the engine sees it, because what is recorded stays.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from trafftpkg.cli.days import day, moment, start
from trafftpkg.cli.errors import MalformedError
from trafftpkg.cli.parsing import plain_text
from trafftpkg.domain.value import Value, facts_of

V = TypeVar("V", bound=Value)


def checked(asked: V) -> V:
    """Return the request or question if each field fits its type.

    Raises:
        MalformedError: the first field that does not.
    """
    kind: type = type(asked)
    for name, fact in facts_of(asked).items():
        declared = _declared(kind)[name]
        if not _fits(fact, declared):
            raise MalformedError(what=name, typed=str(fact), expected=_words(declared))
        _check(name, fact)
    return asked


@cache
def _declared(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(fact: object, declared: Any) -> bool:
    """Tell whether a value is of a declared type. A bool is not a number; a moment is not a day."""
    if isinstance(declared, NewType):
        return _fits(fact, declared.__supertype__)
    origin, within = get_origin(declared), get_args(declared)
    if origin in (Union, UnionType):
        return any(_fits(fact, each) for each in within)
    if origin is Literal:
        return fact in within
    if origin is tuple:
        return isinstance(fact, tuple) and all(_fits(each, within[0]) for each in fact)
    if isinstance(declared, type) and issubclass(declared, Value):
        return isinstance(fact, declared)
    return type(fact) is declared


def _check(name: str, fact: object) -> None:
    """Refuse values that have the right type but make no sense, as the terminal does. Nested values too."""
    if isinstance(fact, tuple):
        for each in fact:
            _check(name, each)
    elif isinstance(fact, Value):
        checked(fact)
    elif type(fact) in _CHECKS:
        _CHECKS[type(fact)](name, fact)


def _check_moment(name: str, fact: datetime) -> None:
    (start if name == "at" else moment)(fact.isoformat(), name)


def _check_amount(name: str, fact: Decimal) -> None:
    if not fact.is_finite():
        raise MalformedError(what=name, typed=str(fact), expected="an amount such as 480")


_CHECKS: dict[type, Callable[[str, Any], object]] = {
    str: lambda name, fact: plain_text(fact, name),
    datetime: _check_moment,
    date: lambda name, fact: day(fact.isoformat(), name),
    Decimal: _check_amount,
}


def _words(declared: Any) -> str:
    """Return the allowed values in words: `one of release, keep; or None`."""
    origin, within = get_origin(declared), get_args(declared)
    if isinstance(declared, NewType):
        return _words(declared.__supertype__)
    if origin in (Union, UnionType):
        return "; or ".join(_words(each) for each in within)
    if origin is Literal:
        return f"one of {', '.join(map(str, within))}"
    if origin is tuple:
        return f"a tuple, each of it {_words(within[0])}"
    return "None" if declared is NoneType else f"a {declared.__name__}"
