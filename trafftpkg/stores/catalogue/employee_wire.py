"""Employees as JSON values, and back: the only values with times of day, which the ledger never writes."""

from datetime import time
from typing import Any

from trafftpkg.domain.catalogue import Employee, Shift
from trafftpkg.domain.ids import EmployeeId, LocationId, ServiceId
from trafftpkg.domain.moments import DaySpan
from trafftpkg.stores.lines.wire import decode, encode


def encode_employee(employee: Employee) -> dict[str, Any]:
    """Return an employee as what `json` can write; a shift is weekday, start and end."""
    return {
        "id": employee.id,
        "name": employee.name,
        "services": employee.services,
        "locations": employee.locations,
        "shifts": [
            [each.weekday, each.start.isoformat("minutes"), each.end and each.end.isoformat("minutes")]
            for each in employee.shifts
        ],
        "days_off": [encode(each) for each in employee.days_off],
    }


def decode_employee(data: dict[str, Any]) -> Employee:
    """Return the employee that `encode_employee` gave this data for."""
    return Employee(
        id=EmployeeId(data["id"]),
        name=data["name"],
        services=tuple(map(ServiceId, data["services"])),
        locations=tuple(map(LocationId, data["locations"])),
        shifts=tuple(
            Shift(weekday=weekday, start=time.fromisoformat(start), end=end and time.fromisoformat(end))
            for weekday, start, end in data["shifts"]
        ),
        days_off=tuple(decode(DaySpan, each) for each in data["days_off"]),
    )
