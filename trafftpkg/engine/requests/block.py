"""An employee's absence in the diary, and taking it back."""

from datetime import date, datetime

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.block import Block
from trafftpkg.domain.catalogue import Catalogue, Employee
from trafftpkg.domain.errors.changing import AppointmentsAheadError
from trafftpkg.domain.errors.naming import AlreadyUnblockedError, UnknownBlockError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.diary import EmployeeBlocked, EmployeeUnblocked
from trafftpkg.domain.ids import BlockId
from trafftpkg.domain.moments import Span, end_of, moment_typed, start_of
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Request, employee_named
from trafftpkg.engine.worksheet import Worksheet


@value
class BlockEmployee(Request):
    """Mark an employee as away from one moment until another (R-10.1).

    Args:
        start: As typed, local to the employee's location if there is only one, else to the business; a day
            stands for its first moment.
        end: Likewise; a day is included as a whole.
    """

    name = "block"
    needs_reason = True

    employee: str
    start: datetime | date
    end: datetime | date
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        employee = employee_named(sheet.catalogue, self.employee)
        zone = _zone_of(employee, sheet.catalogue)
        span = self._span(zone)
        visits = [each for each in sheet.diary(employee.id, span) if isinstance(each, Appointment)]
        ahead = [each for each in visits if each.visit.starts_at > sheet.now]
        if ahead:
            raise AppointmentsAheadError(employee=employee.id, appointments=tuple(each.id for each in ahead))
        sheet.record(
            EmployeeBlocked(
                block=BlockId(sheet.next("blk")),
                employee=employee.id,
                time_zone=zone,
                starts_at=span.start,
                ends_at=span.end,
                reason=sheet.reason_hash,
            )
        )

    def _span(self, zone: str) -> Span:
        start, end = (
            moment_typed(self.start, zone)
            if isinstance(self.start, datetime)
            else start_of(self.start, zone),
            moment_typed(self.end, zone) if isinstance(self.end, datetime) else end_of(self.end, zone),
        )
        if end <= start:
            raise BadArgumentError(field="end", reason="not_after_start", given=self.end, limit=self.start)
        return Span(start=start, end=end)


@value
class UnblockEmployee(Request):
    """Take a block back: its time can be booked again (R-10.3)."""

    name = "unblock"
    thing_fields = ("block",)

    block: str
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        block = sheet.thing(self.block)
        if not isinstance(block, Block):
            raise UnknownBlockError(typed=self.block)
        if block.lifted:
            raise AlreadyUnblockedError(block=block.id)
        sheet.record(EmployeeUnblocked(block=block.id, employee=block.employee, reason=sheet.reason_hash))


def _zone_of(employee: Employee, catalogue: Catalogue) -> str:
    if len(employee.locations) == 1:
        return catalogue.locations[employee.locations[0]].time_zone
    return catalogue.business.time_zone
