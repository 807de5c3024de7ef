"""What stands in a span of time: somebody's visits, and when employees are away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafftpkg.stores.tables.columns import BLOCK_ROWS
from trafftpkg.stores.tables.rows import micros

if TYPE_CHECKING:
    from trafftpkg.domain.ids import EmployeeId
    from trafftpkg.domain.moments import Span
    from trafftpkg.stores.tables.statements import Statements, Values

IN_DIARY = "employee = %(who)s AND occupied_from < %(end)s AND occupied_until > %(start)s"
OF_CLIENT = "client = %(who)s AND starts_at < %(end)s AND ends_at > %(start)s"
"""Which visits stand in the way in a span of time: of an employee with buffers, of a client without."""


def overlapping(statements: Statements, overlap: str, who: str, span: Span) -> tuple[str, Values]:
    """Return the query for somebody's booked visits, bounded by the longest time that a visit occupies.

    So it is one short range of one order.
    """
    query = (
        f"SELECT state FROM appointments WHERE {overlap} AND {statements.unindexed('status')} = 'booked'"
        f" AND starts_at > %(start)s - {statements.longest} AND starts_at < %(end)s + {statements.longest}"
        " ORDER BY starts_at, n"
    )
    return query, {"who": who, "start": micros(span.start), "end": micros(span.end)}


def blocks_query(employee: EmployeeId | None, span: Span, seq: int | None) -> tuple[str, Values]:
    """Return the query for the blocks of an employee, or of all, that stand, or stood after an entry."""
    theirs = "" if employee is None else "employee = %(employee)s AND "
    then = "blocked <= %(seq)s AND coalesce(unblocked, %(seq)s + 1) > %(seq)s"
    query = (
        f"{BLOCK_ROWS} WHERE {theirs}ends_at > %(start)s AND starts_at < %(end)s"
        f" AND {'unblocked IS NULL' if seq is None else then} ORDER BY starts_at, n"
    )
    start, end = micros(span.start), micros(span.end)
    return query, {"employee": employee, "start": start, "end": end, "seq": seq}
