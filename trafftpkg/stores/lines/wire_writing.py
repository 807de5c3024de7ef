"""Domain values as JSON text, by the declared types of their fields: what `wire` reads.

How to write a class is worked out once, when it is first needed.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from types import UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin

from trafftpkg.domain.purchase import Hold, Payment
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import NO_DEFAULT, ValueField, is_value, once
from trafftpkg.stores.lines.wire import other_than_none

Write = Callable[[Any], str]

_SHARED = (Terms, Hold, Payment)
"""What most states of a purchase have in common."""


def written(value: Any) -> str:
    """Return a dataclass value as JSON text, in the order of its fields."""
    return _writer_of(type(value))(value)


@lru_cache(maxsize=1_000)
def moment_text(moment: datetime) -> str:
    """Return a moment as it is written: UTC, six digits, `Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    # `isoformat` of the moment asks for its offset, and takes half as long again.
    return f"{moment.date()}T{moment.time().isoformat('microseconds')}Z"


def _writer_of(kind: Any) -> Write:
    known = _writers.get(kind)
    if known is None:
        known = _writers[kind] = _new_writer(kind)
    return known


def _new_writer(kind: Any) -> Write:
    if isinstance(kind, NewType):
        return _writer_of(kind.__supertype__)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return quoted
    if origin in (Union, UnionType):
        write = _writer_of(other_than_none(args))
        return lambda value: "null" if value is None else write(value)
    if origin is tuple:
        return _tuple_writer(args)
    if not is_value(kind):
        return _event_writer(kind)
    return once(_fields_writer(kind)) if kind in _SHARED else _fields_writer(kind)


def _tuple_writer(args: tuple[Any, ...]) -> Write:
    if args[1:] == (Ellipsis,):
        each = _writer_of(args[0])
        return lambda values: f"[{','.join([each(value) for value in values])}]"
    parts = tuple(_writer_of(arg) for arg in args)
    return lambda values: f"[{','.join([part(value) for part, value in zip(parts, values, strict=True)])}]"


def _fields_writer(kind: Any, *first: str) -> Write:
    """`first`: what stands before the fields of the class: an event's name."""
    steps = tuple(
        (f'"{each.name}":', each.default if _may_be_left_out(each) else NO_DEFAULT, _writer_of(each.type))
        for each in kind.__declared__
    )
    read = kind.__facts__

    def write(value: Any) -> str:
        texts = [
            name + part(fact)
            for (name, default, part), fact in zip(steps, read(value), strict=True)
            if fact is not default and (default is NO_DEFAULT or fact != default)
        ]
        return f"{{{','.join((*first, *texts))}}}"

    return write


def _may_be_left_out(field: ValueField) -> bool:
    return field.default is not NO_DEFAULT and not isinstance(field.default, Decimal)


def _event_writer(kind: Any) -> Write:
    from trafftpkg.domain.events.base import Event

    assert kind is Event, f"{kind} has no form on the wire"

    def write(event: Any) -> str:
        kind = type(event)
        known = _event_writers.get(kind)
        if known is None:
            known = _event_writers[kind] = _fields_writer(kind, f'"event":"{kind.__name__}"')
        return known(event)

    return write


_writers: dict[Any, Write] = {
    str: quoted,
    int: int.__repr__,
    bool: lambda truth: "true" if truth else "false",
    Decimal: lambda amount: f'"{amount}"',
    datetime: lambda moment: f'"{moment_text(moment)}"',
    date: lambda day: f'"{day.isoformat()}"',
}
_event_writers: dict[type, Write] = {}
