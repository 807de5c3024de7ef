"""What values have in common: frozen standard dataclasses with slots, equal by their fields, cheap to import.

A dataclass writes its methods as text and compiles them for every class when it is imported: half a
millisecond each, and a booking meets some eighty classes while a person waits for it. So what a frozen
dataclass would write is written once, here. `dataclasses.fields` works on values as on any other dataclass:
the standard library makes them when it is first asked for them. So does `dataclasses.replace`; the one here
does the same in half the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, dataclass_transform, get_origin

__all__ = ["FieldsLater", "Value", "ValueField", "facts_of", "is_value", "replace", "shown", "value"]

_V = TypeVar("_V", bound="Value")
_Put = Callable[[object, Any], None]


class ValueField:
    """A field of a value: what an annotation says, and its default."""

    __slots__ = ("default", "name", "type")

    def __init__(self, name: str, kind: Any, default: Any) -> None:
        self.name = name
        self.type = kind
        self.default = default


class Value:
    """A frozen dataclass that is compared, hashed, and shown by its fields; declared with `@value`."""

    __slots__ = ()

    __facts__: ClassVar[Callable[[Any], tuple[Any, ...]]]
    """Reads all fields of a value, in their order."""
    __puts__: ClassVar[Mapping[str, _Put]]
    """What sets each field of a value that is being made, by name, in their order."""
    __declared__: ClassVar[tuple[ValueField, ...]]
    """The fields in their order."""

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
    own = {
        name: ValueField(name, said, vars(kind).get(name, MISSING))
        for name, said in kind.__annotations__.items()
        if not _is_of_the_class(said)
    }
    inherited = {each.name: each for each in getattr(kind, "__declared__", ())}
    space = {name: fact for name, fact in vars(kind).items() if name not in own and name not in _NOT_COPIED}
    space["__slots__"] = tuple(name for name in own if name not in inherited)
    space["__dataclass_fields__"] = FieldsLater(kind)
    made: Any = type(kind)(kind.__name__, kind.__bases__, space)  # type: ignore[misc]
    made.__qualname__ = kind.__qualname__
    made.__declared__ = tuple((inherited | own).values())
    made.__puts__ = {each.name: getattr(made, each.name).__set__ for each in made.__declared__}
    made.__facts__ = _reader_of(list(made.__puts__))
    made.__init__ = _constructor_of(made)
    result: type[_V] = made
    return result


_NOT_COPIED = ("__dict__", "__weakref__")


def _is_of_the_class(said: Any) -> bool:
    return said.startswith("ClassVar") if isinstance(said, str) else get_origin(said) is ClassVar


class FieldsLater:
    """Makes the standard library's fields of a class when somebody asks for them: hardly any command does."""

    def __init__(self, kind: type) -> None:
        self._kind = kind

    def __get__(self, instance: object, owner: type) -> Any:
        del instance
        made = next(each for each in owner.__mro__ if vars(each).get("__dataclass_fields__") is self)
        # The same as of the class without slots, which it was made from.
        plain: type = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(self._kind)
        for name in ("__dataclass_params__", "__dataclass_fields__"):
            setattr(made, name, getattr(plain, name))
        return vars(made)["__dataclass_fields__"]


def _reader_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    # Of one name attrgetter gives the value itself, of none nothing at all.
    return staticmethod(lambda value: tuple([getattr(value, name) for name in names]))


def _constructor_of(kind: type["Value"]) -> Callable[..., None]:
    steps = tuple(kind.__puts__.items())
    defaults = {each.name: each.default for each in kind.__declared__ if each.default is not MISSING}
    count = len(steps)

    def __init__(self: object, **facts: Any) -> None:  # noqa: N807 - becomes the method
        given = facts if len(facts) == count else {**defaults, **facts}
        try:
            for name, put in steps:
                put(self, given[name])
        except KeyError as missing:
            raise TypeError(f"{kind.__name__} needs {missing.args[0]}") from None
        if len(given) > count:
            raise TypeError(
                f"{kind.__name__} has no {', '.join(sorted(given.keys() - kind.__puts__.keys()))}"
            )

    return __init__


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


def is_value(kind: Any) -> bool:
    """Tell whether a type is that of values with fields."""
    return hasattr(kind, "__declared__")


def facts_of(value: Any) -> dict[str, Any]:
    """Return the fields of a value, or of an error, by name."""
    if isinstance(value, Value):
        return dict(zip(value.__puts__, type(value).__facts__(value), strict=True))
    return {each.name: getattr(value, each.name) for each in fields(value)}


def shown(value: object) -> str:
    """Return a dataclass value as it would be written."""
    facts = ", ".join(f"{name}={fact!r}" for name, fact in facts_of(value).items())
    return f"{type(value).__name__}({facts})"
