"""Choosing the language of the page, by a link that every page has."""

from starlette.responses import Response

from trafftpkg.web.exchange import Exchange
from trafftpkg.web.kept_language import keep_language
from trafftpkg.web.language_links import ASKED, without_language
from trafftpkg.web.safety.forms import is_from_elsewhere


def choose(exchange: Exchange) -> Response | None:
    """Keep the language that the address asks for, and go on to the page. None if it asks for none."""
    asked = exchange.request.query_params.get(ASKED)
    if exchange.request.method != "GET" or asked is None:
        return None
    if asked in exchange.settings.languages():
        exchange.chosen_language = asked
        # A link on another site may show the page in a language, but says nothing of what its client reads.
        if exchange.client is not None and not is_from_elsewhere(exchange.request.headers):
            keep_language(exchange, exchange.client, asked)
    return exchange.go(without_language(exchange.request))
