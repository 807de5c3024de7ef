"""Links to the same page in the other languages of the business."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from babel import Locale
from starlette.requests import Request

ASKED = "language"
"""The part of an address that asks for a language: `/?language=pt`. It leads to the same page without it."""


class LanguageLink(NamedTuple):
    """A language that the page can be read in, by its own name."""

    code: str
    name: str
    address: str


def language_links(request: Request, languages: Sequence[str]) -> list[LanguageLink]:
    """Return a link to this page in each language. None if there is only one."""
    if len(languages) == 1:
        return []
    here = _address(request)
    begun = f"{here}&" if "?" in here else f"{here}?"
    return [LanguageLink(each, own_name(each), f"{begun}{urlencode({ASKED: each})}") for each in languages]


def without_language(request: Request) -> str:
    """Return the address of this page that asks for no language."""
    return _address(request)


@cache
def own_name(code: str) -> str:
    """Return what a language calls itself: `Português`."""
    name = str(Locale.parse(code, sep="-").get_language_name() or code)
    return name[:1].upper() + name[1:]


def _address(request: Request) -> str:
    asked = parse_qsl(request.scope["query_string"].decode("ascii", "replace"), keep_blank_values=True)
    query = urlencode([each for each in asked if each[0] != ASKED])
    # A path that begins with two slashes would be another site's address.
    path = f"/{request.url.path.lstrip('/')}"
    return f"{path}?{query}" if query else path
