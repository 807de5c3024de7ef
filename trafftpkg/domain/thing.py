"""What events begin and change: things of any kind."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Protocol, TypeVar

from trafftpkg.domain.ids import EmployeeId, ThingId, number_of
from trafftpkg.domain.moments import Span
from trafftpkg.domain.value import Value


class Thing(Protocol):
    """A thing of any kind: it has the id that it was numbered by."""

    @property
    def id(self) -> ThingId:
        """Its id, which never changes."""


class Engagement(Value):
    """A thing that takes an employee's time while it stands: a visit, or an absence."""

    __slots__ = ()

    id: ThingId

    @property
    @abstractmethod
    def who(self) -> EmployeeId:
        """The employee whose time it takes."""

    @property
    @abstractmethod
    def occupied(self) -> Span:
        """The time that it takes, half-open."""

    @property
    @abstractmethod
    def zone(self) -> str:
        """Whose clock it is meant by, for people."""

    @property
    @abstractmethod
    def stands(self) -> bool:
        """Whether it was neither called off nor taken back."""

    def is_in_diary(self, employee: EmployeeId | None, span: Span) -> bool:
        """Tell whether it takes the time of an employee, or of anybody, within a span."""
        return employee in (None, self.who) and self.stands and self.occupied.overlaps(span)


E = TypeVar("E", bound=Engagement)


def in_order(engagements: Iterable[E]) -> list[E]:
    """Return engagements by when they begin to take time, then by number, then by kind: never a tie."""
    return sorted(engagements, key=lambda each: (each.occupied.start, number_of(each.id), each.id))
