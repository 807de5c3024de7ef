"""The language of a client, kept in the client book: letters to them are written in it."""

import logging
from datetime import datetime

from starlette.responses import Response

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace
from trafftpkg.languages.choosing import spoken_as
from trafftpkg.languages.telling import Telling
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.language_links import ASKED, without_language
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.safety.cookies import language_cookie
from trafftpkg.web.safety.forms import is_from_elsewhere

_LOG = logging.getLogger("trafftpkg.page")


def choose_language(exchange: Exchange) -> Response | None:
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


def keep_language(exchange: Exchange, client: Client, language: str) -> None:
    """Keep a language for a client, after the answer: nobody waits for it."""
    if client.language != language:
        exchange.afterwards.add_task(_keep, exchange.settings, client.key, language, exchange.now)


def agree_on_language(exchange: Exchange, client: Client) -> None:
    """Let browser and client have one language, when the client signs in.

    It is the one that was chosen in this browser; else the client's, if the business still speaks it; else
    the one that the browser asks for.
    """
    languages = exchange.settings.languages()
    if len(languages) == 1:
        return
    spoken = client.language and spoken_as(languages, client.language)
    if _was_chosen(exchange) or not spoken:
        keep_language(exchange, client, exchange.language.code)
    else:
        exchange.chosen_language = spoken


def telling_for(exchange: Exchange, client: Client) -> Telling:
    """Return how a letter tells a client things: in their language, or as in this browser."""
    settings = exchange.settings
    spoken = client.language and spoken_as(settings.languages(), client.language)
    if not spoken:
        return exchange.names
    return settings.names(settings.backend.catalogue(), settings.known.named(spoken))


def language_to_keep(exchange: Exchange) -> str | None:
    """Return the language of a new client. None if the business has only one."""
    return exchange.language.code if len(exchange.settings.languages()) > 1 else None


def _was_chosen(exchange: Exchange) -> bool:
    """Tell whether a language of the business was chosen in this browser."""
    chosen = exchange.request.cookies.get(language_cookie(secure=exchange.secure))
    return chosen in exchange.settings.languages()


def _keep(settings: PageSettings, key: ClientKey, language: str, now: datetime) -> None:
    """Write it down. If that is not possible now, the next letter is in the language of before."""
    try:
        clients = settings.backend.engine(now).clients
        client = clients.find(key)
        if client is not None:
            clients.change(replace(client, language=language))
    except TrafftpkgError as error:
        _LOG.warning("the language of a client could not be kept: %s", error.code)
