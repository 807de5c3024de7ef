"""Live purchases counted in SQL: one pass over them, whatever else was ever sold."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.domain.holding import LIVE, Holding, HoldingField
from trafftpkg.stores.tables.filters import Query, purchases_where

COUNTS = "count(*), count(DISTINCT client)"

_KEYED: dict[HoldingField, str] = {
    # Without the + SQLite would rather go through all packages in order than sort the few that are live.
    "package": f"SELECT +package, {COUNTS} FROM purchases",
    "service": (
        f"SELECT json_extract(included.value, '$.service'), {COUNTS}"
        " FROM purchases, json_each(state, '$.terms.inclusions') AS included"
    ),
}
"""As SQLite has it: a purchase counts once for each service that it includes."""


def holdings_query(
    by: HoldingField, now: datetime, zone: str, keyed: Mapping[HoldingField, str] = _KEYED
) -> Query:
    """Return the query for a key, and how many purchases and clients have it, of those live at `now`."""
    where, facts = purchases_where(PurchaseFilter(statuses=LIVE), now, zone)
    return f"{keyed[by]} {where} GROUP BY 1", facts


def holdings_in(rows: Iterable[tuple[str, int, int]]) -> list[Holding]:
    """Return the rows of the query, in the order of ids: databases sort text each in its own way."""
    return [Holding(key=key, purchases=many, clients=clients) for key, many, clients in sorted(rows)]
