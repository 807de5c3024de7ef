"""A cache of pages: a page that many ask for is written at most once a second."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.responses import Response

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.moments import day_of
from trafftpkg.web.exchange import Exchange, Handler, Page

MOST_CACHED = 500
"""How many pages one process caches."""

Stamp = tuple[object, ...]


class Freshness(NamedTuple):
    """How long a cached page stays correct.

    Args:
        moment: Returns a value that changes when time alone may change the page.
        of_ledger: Whether it changes with the ledger too, and not only with the catalogue.
        is_everybodys: Whether it is the same for all clients.
    """

    moment: Callable[[Exchange], object]
    of_ledger: bool
    is_everybodys: bool


class _Key(NamedTuple):
    here: str
    language: str
    holder: ClientKey | None


class _Kept(NamedTuple):
    stamp: Stamp
    text: str
    headers: Mapping[str, str]


FEW_SECONDS = 5
"""How long the front page may offer a package after the last one was sold."""


def _today(exchange: Exchange) -> object:
    """Return the day, or a few seconds of it where sales are limited."""
    day = day_of(exchange.now, exchange.catalogue.business.time_zone)
    if any(each.is_limited for each in exchange.catalogue.packages.values()):
        return day, int(exchange.now.timestamp()) // FEW_SECONDS
    return day


def _this_second(exchange: Exchange) -> object:
    return int(exchange.now.timestamp())


A_DAY = Freshness(moment=_today, of_ledger=False, is_everybodys=True)
"""For pages of the catalogue: they change at midnight, when packages end, and when one is sold out."""

A_SECOND = Freshness(moment=_this_second, of_ledger=True, is_everybodys=False)
"""For pages of the ledger: valid for one second, while nothing is recorded and no client changes."""


class PageCache:
    """Pages written in one language for one client, or for everybody who is not signed in.

    What belongs to one browser is filled in for each.
    """

    def __init__(self) -> None:
        self._pages: dict[_Key, _Kept] = {}

    def cached(self, exchange: Exchange, freshness: Freshness) -> Response | None:
        """Return a cached page, without waiting for anything. None if there is none."""
        backend = exchange.settings.backend
        if backend.catalogue_from_cache() is None:
            return None  # Which languages there are, its files say.
        if not freshness.is_everybodys:
            if exchange.session.is_clients and not backend.is_local:
                return None  # A server would have to be asked whose session it is.
            exchange.end_if_over()
        key = _key(exchange, freshness)
        change = backend.last_change_from_cache(key.holder) if freshness.of_ledger else ()
        if change is None:
            return None
        kept = self._pages.get(key)
        stamp = _stamp(exchange, freshness, change)
        return None if kept is None or kept.stamp != stamp else _given(kept, exchange)

    def caching(self, handle: Handler, freshness: Freshness) -> Handler:
        """Return a handler that answers with cached pages if possible."""

        def answer(exchange: Exchange) -> Response:
            key = _key(exchange, freshness)
            change = exchange.settings.backend.last_change(key.holder) if freshness.of_ledger else ()
            stamp = _stamp(exchange, freshness, change)
            kept = self._pages.get(key)
            if kept is not None and kept.stamp == stamp:
                return _given(kept, exchange)
            response = handle(exchange)
            if isinstance(response, Page) and response.status_code == 200:
                self._keep(key, _Kept(stamp, response.text, response.facts))
            return response

        return answer

    def _keep(self, key: _Key, page: _Kept) -> None:
        if len(self._pages) >= MOST_CACHED:
            self._pages.clear()
        self._pages[key] = page


def _stamp(exchange: Exchange, freshness: Freshness, change: object) -> Stamp:
    """Return what a page is written from. A page is written again when a picture is ready."""
    pictures = exchange.settings.backend.pictures.version
    return (exchange.catalogue, pictures, freshness.moment(exchange), change)


def _key(exchange: Exchange, freshness: Freshness) -> _Key:
    holder = None if freshness.is_everybodys else exchange.holder
    return _Key(exchange.here, exchange.language.code, holder)


def _given(kept: _Kept, exchange: Exchange) -> Response:
    return Page(kept.text, 200, kept.headers, exchange)
