"""Filters as SQL. `domain.balance.status_of` defines a status; a property test checks that SQL agrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from trafftpkg.domain.balance import LIVE, Holding, PurchaseStatus
from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.domain.ids import number_of
from trafftpkg.domain.moments import day_of
from trafftpkg.stores.lines.wire import compact
from trafftpkg.stores.tables.columns import PURCHASE_REFERENCES, VISIT_REFERENCES, Table, reference_key
from trafftpkg.stores.tables.rows import micros

if TYPE_CHECKING:
    from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter, PurchaseSort

Query = tuple[str, dict[str, int | str]]
"""What follows `FROM …`, and its parameters."""

SHARED = "n IN (SELECT n FROM members WHERE client = %(client)s)"
"""The condition for purchases of others that a client may redeem from."""

_THEIRS = (
    "n IN (SELECT n FROM purchases WHERE client = %(client)s"
    " UNION ALL SELECT n FROM members WHERE client = %(client)s)"
)
_THEIRS_TO_PAY = (
    "n IN (SELECT n FROM purchases WHERE client = %(client)s AND payer IS NULL"
    " UNION ALL SELECT n FROM purchases WHERE payer = %(client)s)"
)
_LIVE = "ended IS NULL AND expires_at > %(now)s"
_FROZEN = "n IN (SELECT n FROM freezes WHERE last >= %(today)s AND first <= %(today)s)"
_USED_UP = "(free = 0 AND coalesce(latest_hold, %(now)s) <= %(now)s)"

_STATUS: dict[PurchaseStatus, str] = {
    "voided": "ended = 'voided'",
    "refunded": "ended = 'refunded'",
    "expired": "ended IS NULL AND expires_at <= %(now)s",
    "pending": f"{_LIVE} AND paid_enough = 0",
    "frozen": f"{_LIVE} AND paid_enough = 1 AND {_FROZEN}",
    "used_up": f"{_LIVE} AND paid_enough = 1 AND NOT {_FROZEN} AND {_USED_UP}",
    "active": f"{_LIVE} AND paid_enough = 1 AND NOT {_FROZEN} AND NOT {_USED_UP}",
}

_ORDER: dict[PurchaseSort, str] = {
    "purchased_at": "n",
    "expires_at": "expires_at, n",
    "package": "package, n",
    "due": "-due, n",
    "available": "CASE WHEN expires_at <= %(now)s THEN 0 ELSE free END, n",
}

_FEW_LEFT = "(free <= %(most)s OR (free <= 60 * %(most)s AND state LIKE %(in_minutes)s))"
_IN_MINUTES = '%"unit":"minute"%'
"""Tells from a purchase's state whether it is counted in minutes. Few rows are ever asked."""

_SOLD = "ended IS NULL AND state NOT LIKE %(given)s AND state NOT LIKE %(elsewhere)s"
"""Tells from a purchase's state whether it was sold here: neither received from a client nor imported."""

_PAID_UNDER = "replace(state, %(reference)s, '') <> state"
"""Of all that finds a text within a text, the one that both databases have and that heeds case."""


def _referred(table: Table[Any]) -> str:
    """Return the condition for things with a payment that begins to be called like this."""
    return f"n IN (SELECT n FROM {table.name} WHERE reference = %(referred)s)"


def _reference(typed: str) -> dict[str, str]:
    """Return what is searched by, and what the state of a thing says where a payment has this reference."""
    return {"referred": reference_key(typed), "reference": f'"reference":{compact(typed)}'}


