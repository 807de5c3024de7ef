"""The booking page as an ASGI application: its addresses, and what is done for every request."""

import logging
import os
import traceback
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.languages.language import Language
from trafftpkg.web.exchange import Exchange, Handler
from trafftpkg.web.failures import DefectError, NotFoundError, NotOurFormError, TooLargeError, TooSlowError
from trafftpkg.web.kept_language import choose_language
from trafftpkg.web.living import living
from trafftpkg.web.page_cache import A_DAY, A_SECOND, PageCache
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.pages import (
    account,
    booking,
    buying,
    calendars,
    cancelling,
    done,
    home,
    messages,
    moving,
    pictures,
    receipts,
    reminders,
    several,
    signing_in,
)
from trafftpkg.web.pages.pictures import show_look, static_file
from trafftpkg.web.safety.answers import Answers
from trafftpkg.web.safety.cookies import keeping_language
from trafftpkg.web.safety.forms import check_ours, fields_of, is_from_elsewhere
from trafftpkg.web.safety.guard import Guard
from trafftpkg.web.safety.headers import PRIVATE, page_policy
from trafftpkg.web.safety.sessions import cookie_of
from trafftpkg.web.words.base import Said
from trafftpkg.web.words.every import say, unable

_LOG = logging.getLogger("trafftpkg.page")

_PAGES: tuple[tuple[str, Handler, Handler | None], ...] = (
    ("/", home.show, None),
    ("/packages/{package}", buying.show, buying.send),
    ("/services/{service}", booking.show, booking.send),
    ("/done/{reference}", done.show, done.pay),
    ("/done/{reference}/visits.ics", calendars.show, None),
    ("/sign-in", signing_in.ask, signing_in.mail_link),
    ("/sign-in/{link}", signing_in.offer, signing_in.let_in),
    ("/sign-out", account.show_appointments, signing_in.sign_out),
    ("/account", account.show_appointments, None),
    ("/account/packages", account.show_packages, None),
    ("/account/packages/{own}/book", several.show, several.send),
    ("/account/packages/{own}/receipt", receipts.show_package, None),
    ("/account/appointments/{own}/receipt", receipts.show_visit, None),
    ("/account/packages/{own}", account.show_package, account.pay),
    ("/account/appointments/{own}/cancel", cancelling.show, cancelling.send),
    ("/account/appointments/{own}/move", moving.show, moving.send),
    ("/pictures/{name}", pictures.show, None),
    ("/robots.txt", home.robots, None),
    ("/sitemap.xml", home.sitemap, None),
)
"""Paths, the function that shows each, and the function for forms sent to it."""

_COMPRESSION = 5
"""Of 1 to 9. Above this a page takes twice as long, and becomes 1 % smaller."""

_CACHED = {
    home.show: A_DAY,
    buying.show: A_SECOND,
    booking.show: A_SECOND,
    account.show_appointments: A_SECOND,
    account.show_packages: A_SECOND,
    account.show_package: A_SECOND,
}
"""Pages that are slow to write, and change only with the ledger, the catalogue, and the time."""

_SHOWN_AGAIN = (buying.send, booking.send, moving.send, several.send)
"""Handlers of forms that take time to fill in: they show the form again when it is out of date."""

_Cached = Callable[[Exchange], Response | None]


def booking_page(settings: PageSettings) -> ASGIApp:
    """Return the application."""
    routes = []
    cache = PageCache()
    for path, show, send in _PAGES:
        freshness = _CACHED.get(show)
        if freshness is None:
            shown = _answering(settings, path, show)
        else:
            cached = partial(cache.cached, freshness=freshness)
            shown = _answering(settings, path, cache.caching(show, freshness), cached)
        routes.append(Route(path, shown, methods=["GET"]))
        if send is not None:
            routes.append(Route(path, _answering(settings, path, send), methods=["POST"]))
    routes.append(
        Route(reminders.PATH, _answering(settings, reminders.PATH, reminders.show), methods=["GET"])
    )
    routes.append(Route(reminders.PATH, reminders.stopper(settings), methods=["POST"]))
    routes.append(Route("/messages/{checkout}", messages.receiver(settings), methods=["POST"]))
    routes.append(Route("/static/{file}", static_file, methods=["GET"]))
    routes.append(Route("/look/{file}", show_look, methods=["GET"]))
    routes.append(Route("/healthz", _health(settings), methods=["GET"]))
    nowhere = _answering(settings, "(nowhere)", _nowhere)
    page = Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, settings.pace, settings.known),
            Middleware(GZipMiddleware, compresslevel=_COMPRESSION),
        ],
        exception_handlers={404: _ignoring(nowhere), 405: _ignoring(nowhere)},
        lifespan=living(settings),
    )
    page.router.redirect_slashes = False  # It would redirect to whatever host the request names.
    return Answers(page, settings.embedders)


def _answering(
    settings: PageSettings, path: str, handle: Handler, cached: _Cached | None = None
) -> Callable[[Request], Awaitable[Response]]:
    """Return a function that answers requests: at once from the cache, or else in a thread."""

    async def answer(request: Request) -> Response:
        began = perf_counter()
        exchange = None if cached is None else _called(settings, request)
        response = None if exchange is None or cached is None else _at_once(exchange, cached)
        if response is None:
            response = await _in_a_thread(settings, request, handle, exchange)
        # Log the pattern, not the address, and nothing about who asks. Success is not logged.
        level = logging.DEBUG if request.method == "GET" and response.status_code < 400 else logging.INFO
        if _LOG.isEnabledFor(level):
            took = (perf_counter() - began) * 1000
            _LOG.log(level, "%s %s %s %.0f ms", request.method, path, response.status_code, took)
        return response

    return answer


