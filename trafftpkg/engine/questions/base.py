"""What questions have in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from trafftpkg.domain.value import Value

if TYPE_CHECKING:
    from trafftpkg.engine.reading import Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Question(Value, ABC, Generic[T]):
    """Something asked: a value with its arguments as typed."""

    @abstractmethod
    def answer(self, reading: "Reading") -> T:
        """Return the answer; changes nothing."""
