"""Pages that many ask for at once, as after a newsletter, are written once a second at most."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.responses import Response

from trafftpkg.domain.ids import ClientKey
from trafftpkg.web.call import Call, Handler, Page

MOST_KEPT = 500
"""Pages kept by one process."""


class _Kept(NamedTuple):
    stamp: tuple[object, ...]
    text: str
    headers: Mapping[str, str]


class KeptPages:
    """Pages as they were written for one client, or for all who have not signed in.

    One is given again only within the same second, while nothing was recorded, no client's facts were
    changed, and the catalogue is the same: it then says what it would say if it were written anew. What is
    one browser's own is put in for each.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ClientKey | None], _Kept] = {}

    def keeping(self, handle: Handler) -> Handler:
        """Return a handler that answers with kept pages where it can."""

        def answer(call: Call) -> Response:
            mark = call.site.house.mark()
            if mark is None:
                return handle(call)
            stamp = (mark, int(call.now.timestamp()), call.catalogue)
            key = (call.here, call.session.client)
            kept = self._kept.get(key)
            if kept is not None and kept.stamp == stamp:
                return Page(kept.text, 200, kept.headers, call)
            response = handle(call)
            if isinstance(response, Page) and response.status_code == 200:
                self._keep(key, _Kept(stamp, response.text, response.facts))
            return response

        return answer

    def _keep(self, key: tuple[str, ClientKey | None], page: _Kept) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = page
