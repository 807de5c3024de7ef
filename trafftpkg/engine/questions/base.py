"""What questions have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from trafftpkg.domain.value import Value, value
from trafftpkg.engine.reading import Reading

if TYPE_CHECKING:
    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.engine.reading import Reading

T = TypeVar("T")


@value
class Question(Value, ABC, Generic[T]):
    """Something asked: a value with its arguments as typed."""

    @abstractmethod
    def answer(self, reading: "Reading") -> T:
        """Return the answer; changes nothing."""


def check_name(
    typed: str | None,
    reading: Reading,
    is_met: Callable[[], bool],
    named: "Callable[[Catalogue, str], object]",
) -> None:
    """Refuse a name that nothing recorded has and that the catalogue does not declare.

    What is recorded may name what is no longer declared, and a catalogue that is broken stops no list.

    Args:
        is_met: Tells whether anything recorded has it.
        named: Looks it up in the catalogue, and refuses with the nearest.

    Raises:
        UnknownError: nobody knows it.
    """
    from trafftpkg.domain.errors.untrusted import CatalogueInvalidError  # only where nothing is found

    if typed is None or (not reading.is_empty and is_met()):
        return
    try:
        named(reading.catalogue, typed)
    except CatalogueInvalidError:
        return
