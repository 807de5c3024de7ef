"""An employee is away, or back after all."""

from datetime import datetime

from trafftpkg.domain.block import Block
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import BlockId, EmployeeId
from trafftpkg.domain.value import replace, value


@value
class EmployeeBlocked(Event):
    """An employee is away from one moment until another, and cannot be booked in between."""

    block: BlockId
    employee: EmployeeId
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    reason: str | None = None

    def touched_blocks(self) -> tuple[BlockId, ...]:
        return (self.block,)

    def begun(self) -> tuple[BlockId, ...]:
        return (self.block,)

    def block_after(self, before: Block | None) -> Block:
        return Block(
            id=self.block,
            employee=self.employee,
            time_zone=self.time_zone,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


@value
class EmployeeUnblocked(Event):
    """A block was taken back: the time can be booked again."""

    block: BlockId
    employee: EmployeeId
    reason: str | None = None

    def touched_blocks(self) -> tuple[BlockId, ...]:
        return (self.block,)

    def block_after(self, before: Block | None) -> Block:
        assert before is not None
        return replace(before, lifted=True)
