"""The templates of the page, in one language each."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from trafftpkg.languages.card import card_of, places_of
from trafftpkg.languages.language import Language
from trafftpkg.web.drawings import drawing
from trafftpkg.web.look import address_of

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
    environment.globals["card_of"] = card_of
    environment.globals["places_of"] = places_of
    environment.globals["static"] = {each.name: _versioned(each) for each in STATIC.iterdir()}
    return environment


def _gettexts(language: Language) -> dict[str, Callable[..., str]]:
    @pass_eval_context
    def gettext(context: EvalContext, message: str, /, **facts: Any) -> str:
        return _filled(language, context, language.raw(message), facts)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, many: str, num: int, /, **facts: Any) -> str:
        return _filled(language, context, language.raw_plural(one, many, num), {"num": num, **facts})

    return {"gettext": gettext, "_": gettext, "ngettext": ngettext}


def _filled(language: Language, context: EvalContext, message: str, facts: dict[str, Any]) -> str:
    """Return a message with its facts, which are escaped where the template escapes; the message is ours."""
    text = Markup(message) if context.autoescape else message  # noqa: S704 - of our own catalogues
    return text % language.isolated(facts)


def _versioned(file: Path) -> str:
    return f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"
