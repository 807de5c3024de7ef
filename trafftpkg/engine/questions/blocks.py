"""Who is away, and when."""

from datetime import UTC, date, datetime

from trafftpkg.domain.block import Block
from trafftpkg.domain.ids import EmployeeId
from trafftpkg.domain.moments import Span, end_of, start_of
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.reasons import reasons_of
from trafftpkg.engine.reading import Reading, View
from trafftpkg.engine.requests.base import employee_named

_NEVER = datetime.max.replace(tzinfo=UTC)


@value
class BlockRow(Value):
    """A standing block, and its reason where the client book still has it."""

    block: Block
    reason: str | None


@value
class BlockList(Value):
    """Standing blocks, by start."""

    view: View
    rows: tuple[BlockRow, ...]


@value
class ListBlocks(Question[BlockList]):
    """List the standing blocks that touch the days from `first_day`, by default from now on, to `last_day`.

    Raises:
        UnknownEmployeeError: there are none, and nobody of this name.
    """

    employee: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def answer(self, reading: Reading) -> BlockList:
        view = reading.view(())
        employee = None if self.employee is None else EmployeeId(self.employee)
        found = [] if reading.is_empty else reading.books.diary(employee, self._span(reading), ("blk",))
        if self.employee is not None and not found:
            employee_named(reading.catalogue, self.employee)
        return BlockList(
            view=view, rows=tuple(_row(reading, each) for each in found if isinstance(each, Block))
        )

    def _span(self, reading: Reading) -> Span:
        zone = reading.time_zone
        start = reading.now if self.first_day is None else start_of(self.first_day, zone)
        return Span(start=start, end=_NEVER if self.last_day is None else end_of(self.last_day, zone))


def _row(reading: Reading, block: Block) -> BlockRow:
    entries = reading.books.entries_touching(block.id)[:1]
    return BlockRow(block=block, reason=next(iter(reasons_of(reading, entries).values()), None))
