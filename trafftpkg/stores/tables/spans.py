"""Conditions for what takes time of a span: an employee's diary, or a client's visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trafftpkg.stores.tables.rows import micros
from trafftpkg.stores.tables.things import booked_around

if TYPE_CHECKING:
    from trafftpkg.domain.ids import ClientKey, EmployeeId
    from trafftpkg.domain.moments import Span
    from trafftpkg.stores.tables.statements import Statements, Values
    from trafftpkg.stores.tables.things import ThingTable


def in_diary(
    statements: Statements, table: ThingTable[Any], employee: EmployeeId | None, span: Span
) -> tuple[str, Values]:
    """Return the condition for what takes an employee's time, or anybody's, in a span."""
    assert table.in_diary is not None
    theirs = "" if employee is None else "employee = %(employee)s AND "
    return f"WHERE {theirs}{table.in_diary(statements)}", {"employee": employee, **_ends(span)}


def visits_of(statements: Statements, client: ClientKey, span: Span) -> tuple[str, Values]:
    """Return the condition for a client's booked visits that overlap a span, without buffers."""
    overlap = "client = %(client)s AND starts_at < %(end)s AND ends_at > %(start)s"
    return (
        f"WHERE {overlap} AND {booked_around(statements)} ORDER BY starts_at, n",
        {"client": client, **_ends(span)},
    )


def _ends(span: Span) -> dict[str, int]:
    return {"start": micros(span.start), "end": micros(span.end)}