def _called(settings: PageSettings, request: Request) -> Exchange | None:
    """Return the exchange. None if it cannot be made: then the thread raises the error."""
    try:
        return Exchange(settings, request, {})
    except TrafftpkgError:
        return None


def _at_once(exchange: Exchange, cached: _Cached) -> Response | None:
    try:
        response = cached(exchange)
    except TrafftpkgError:
        return None  # The thread will raise it.
    return None if response is None else _finished(exchange, response)


async def _in_a_thread(
    settings: PageSettings, request: Request, handle: Handler, exchange: Exchange | None
) -> Response:
    fields: dict[str, str] = {}
    if request.method == "POST":
        try:
            fields = await fields_of(request)
        except (TooLargeError, TooSlowError) as error:
            handle = partial(_refusing, error)
    return await run_in_threadpool(
        _answer, settings, request, exchange or partial(Exchange, settings, request, fields), handle
    )


def _answer(
    settings: PageSettings, request: Request, calling: Exchange | Callable[[], Exchange], handle: Handler
) -> Response:
    exchange = None
    try:
        exchange = calling if isinstance(calling, Exchange) else calling()
        response = _handled(exchange, handle)
    except Exception as failure:  # noqa: BLE001 - the last place to catch it: nobody outside hears of a defect's insides
        reference = os.urandom(4).hex()
        _LOG.error("%s %s", reference, _insides(failure))
        response = (
            _failed(exchange, DefectError(), reference) if exchange else _unable(settings, request, reference)
        )
    return _finished(exchange, response)


def _finished(exchange: Exchange | None, response: Response) -> Response:
    if exchange is not None and exchange.afterwards.tasks:
        response.background = exchange.afterwards
    if exchange is not None and exchange.shows_session and exchange.session.fresh:
        cookie = cookie_of(exchange.signing, exchange.session, **exchange.cookies)
        response.headers.append("set-cookie", cookie)
    if exchange is not None and exchange.chosen_language is not None:
        response.headers.append("set-cookie", keeping_language(exchange.chosen_language, **exchange.cookies))
    return response


def _handled(exchange: Exchange, handle: Handler) -> Response:
    try:
        exchange.end_if_over()
        exchange.settings.backend.give_up_unanswered(exchange.now)
        if exchange.request.method == "POST" and not isinstance(handle, partial):
            _check_ours(exchange, handle)
        with exchange.looking():
            return choose_language(exchange) or handle(exchange)
    except TrafftpkgError as error:
        reference = None
        if say(error, exchange).status >= 500:
            reference = os.urandom(4).hex()
            _LOG.error("%s %s %s", reference, error.code, _insides(error))
        return _failed(exchange, error, reference)


def _check_ours(exchange: Exchange, handle: Handler) -> None:
    """Refuse a form that this browser was not shown. Forms with much in them are shown again.

    A browser's session may have ended meanwhile, or another tab may have signed in.
    """
    try:
        check_ours(exchange.signing, exchange.session, exchange.fields, exchange.request.headers)
    except NotOurFormError as error:
        if handle not in _SHOWN_AGAIN or is_from_elsewhere(exchange.request.headers):
            raise
        exchange.unproven = error


def _failed(exchange: Exchange, error: TrafftpkgError, reference: str | None) -> Response:
    said = say(error, exchange)
    try:
        return exchange.page("problem.html", status=said.status, said=said, reference=reference)
    except TrafftpkgError:
        # The catalogue is broken: not even the business's name is known.
        return _without_names(exchange.settings, exchange.language, said, reference)


def _unable(settings: PageSettings, request: Request, reference: str) -> Response:
    """Answer where nothing is known but what the browser asks for."""
    language = settings.language(None, request.headers.get("accept-language", ""))
    return _without_names(settings, language, unable(language), reference)


def _without_names(settings: PageSettings, language: Language, said: Said, reference: str | None) -> Response:
    text = settings.templates(language).get_template("unable.html").render(said=said, reference=reference)
    return HTMLResponse(
        text, said.status, {"content-security-policy": page_policy(), "cache-control": PRIVATE}
    )


def _insides(failure: BaseException) -> str:
    """Return the kind of an error and where it happened. Not its message, which may contain personal data."""
    frames = traceback.extract_tb(failure.__traceback__)
    return " < ".join(
        [type(failure).__name__, *(f"{each.filename}:{each.lineno} {each.name}" for each in reversed(frames))]
    )


def _nowhere(_exchange: Exchange) -> Response:
    raise NotFoundError


def _refusing(error: TrafftpkgError, _exchange: Exchange) -> Response:
    raise error


def _ignoring(
    answer: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        response = await answer(request)
        if response.status_code == 404 and isinstance(error, HTTPException):
            response.status_code = error.status_code
        return response

    return handler


def _health(settings: PageSettings) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a load balancer: 200 if clients can be served, else 503, and in JSON why."""

    async def answer(_request: Request) -> Response:
        health = await run_in_threadpool(settings.backend.health)
        return JSONResponse(health.facts, 200 if health.can_serve else 503, {"cache-control": PRIVATE})

    return answer
