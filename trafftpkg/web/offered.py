"""Whether the page offers the visits that a form asks for: it may not offer all that the engine accepts."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from trafftpkg.domain.moments import later
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotOfferedError
from trafftpkg.web.searching import Search

_NEAR = timedelta(days=2)
"""A time so far beyond the last bookable day gets no explanation."""


def check_offered(search: Search, visits: Iterable[VisitWanted], refused: Callable[[], object]) -> None:
    """Raise an error for visits that the page does not offer, even if the engine would accept them.

    Args:
        refused: Asks the engine, which knows better why a time is no longer free.

    Raises:
        NotOfferedError: the engine would accept them.
    """
    others = []
    for each in visits:
        if not is_near(search.exchange, each):
            raise NotOfferedError
        if search.offered(each) is None:
            others.append(each)
    if others:
        refused()
        raise NotOfferedError


def is_near(exchange: Exchange, wanted: VisitWanted) -> bool:
    """Tell whether a time is one that can be booked, or is not far from it."""
    business = exchange.catalogue.business
    latest = later(exchange.now, business.booking.horizon, business.time_zone)
    return exchange.now - _NEAR < wanted.at < latest + _NEAR
