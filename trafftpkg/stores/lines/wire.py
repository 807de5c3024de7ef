"""Domain values read from JSON data, by the declared types of their fields.

Decimals are text, moments `2026-03-01T09:00:00.000000Z`, days `2026-03-01`, tuples lists. A field that has
its dataclass default is left out; decimals never are, because `0` and `0.00` are equal and print differently.
An event is `{"event": "AppointmentBooked", …}`.

How to write and read a class is worked out once, when it is first needed. Single values come last, each read
or refused.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from json import JSONEncoder
from sys import intern
from types import NoneType, UnionType
from typing import Any, Literal, NewType, NoReturn, TypeVar, Union, cast, get_args, get_origin

from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.value import NO_DEFAULT, ValueField, is_value

Value = TypeVar("Value")
Convert = Callable[[Any], Any]

compact = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
"""Writes JSON like the ledger: no spaces, text not escaped."""


def decode(kind: type[Value], data: Any) -> Value:
    """Return the value of a dataclass that `written` wrote this data of.

    Raises:
        ShapeError: a field is missing, unknown, or of another type.
    """
    return cast(Value, _decoder_of(kind)(data))


@cache
def shape_of(kind: Any) -> str:
    """Return a type with all its fields as text. Stored values fit as long as this text stays the same."""
    if not is_value(kind):
        return f"{kind}({''.join(shape_of(each) for each in get_args(kind) if each is not Ellipsis)})"
    inside = (f"{each.name}:{shape_of(each.type)}={_said_of_default(each)}" for each in kind.__declared__)
    return f"{getattr(kind, '__name__', '')}({','.join(inside)})"


def _said_of_default(field: ValueField) -> str:
    return "" if field.default is NO_DEFAULT else repr(field.default)


def _decoder_of(kind: Any) -> Convert:
    known = _decoders.get(kind)
    if known is None:
        known = _decoders[kind] = _new_decoder(kind)
    return known


def _new_decoder(kind: Any) -> Convert:
    if isinstance(kind, NewType):
        return name_given if kind in _NAMES else _decoder_of(kind.__supertype__)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(frozenset(args))
    if origin in (Union, UnionType):
        return _optional(other_than_none(args))
    if origin is tuple and args[1:] == (Ellipsis,):
        return _many(args[0])
    if origin is tuple:
        return _several(tuple(_decoder_of(arg) for arg in args))
    return _fields_decoder(kind) if is_value(kind) else _event_decoder(kind)


class _Steps(dict[str, tuple[Callable[[Any, Any], None], frozenset[type], Convert]]):
    """What puts each field of a class, the data that is kept as it is, and how other data is read."""

    def __missing__(self, name: str) -> NoReturn:
        raise ShapeError(f"has no {name}")


def _fields_decoder(kind: Any, *besides: str) -> Convert:
    """`besides`: what other texts stand with the fields of the class: an event's name."""
    fields, puts = kind.__declared__, kind.__puts__
    steps = _Steps({name: (_put_nowhere, frozenset(), text_given) for name in besides})
    for each in fields:
        steps[each.name] = puts[each.name], _kept_as_they_are(each.type), _decoder_of(each.type)
    defaults = [
        (each.name, puts[each.name], each.default) for each in fields if each.default is not NO_DEFAULT
    ]
    made, every = kind.__new__, len(steps)

    def convert(data: Any) -> Any:
        if data.__class__ is not dict:
            raise ShapeError(f"{data!r} is not {kind.__name__}")
        value = made(kind)
        try:
            for name, given in data.items():
                put, kept, part = steps[name]
                put(value, given if given.__class__ in kept else part(given))
        except ShapeError as error:
            raise ShapeError(f"{kind.__name__}: {error}") from None
        lacking = every - len(data)
        if lacking:
            for name, put, default in defaults:
                if name not in data:
                    put(value, default)
                    lacking -= 1
        if lacking:
            raise ShapeError(f"{kind.__name__}: {', '.join(sorted(steps.keys() - data.keys()))} is missing")
        return value

    return convert


def _put_nowhere(value: Any, given: Any) -> None:
    """Leave a text where it is: the class has no field for it."""


def _kept_as_they_are(kind: Any) -> frozenset[type]:
    """The types of data of which each is fine as it is: texts, truths, none, and values read before."""
    if isinstance(kind, type):
        return frozenset((kind,)) if kind in (str, bool) or is_value(kind) else frozenset()
    if isinstance(kind, NewType):
        return frozenset() if kind in _NAMES else _kept_as_they_are(kind.__supertype__)
    if get_origin(kind) in (Union, UnionType):
        return _kept_as_they_are(other_than_none(get_args(kind))) | {NoneType}
    return frozenset()


def _event_decoder(kind: Any) -> Convert:
    from trafftpkg.domain.events.base import Event

    assert kind is Event, f"{kind} has no form on the wire"
    return _event


def _event(data: Any) -> Any:
    if data.__class__ is not dict:
        raise ShapeError(f"{data!r} is not an event")
    name = text_given(data.get("event"))
    convert = _events.get(name)
    if convert is None:
        from trafftpkg.domain.events.modules import EVENT_MODULES  # a question reads no event

        module = EVENT_MODULES.get(name)
        if module is None:
            raise ShapeError(f"the event {name!r} is not known")
        kind = getattr(import_module(f"trafftpkg.domain.events.{module}"), name)
        convert = _events[name] = _fields_decoder(kind, "event")
    return convert(data)


def other_than_none(args: tuple[Any, ...]) -> Any:
    """Return the type that may be missing, of the arguments of such a union."""
    (kind,) = (arg for arg in args if arg is not NoneType)
    return kind


def _optional(kind: Any) -> Convert:
    read: Convert | None = None

    def convert(data: Any) -> Any:
        nonlocal read
        if data is None:
            return None
        # Worked out at the first: most of what may be missing is, and a start is short.
        read = read or _decoder_of(kind)
        return read(data)

    return convert


def _one_of(values: frozenset[object]) -> Convert:
    def convert(data: Any) -> Any:
        if data.__class__ is str and data in values:
            return data
        raise ShapeError(f"{data!r} is none of {', '.join(sorted(map(str, values)))}")

    return convert


def _many(kind: Any) -> Convert:
    read: Convert | None = None

    def convert(data: Any) -> Any:
        nonlocal read
        if data.__class__ is not list:
            raise ShapeError(f"{data!r} is not a list")
        if not data:
            return ()
        read = read or _decoder_of(kind)
        return tuple([read(value) for value in data])

    return convert


def _several(parts: tuple[Convert, ...]) -> Convert:
    def convert(data: Any) -> Any:
        if data.__class__ is not list or len(data) != len(parts):
            raise ShapeError(f"{data!r} is not a list of {len(parts)}")
        return tuple([part(value) for part, value in zip(parts, data, strict=True)])

    return convert


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


_NAMES = (PackageId, ServiceId, EmployeeId, LocationId)
"""Ids from the catalogue: there are few, and each line has some."""


_decoders: dict[Any, Convert] = {
    str: text_given,
    int: whole_given,
    bool: truth_given,
    Decimal: decimal_given,
    datetime: moment_given,
    date: day_given,
}
_events: dict[Any, Convert] = {}
