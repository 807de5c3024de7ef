"""What questions have in common."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from trafftpkg.domain.value import Value, value

if TYPE_CHECKING:
    from trafftpkg.engine.reading import Reading

T = TypeVar("T")


@value
class Question(Value, ABC, Generic[T]):
    """Something asked: a value with its arguments as typed."""

    @abstractmethod
    def answer(self, reading: "Reading") -> T:
        """Return the answer; changes nothing."""
