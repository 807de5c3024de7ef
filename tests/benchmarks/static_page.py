"""A page that says nothing, to compare with: a template of the size asked for, written for each request."""

from functools import lru_cache

from jinja2 import Environment, Template
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

_LINE = '<li class="card"><h3><a href="/somewhere">A thing</a></h3><p>Some words about it.</p></li>\n'


def create() -> Starlette:
    """Return the application."""
    return Starlette(routes=[Route("/healthz", _up), Route("/{size:int}", _page)])


def _page(request: Request) -> Response:
    return HTMLResponse(_template(request.path_params["size"]).render())


@lru_cache
def _template(size: int) -> Template:
    text = _LINE * (size // len(_LINE) + 1)
    return Environment(autoescape=True).from_string(text[:size])


def _up(_request: Request) -> Response:
    return PlainTextResponse("up\n")