def purchases_where(wanted: PurchaseFilter, now: datetime, zone: str) -> Query:
    """Return the condition of a filter, judged at `now`. Frozen days are days of `zone`."""
    conditions: list[str] = []
    facts: dict[str, int | str] = {"now": micros(now)}
    if wanted.client is not None:
        owned = _THEIRS if wanted.shared else "client = %(client)s"
        conditions.append(_THEIRS_TO_PAY if wanted.due else owned)
        facts["client"] = wanted.client
    for column, value in (("payer", wanted.payer), ("package", wanted.package)):
        if value is not None:
            conditions.append(f"{column} = %({column})s")
            facts[column] = value
    if wanted.expiring_until is not None:
        conditions.append("ended IS NULL AND free > 0 AND expires_at > %(now)s AND expires_at <= %(until)s")
        facts["until"] = micros(wanted.expiring_until)
    conditions += [each for each, asked in (("due > 0", wanted.due), (_SOLD, wanted.sold)) if asked]
    if wanted.sold:
        facts |= {"given": '%"granted":0,%', "elsewhere": '%"sold_elsewhere":true%'}
    if wanted.available_at_most is not None:
        conditions.append(_FEW_LEFT)
        facts["most"] = wanted.available_at_most
        facts["in_minutes"] = _IN_MINUTES
    if wanted.reference is not None:
        conditions.append(f"{_referred(PURCHASE_REFERENCES)} AND {_PAID_UNDER}")
        facts |= _reference(wanted.reference)
    if wanted.after is not None:
        conditions.append(_after(_ORDER[wanted.sort]))
        facts["after"] = number_of(wanted.after)
    if wanted.statuses:
        facts["today"] = day_of(now, zone).isoformat()
        conditions.append(_any(_STATUS[status] for status in dict.fromkeys(wanted.statuses)))
    return _where(conditions), facts


def purchases_wanted(wanted: PurchaseFilter, now: datetime, zone: str) -> Query:
    """Return condition, order and limit of a filter, as in `purchases_where`."""
    where, facts = purchases_where(wanted, now, zone)
    order = _ORDER[wanted.sort]
    if (wanted.statuses or wanted.due) and order == "n":
        # Otherwise a planner may read the whole table in order instead of sorting the few that fit.
        order = "+n"
    return f"{where} ORDER BY {order}{_limit(wanted.limit)}", facts


def appointments_wanted(wanted: AppointmentFilter, now: datetime) -> Query:
    """Return condition, order and limit of a filter, judged at `now`."""
    conditions: list[str] = []
    facts: dict[str, int | str] = {"now": micros(now)}
    for column in ("client", "employee", "location", "service"):
        value = getattr(wanted, column)
        if value is not None:
            conditions.append(f"{column} = %({column})s")
            facts[column] = value
    for name, comparison, moment in (
        ("from", ">=", wanted.starting_from),
        ("before", "<", wanted.starting_before),
    ):
        if moment is not None:
            conditions.append(f"starts_at {comparison} %({name})s")
            facts[name] = micros(moment)
    if wanted.due:
        conditions.append("due > 0")
    if wanted.reference is not None:
        conditions.append(f"{_referred(VISIT_REFERENCES)} AND {_PAID_UNDER}")
        facts |= _reference(wanted.reference)
    if wanted.statuses:
        conditions.append(_any(_APPOINTMENT_STATUS[status] for status in dict.fromkeys(wanted.statuses)))
    # Debts are few: otherwise a planner may read all visits in order.
    order = "+starts_at, n" if wanted.due else "starts_at, n"
    return f"{_where(conditions)} ORDER BY {order}{_limit(wanted.limit)}", facts


_APPOINTMENT_STATUS = {
    "booked": "status = 'booked' AND starts_at > %(now)s",
    "used": "status = 'booked' AND starts_at <= %(now)s",
    # The second half tells SQLite that it can use the index of ended ones.
    "cancelled": "status = 'cancelled' AND status <> 'booked'",
    "no_show": "status = 'no_show' AND status <> 'booked'",
}


def _after(order: str) -> str:
    """Return the condition that a row comes after another in an order."""
    if order == "n":
        return "n > %(after)s"
    what = order.removesuffix(", n")
    return f"({order}) > ((SELECT {what} FROM purchases WHERE n = %(after)s), %(after)s)"


def _any(conditions: Iterable[str]) -> str:
    return "(" + " OR ".join(f"({each})" for each in conditions) + ")"


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _limit(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {int(limit)}"


def holdings_query(keyed: str, now: datetime, zone: str) -> Query:
    """Return the query that counts purchases live at `now`, and their clients, by a key.

    Args:
        keyed: How the query begins, which differs by database.
    """
    where, facts = purchases_where(PurchaseFilter(statuses=LIVE), now, zone)
    return f"{keyed} {where} GROUP BY 1", facts


def holdings_in(rows: Iterable[tuple[str, int, int]]) -> list[Holding]:
    """Return the rows of the query in the order of ids: each database sorts text in its own way."""
    return [Holding(key=key, purchases=many, clients=clients) for key, many, clients in sorted(rows)]
