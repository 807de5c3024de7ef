"""What values have in common: frozen standard dataclasses with slots, equal by their fields, cheap to import.

A dataclass writes its methods as text and compiles them for every class when it is imported: half a
millisecond each, and a booking meets some sixty classes while a person waits for it. So what a frozen
dataclass would write is written once, here, and `@value` leaves the standard library the rest: the fields,
their defaults, the slots. `dataclasses.fields` and `dataclasses.replace` work on values as on any other.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import partial
from typing import Any, NoReturn, TypeVar, dataclass_transform

_V = TypeVar("_V", bound="Value")
_Put = Callable[[object, Any], None]


class Value:
    """A frozen dataclass that is compared, hashed, and shown by its fields; declared with `@value`."""

    __slots__ = ()

    def __setattr__(self, name: str, fact: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return NotImplemented
        return facts_of(self) == facts_of(other)

    def __hash__(self) -> int:
        return hash(tuple(facts_of(self).values()))

    def __repr__(self) -> str:
        return shown(self)

    def __reduce__(self) -> tuple[Callable[[], "Value"], tuple[()]]:
        return partial(type(self), **facts_of(self)), ()


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def value(kind: type[_V]) -> type[_V]:
    """Make a class with annotated fields a frozen dataclass with slots, made by keyword only."""
    made = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True, slots=True)(kind)
    with_constructor(made, lambda name: getattr(made, name).__set__)
    return made


def with_constructor(kind: type, put_of: Callable[[str], _Put]) -> None:
    """Give a dataclass its `__init__`; `put_of` names what sets a field."""
    puts = tuple((each.name, put_of(each.name)) for each in fields(kind))
    defaults = {each.name: each.default for each in fields(kind) if each.default is not MISSING}
    count = len(puts)

    def __init__(self: object, **facts: Any) -> None:  # noqa: N807 - becomes the method
        given = facts if len(facts) == count else {**defaults, **facts}
        try:
            for name, put in puts:
                put(self, given[name])
        except KeyError as missing:
            raise TypeError(f"{kind.__name__} needs {missing.args[0]}") from None
        if len(given) > count:
            raise TypeError(f"{kind.__name__} has no {', '.join(sorted(given.keys() - dict(puts).keys()))}")

    kind.__init__ = __init__  # type: ignore[misc]


def facts_of(value: Any) -> dict[str, Any]:
    """Return a dataclass value's fields by name."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def shown(value: object) -> str:
    """Return a dataclass value as it would be written."""
    facts = ", ".join(f"{name}={fact!r}" for name, fact in facts_of(value).items())
    return f"{type(value).__name__}({facts})"
