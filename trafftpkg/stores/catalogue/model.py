"""What the models of all files have in common: only known keys, and fields that are broken by themselves."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


def left_out(value: object, description: str, **more: Any) -> Any:
    """Describe a field that may be left out. Its default is written as in the file."""
    more |= {} if value is None else {"validate_default": True}
    made: Any = Field(default=value, description=description, **more)
    return made


def needed(description: str, **more: Any) -> Any:
    """Describe a field that must be given."""
    return Field(description=description, **more)


class FieldBrokenError(Exception):
    """A rule needs a field that has a problem, which is reported already."""


class Declared(BaseModel):
    """A mapping in a file. Only known keys are allowed; a key without a value counts as left out."""

    model_config = ConfigDict(extra="forbid")

    # A colour without a value is probably a '#' without quotes, and has its own finding.
    nothing_means_something: ClassVar[frozenset[str]] = frozenset(["color"])

    @classmethod
    def by_key(cls) -> "dict[str, FieldInfo]":
        """Return the fields by their keys in the file: `from` is no name for a field."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    @classmethod
    def may_be_nothing(cls, key: str) -> bool:
        """Tell whether a key without a value counts as left out."""
        field = cls.by_key().get(key)
        return field is not None and not field.is_required() and key not in cls.nothing_means_something

    def __getattr__(self, name: str) -> Any:
        if name in type(self).model_fields:
            raise FieldBrokenError(name)
        raise AttributeError(name)
