"""Movements summed up in SQL: whole days from their sums, the rest of the last day movement by movement."""

from collections.abc import Iterator
from datetime import date, datetime

from trafftpkg.domain.flows import Flow, FlowField
from trafftpkg.domain.moments import day_of, start_of
from trafftpkg.stores.tables.movements import KINDS, NO_SERVICE
from trafftpkg.stores.tables.rows import micros
from trafftpkg.stores.tables.statements import Statements

_BY_DAY = """
    SELECT package, in_minutes, kind, service, times, units, value FROM daily
    WHERE day >= %(first)s AND day < %(last)s
    UNION ALL
    SELECT p.package, m.in_minutes, m.kind, m.service, m.times, m.units, m.value
    FROM movements m JOIN purchases p ON p.n = m.n WHERE m.at >= %(start)s AND m.at < %(until)s
"""
_BY_CLIENT = """
    SELECT p.client, p.package, m.in_minutes, m.kind, m.service, m.times, m.units, m.value
    FROM movements m JOIN purchases p ON p.n = m.n WHERE m.at >= %(since)s AND m.at < %(until)s
"""
_BEFORE_ALL = -(2**63)


def flows_in(
    statements: Statements, by: tuple[FlowField, ...], first: date | None, until: datetime, zone: str
) -> Iterator[Flow]:
    """Yield what `Books.flows` promises."""
    last = day_of(until, zone)
    facts: dict[str, int | str] = {
        "first": "" if first is None else first.isoformat(),
        "last": last.isoformat(),
        "start": micros(start_of(last if first is None else max(first, last), zone)),
        "since": _BEFORE_ALL if first is None else micros(start_of(first, zone)),
        "until": micros(until),
    }
    what = ", ".join((*by, "in_minutes", "kind"))
    query = (
        f"SELECT {what}, sum(times), sum(units), sum(value)"
        f" FROM ({_BY_CLIENT if 'client' in by else _BY_DAY}) AS moved GROUP BY {what} ORDER BY {what}"
    )
    for *key, in_minutes, kind, times, units, value in statements.execute(query, facts):
        yield Flow(
            key=tuple(None if part == NO_SERVICE else part for part in key),
            unit="minute" if in_minutes else "session",
            kind=KINDS[kind],
            # PostgreSQL adds integers up to decimals.
            times=int(times),
            units=int(units),
            value=int(value),
        )
