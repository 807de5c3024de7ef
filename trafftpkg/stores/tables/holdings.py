"""Live purchases counted in SQL: one pass over them, whatever else was ever sold."""

from collections.abc import Iterable
from datetime import datetime

from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.domain.holding import LIVE, Holding
from trafftpkg.stores.tables.filters import Query, purchases_where


def holdings_query(keyed: str, now: datetime, zone: str) -> Query:
    """Return the query for a key, and how many purchases and clients have it, of those live at `now`.

    Args:
        keyed: Its beginning, which each database has in its own way.
    """
    where, facts = purchases_where(PurchaseFilter(statuses=LIVE), now, zone)
    return f"{keyed} {where} GROUP BY 1", facts


def holdings_in(rows: Iterable[tuple[str, int, int]]) -> list[Holding]:
    """Return the rows of the query, in the order of ids: databases sort text each in its own way."""
    return [Holding(key=key, purchases=many, clients=clients) for key, many, clients in sorted(rows)]
