"""How a thing of any kind is shown: by the module that is called by its noun, loaded where there is one."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.views.values import Json
from trafftpkg.domain.ids import NOUNS, kind_of
from trafftpkg.domain.thing import Thing
from trafftpkg.engine.reading import View

if TYPE_CHECKING:
    from trafftpkg.cli.views.names import CatalogueNames


def noun_of(thing: Thing) -> str:
    """`purchase`, `appointment`, and whatever else there is."""
    return NOUNS[kind_of(thing.id)]


def thing_object(thing: Thing, view: View) -> Json:
    """Return a thing as JSON has it."""
    found: Json = _shown_by(noun_of(thing), "object")(thing, view)
    return found


def thing_words(thing: Thing, view: View, names: "CatalogueNames") -> str:
    """Return a thing of a rarer kind than purchases and visits, which have their own words, on one line."""
    words: str = _shown_by(noun_of(thing), "words")(thing, view, names)
    return words


@cache
def _shown_by(noun: str, what: str) -> Callable[..., Any]:
    shown: Callable[..., Any] = getattr(import_module(f"trafftpkg.cli.views.{noun}"), f"{noun}_{what}")
    return shown
