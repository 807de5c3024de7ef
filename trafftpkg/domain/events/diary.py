"""An employee is away, or back after all."""

from datetime import datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.block import Block
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import BlockId, EmployeeId, ThingId
from trafftpkg.domain.value import replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


@value
class EmployeeBlocked(Event):
    """An employee is away from one moment until another, and cannot be booked in between."""

    lasting = "absence"

    block: BlockId
    employee: EmployeeId
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    reason: str | None = None

    def touched(self) -> tuple[BlockId, ...]:
        return (self.block,)

    def begun(self) -> tuple[BlockId, ...]:
        return (self.block,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Block:
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

    lasting = "absence"

    block: BlockId
    employee: EmployeeId
    reason: str | None = None

    def touched(self) -> tuple[BlockId, ...]:
        return (self.block,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Block:
        assert isinstance(before, Block)
        return replace(before, lifted=True)
