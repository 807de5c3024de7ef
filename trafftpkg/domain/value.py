"""What values have in common: frozen standard dataclasses with slots, equal by their fields, cheap to import.

A dataclass writes its methods as text and compiles them for every class when it is imported: half a
millisecond each, and a booking meets some sixty classes while a person waits for it. So what a frozen
dataclass would write is written once, here, and `@value` leaves the standard library the rest: the fields,
their defaults, the slots. `dataclasses.fields` works on values as on any other dataclass, and so does
`dataclasses.replace`; the one here does the same in half the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, cast, dataclass_transform

__all__ = ["Value", "facts_of", "replace", "shown", "value", "with_constructor"]

_V = TypeVar("_V", bound="Value")
_Put = Callable[[object, Any], None]


class Value:
    """A frozen dataclass that is compared, hashed, and shown by its fields; declared with `@value`."""

    __slots__ = ()

    __facts__: ClassVar[Callable[[Any], tuple[Any, ...]]]
    """Reads all fields of a value, in their order."""
    __puts__: ClassVar[Mapping[str, _Put]]
    """What sets each field of a value that is being made, by name, in their order."""

    def __setattr__(self, name: str, fact: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return NotImplemented
        facts = type(self).__facts__
        return facts(self) == facts(other)

    def __hash__(self) -> int:
        return hash(type(self).__facts__(self))

    def __repr__(self) -> str:
        return shown(self)

    def __reduce__(self) -> tuple[Callable[[], "Value"], tuple[()]]:
        return partial(type(self), **facts_of(self)), ()


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def value(kind: type[_V]) -> type[_V]:
    """Make a class with annotated fields a frozen dataclass with slots, made by keyword only."""
    made = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True, slots=True)(kind)
    names = [each.name for each in fields(cast(Any, made))]
    made.__puts__ = {name: getattr(made, name).__set__ for name in names}
    made.__facts__ = _reader_of(names)
    with_constructor(made, made.__puts__)
    return made


def _reader_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    # Of one name attrgetter gives the value itself, of none nothing at all.
    return staticmethod(lambda value: tuple([getattr(value, name) for name in names]))


def with_constructor(kind: type, puts: Mapping[str, _Put]) -> None:
    """Give a dataclass its `__init__`; `puts` says what sets a field."""
    steps = tuple(puts.items())
    defaults = {each.name: each.default for each in fields(kind) if each.default is not MISSING}
    count = len(steps)

    def __init__(self: object, **facts: Any) -> None:  # noqa: N807 - becomes the method
        given = facts if len(facts) == count else {**defaults, **facts}
        try:
            for name, put in steps:
                put(self, given[name])
        except KeyError as missing:
            raise TypeError(f"{kind.__name__} needs {missing.args[0]}") from None
        if len(given) > count:
            raise TypeError(f"{kind.__name__} has no {', '.join(sorted(given.keys() - puts.keys()))}")

    kind.__init__ = __init__  # type: ignore[misc]


if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(before: Value, /, **changes: Any) -> Value:
        """Return a value like another but for some fields, as `dataclasses.replace` does."""
        after, puts = before.__new__(type(before)), before.__puts__
        for put, fact in zip(puts.values(), type(before).__facts__(before), strict=True):
            put(after, fact)
        try:
            for name, fact in changes.items():
                puts[name](after, fact)
        except KeyError as unknown:
            raise TypeError(f"{type(before).__name__} has no {unknown.args[0]}") from None
        return after


def facts_of(value: Any) -> dict[str, Any]:
    """Return a dataclass value's fields by name."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def shown(value: object) -> str:
    """Return a dataclass value as it would be written."""
    facts = ", ".join(f"{name}={fact!r}" for name, fact in facts_of(value).items())
    return f"{type(value).__name__}({facts})"
