"""The first check of every request: how often its machine asks, and how much it sends."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from trafftpkg.languages.choosing import language_for
from trafftpkg.languages.language import Languages, to_say
from trafftpkg.web.safety.headers import PRIVATE, page_policy
from trafftpkg.web.safety.limits import Pace, machine_of

MOST_IN_ADDRESS = 4096
"""The most bytes of path and query. Ours are below a quarter of that."""

MOST_IN_HEADERS = 16 * 1024
"""The most bytes of all headers. Browsers send about one kilobyte."""

MOST_OF_LANGUAGES = 200
"""The most characters that are read of the languages that a browser asks for."""

_UNCOUNTED = "/healthz"


class Guard:
    """Refuses at almost no cost what no client's browser sends."""

    def __init__(self, app: ASGIApp, pace: Pace, known: Languages) -> None:
        self._app = app
        self._pace = pace
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        app = self._app
        if scope["type"] == "http":
            app = self._refused(scope) or app
        await app(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        client = scope.get("client")
        machine = machine_of(client[0] if client else "")
        if scope["path"] != _UNCOUNTED and not self._pace.allows(machine):
            return self._said(scope, 429, to_say("Too many requests. Please try again in a minute."))
        if len(scope["path"]) + len(scope["query_string"]) > MOST_IN_ADDRESS:
            return self._said(scope, 414, to_say("This address is too long."))
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_IN_HEADERS:
            too_much = to_say("Your browser sent too much data. Please delete its cookies for this site.")
            return self._said(scope, 431, too_much)
        return None

    def _said(self, scope: Scope, status: int, words: str) -> Response:
        """Say it in a language that the browser asks for; which ones the business speaks is not looked up."""
        accepted = Headers(scope=scope).get("accept-language", "")[:MOST_OF_LANGUAGES]
        language = self._known.named(language_for(self._known.spoken, None, accepted))
        return _answer(status, language.gettext(words))


def _answer(status: int, words: str) -> Response:
    headers = {"content-security-policy": page_policy(), "cache-control": PRIVATE}
    if status == 429:
        headers["retry-after"] = "60"
    return PlainTextResponse(f"{words}\n", status, headers)
