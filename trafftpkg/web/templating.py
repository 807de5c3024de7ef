"""The templates of the page, in one language each, and its style sheet in the business's colour."""

from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from trafftpkg.domain.colors import ink_on, readable, tone
from trafftpkg.languages.card import card_of, places_of
from trafftpkg.languages.language import Language
from trafftpkg.web.drawings import drawing

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def templates_in(language: Language) -> Environment:
    """Return the templates whose words are in a language.

    Everything they write is escaped, and an unknown name is an error.
    """
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    # The layout of a template's text is not part of the message, and every message is filled in by name.
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(_gettexts(language))
    environment.globals["language"] = language
    environment.globals["drawing"] = drawing
    environment.globals["look"] = address_of
    environment.globals["card_of"] = lru_cache(1)(card_of)  # as long as the catalogue stays the same
    environment.globals["places_of"] = places_of
    environment.globals["static"] = {each.name: _versioned(each) for each in STATIC.iterdir()}
    return environment


@lru_cache(maxsize=64)
def style_of(color: str) -> str:
    """Return a style sheet that gives the page this colour, written as `#8a4b5f`."""
    usual, in_the_dark = colors_of(color)
    return (
        f":root{{{_written(usual)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_written(in_the_dark)}}}}}\n"
    )


def colors_of(color: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the style's variables are on a light page, and on a dark one."""
    soft, dark_soft = tone(color, 0.95, 0.2), tone(color, 0.3, 0.4)
    light = readable(color, on_dark=False, also_on=soft)
    dark = readable(tone(color, 0.8), on_dark=True, also_on=dark_soft)
    usual = {"accent": light, "accent-ink": ink_on(light), "accent-soft": soft, "drawn": tone(color, 0.62)}
    in_the_dark = {
        "accent": dark,
        "accent-ink": ink_on(dark),
        "accent-soft": dark_soft,
        "drawn": tone(color, 0.66),
    }
    return usual, in_the_dark


def address_of(color: str) -> str:
    """Return the address of a colour's style sheet. It names the colour, so it never changes."""
    return f"/look/{color.removeprefix('#').lower()}.css"


def _gettexts(language: Language) -> dict[str, Callable[..., Markup]]:
    @cache
    def alone(message: str) -> Markup:
        return _filled(language, language.raw(message), {})

    def gettext(message: str, /, **facts: Any) -> Markup:
        return _filled(language, language.raw(message), facts) if facts else alone(message)

    def ngettext(one: str, many: str, num: int, /, **facts: Any) -> Markup:
        return _filled(language, language.raw_plural(one, many, num), {"num": num, **facts})

    return {"gettext": gettext, "_": gettext, "ngettext": ngettext}


def _filled(language: Language, message: str, facts: dict[str, Any]) -> Markup:
    """Return a message with its facts, which are escaped; the message is ours."""
    return Markup(message) % language.isolated(facts)  # noqa: S704 - of our own catalogues


def _versioned(file: Path) -> str:
    return f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"


def _written(colors: dict[str, str]) -> str:
    return ";".join(f"--{name}:{color}" for name, color in colors.items())
