"""A letter as HTML: one column, styles inside, nothing loaded from anywhere."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from trafftpkg.domain.colors import ink_on, readable
from trafftpkg.letters.logo import Logo
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.sheet import LetterSheet
from trafftpkg.letters.texts import one_line

_USUAL = "#1b6560"
"""The colour of links and buttons where a business has none of its own."""


def page_of(sheet: LetterSheet, saying: Saying, logo: Logo | None) -> str:
    """Return a letter as HTML; every text in it is escaped."""
    look, language = saying.business.look, saying.telling.language
    own = (look and look.color) or _USUAL
    color = readable(own, on_dark=False)
    return _template().render(
        sheet=sheet,
        logo=None if logo is None else logo.cid,
        name=one_line(saying.business.name),
        lang=saying.formats.lang,
        direction=language.direction,
        color=color,
        on_color=ink_on(color),
        dark_color=readable(own, on_dark=True),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("letter.html")
