"""What values have in common: they are equal by their fields, and show them.

A dataclass would write both for every class when it is imported, which costs more than all the rest of it;
a booking meets some fifty classes and a person waits for it. So they are written once, here, and values are
declared with `eq=False, repr=False`.
"""

from dataclasses import fields
from typing import Any


class Value:
    """A frozen dataclass that is compared, hashed, and shown by its fields."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return NotImplemented
        return facts_of(self) == facts_of(other)

    def __hash__(self) -> int:
        return hash(tuple(facts_of(self).values()))

    def __repr__(self) -> str:
        return shown(self)


def facts_of(value: Any) -> dict[str, Any]:
    """Return a dataclass value's fields by name."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def shown(value: object) -> str:
    """Return a dataclass value as it would be written."""
    facts = ", ".join(f"{name}={fact!r}" for name, fact in facts_of(value).items())
    return f"{type(value).__name__}({facts})"
