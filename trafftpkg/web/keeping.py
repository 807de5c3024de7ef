"""Pages that many ask for at once, as after a newsletter, are written once a second at most."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.responses import Response

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.moments import day_of
from trafftpkg.web.call import Call, Handler, Page

MOST_KEPT = 500
"""Pages kept by one process."""

Stamp = tuple[object, ...]


class Lasting(NamedTuple):
    """For how long a page says what it would say if it were written anew.

    Args:
        moment: Returns what is another once it might say something else, though nothing was changed.
        of_ledger: It changes with the ledger too, and not with the catalogue alone.
        is_everybodys: It is the same whoever has signed in.
    """

    moment: Callable[[Call], object]
    of_ledger: bool
    is_everybodys: bool


class _Kept(NamedTuple):
    stamp: Stamp
    text: str
    headers: Mapping[str, str]


def _today(call: Call) -> object:
    return day_of(call.now, call.catalogue.business.time_zone)


def _this_second(call: Call) -> object:
    return int(call.now.timestamp())


A_DAY = Lasting(moment=_today, of_ledger=False, is_everybodys=True)
"""For what only the catalogue and the day make: at midnight, packages end."""

A_SECOND = Lasting(moment=_this_second, of_ledger=True, is_everybodys=False)
"""For what the ledger makes: only within one second, while nothing was recorded and nobody renamed."""


class KeptPages:
    """Pages as they were written for one client, or for all who have not signed in.

    What is one browser's own is put in for each.
    """

    def __init__(self) -> None:
        self._pages: dict[tuple[str, ClientKey | None], _Kept] = {}

    def at_hand(self, call: Call, lasting: Lasting) -> Response | None:
        """Return a page that can be given at once, without waiting for anything; None where there is none."""
        house = call.site.house
        mark = house.mark_at_hand(call.session.client) if lasting.of_ledger else ()
        if mark is None or house.catalogue_at_hand() is None:
            return None
        if not lasting.is_everybodys:
            call.end_if_over()
        kept = self._pages.get(_key(call, lasting))
        stamp = (call.catalogue, lasting.moment(call), mark)
        return None if kept is None or kept.stamp != stamp else _given(kept, call)

    def keeping(self, handle: Handler, lasting: Lasting) -> Handler:
        """Return a handler that answers with kept pages where it can."""

        def answer(call: Call) -> Response:
            key = _key(call, lasting)
            mark = call.site.house.mark(call.session.client) if lasting.of_ledger else ()
            stamp = (call.catalogue, lasting.moment(call), mark)
            kept = self._pages.get(key)
            if kept is not None and kept.stamp == stamp:
                return _given(kept, call)
            response = handle(call)
            if isinstance(response, Page) and response.status_code == 200:
                self._keep(key, _Kept(stamp, response.text, response.facts))
            return response

        return answer

    def _keep(self, key: tuple[str, ClientKey | None], page: _Kept) -> None:
        if len(self._pages) >= MOST_KEPT:
            self._pages.clear()
        self._pages[key] = page


def _key(call: Call, lasting: Lasting) -> tuple[str, ClientKey | None]:
    return call.here, None if lasting.is_everybodys else call.session.client


def _given(kept: _Kept, call: Call) -> Response:
    return Page(kept.text, 200, kept.headers, call)
