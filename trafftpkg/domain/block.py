"""A block: an employee's absence in the diary."""

from datetime import datetime

from trafftpkg.domain.ids import BlockId, EmployeeId
from trafftpkg.domain.moments import Span
from trafftpkg.domain.thing import Engagement
from trafftpkg.domain.value import value


@value
class Block(Engagement):
    """A stretch of time in which an employee is away and cannot be booked (R-10.1). Moments are UTC.

    Args:
        time_zone: Whose clock it was meant by, for people.
        lifted: It was taken back, and keeps nobody from booking any more.
    """

    id: BlockId
    employee: EmployeeId
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    lifted: bool = False

    @property
    def who(self) -> EmployeeId:
        """The employee who is away."""
        return self.employee

    @property
    def occupied(self) -> Span:
        """The time it takes, half-open."""
        return Span(start=self.starts_at, end=self.ends_at)

    @property
    def zone(self) -> str:
        """Whose clock it was meant by."""
        return self.time_zone

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return not self.lifted
