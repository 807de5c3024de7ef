"""What values have in common: frozen standard dataclasses with slots, equal by their fields, cheap to import.

A dataclass writes its methods as text and compiles them for every class when it is imported: half a
millisecond each, and a booking meets some eighty classes while a person waits for it. So what a frozen
dataclass would write is written once, here, and what differs by class is made when it is first used: most
classes that a command meets it never makes a value of. `dataclasses.fields` works on values as on any other
dataclass, and so does `dataclasses.replace`; the one here does the same in half the time.
"""

from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, TypeVarTuple, dataclass_transform

__all__ = [
    "NO_DEFAULT",
    "Later",
    "Value",
    "ValueField",
    "declared_in",
    "facts_of",
    "is_value",
    "once",
    "replace",
    "shown",
    "value",
]

_V = TypeVar("_V", bound="Value")
_Put = Callable[[object, Any], None]

NO_DEFAULT: Any = object()
"""The default of a field that has none."""


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
    __defaults__: ClassVar[Mapping[str, Any]]
    """The defaults of the fields that the class itself has."""

    def __setattr__(self, name: str, fact: object) -> NoReturn:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        from dataclasses import FrozenInstanceError

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


class Later:
    """An attribute of a class that is worked out when somebody asks for it: most are never asked for.

    Args:
        work: Returns it for a class.
    """

    def __init__(self, name: str, work: Callable[[Any], Any]) -> None:
        self.name = name
        self._work = work

    def __get__(self, instance: object, owner: type) -> Any:
        kind = next(each for each in owner.__mro__ if vars(each).get(self.name) is self)
        setattr(kind, self.name, self._work(kind))
        return getattr(kind if instance is None else instance, self.name)


def declared_in(kind: type) -> tuple[ValueField, ...]:
    """Return the fields of a class in their order, those that it inherits first."""
    defaults = vars(kind).get("__defaults__", vars(kind))
    found = {each.name: each for base in kind.__bases__ for each in getattr(base, "__declared__", ())}
    for name, said in vars(kind).get("__annotations__", {}).items():
        if not _is_of_the_class(said):
            found[name] = ValueField(name, said, defaults.get(name, NO_DEFAULT))
    return tuple(found.values())


def _dataclass_fields_of(kind: Any) -> Any:
    """Return the fields as the standard library knows those of a dataclass."""
    from dataclasses import dataclass

    space = {each.name: each.default for each in kind.__declared__ if each.default is not NO_DEFAULT}
    space["__annotations__"] = {each.name: each.type for each in kind.__declared__}
    alike: Any = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(
        type(kind.__name__, (), space)
    )
    kind.__dataclass_params__ = alike.__dataclass_params__
    return alike.__dataclass_fields__


def _is_of_the_class(said: Any) -> bool:
    return (
        said.startswith("ClassVar")
        if isinstance(said, str)
        else getattr(said, "__origin__", None) is ClassVar
    )


def _puts_of(kind: type[Value]) -> dict[str, _Put]:
    return {each.name: getattr(kind, each.name).__set__ for each in kind.__declared__}


def _facts_of(kind: type[Value]) -> Callable[[Any], tuple[Any, ...]]:
    names = list(kind.__puts__)
    if len(names) > 1:
        return attrgetter(*names)
    # Of one name attrgetter gives the value itself, of none nothing at all.
    return staticmethod(lambda value: tuple([getattr(value, name) for name in names]))


def _constructor_of(kind: type[Value]) -> Callable[..., None]:
    steps = tuple(kind.__puts__.items())
    defaults = {each.name: each.default for each in kind.__declared__ if each.default is not NO_DEFAULT}
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


_LATER = {
    each.name: each
    for each in (
        Later("__declared__", declared_in),
        Later("__puts__", _puts_of),
        Later("__facts__", _facts_of),
        Later("__init__", _constructor_of),
        Later("__dataclass_fields__", _dataclass_fields_of),
    )
}
"""What each kind of value works out for itself."""
_NOT_COPIED = ("__dict__", "__weakref__")


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True)
def value(kind: type[_V]) -> type[_V]:
    """Make a class with annotated fields a frozen dataclass with slots, made by keyword only."""
    space = dict(vars(kind))
    own = [name for name, said in kind.__annotations__.items() if not _is_of_the_class(said)]
    space["__defaults__"] = {name: space.pop(name) for name in own if name in space}
    space["__slots__"] = own
    for name in _NOT_COPIED:
        del space[name]
    space.update(_LATER)
    made: Any = type(kind)(kind.__name__, kind.__bases__, space)  # type: ignore[misc]
    made.__qualname__ = kind.__qualname__
    result: type[_V] = made
    return result


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


_Met = TypeVarTuple("_Met")
_Made = TypeVar("_Made")
_KEPT = 5_000


def once(make: Callable[[*_Met], _Made]) -> Callable[[*_Met], _Made]:
    """Make something of values once: of the same values again, the same as before is returned."""
    # By identity, because 0 and 0.00 are equal. A kept value's id is nobody else's.
    known: dict[tuple[int, ...], tuple[tuple[*_Met], _Made]] = {}

    def made(*values: *_Met) -> _Made:
        key = tuple(map(id, values))
        found = known.get(key)
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            found = known[key] = values, make(*values)
        return found[1]

    return made


def is_value(kind: Any) -> bool:
    """Tell whether a type is that of values with fields."""
    return hasattr(kind, "__puts__")


def facts_of(value: Any) -> dict[str, Any]:
    """Return the fields of a value, or of an error, by name."""
    if isinstance(value, Value):
        return dict(zip(value.__puts__, type(value).__facts__(value), strict=True))
    return {each.name: getattr(value, each.name) for each in type(value).__declared__}


def shown(value: object) -> str:
    """Return a dataclass value as it would be written."""
    facts = ", ".join(f"{name}={fact!r}" for name, fact in facts_of(value).items())
    return f"{type(value).__name__}({facts})"
