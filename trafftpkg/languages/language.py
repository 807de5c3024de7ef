"""A language that clients are spoken to in: its words, from the gettext catalogue beside this file.

English is written in the program itself and needs no catalogue. The others are read when they are first used.
"""

from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

ENGLISH = "en"
"""The language of the words in the program: what is said where a catalogue has nothing."""

_ISOLATED = "\u2068{}\u2069"
"""Keeps a name or a price in its own order, whichever way the sentence around it runs."""


def to_say(text: str) -> str:
    """Mark a text in a table as a message; it is said by `gettext`, where the language is known."""
    return text


class Language:
    """Words in one language. Placeholders are `%(name)s`, and a percent sign is `%%`.

    Args:
        code: As a business names it: `pt`, or `pt-BR`.
        spoken: The language that its words are in: English where there is no catalogue of the other.
        is_rtl: Whether it is written from right to left.
    """

    def __init__(self, code: str, spoken: str, words: NullTranslations, *, is_rtl: bool = False) -> None:
        self.code = code
        self.spoken = spoken
        self.is_rtl = is_rtl
        self._words = words

    @property
    def direction(self) -> str:
        """The direction as HTML names it: `ltr` or `rtl`."""
        return "rtl" if self.is_rtl else "ltr"

    def gettext(self, message: str, /, **facts: Any) -> str:
        """Return a message with its facts filled in."""
        return self._words.gettext(message) % self.isolated(facts)

    def ngettext(self, one: str, many: str, num: int, /, **facts: Any) -> str:
        """Return the form of a message for a number, which is the fact `%(num)s`."""
        return self._words.ngettext(one, many, num) % self.isolated({"num": num, **facts})

    def pgettext(self, context: str, message: str, /, **facts: Any) -> str:
        """Return a message that means something else elsewhere, as its context says."""
        return self._words.pgettext(context, message) % self.isolated(facts)

    def raw(self, message: str) -> str:
        """Return a message with its placeholders."""
        return self._words.gettext(message)

    def raw_plural(self, one: str, many: str, num: int) -> str:
        """Return the form of a message for a number, with its placeholders."""
        return self._words.ngettext(one, many, num)

    def isolated(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Return facts as they stand in a sentence: in their own order where it runs from right to left."""
        if not self.is_rtl:
            return facts
        mark = {name: type(value)(_ISOLATED) for name, value in facts.items() if isinstance(value, str)}
        return {name: mark[name].format(value) if name in mark else value for name, value in facts.items()}


class Languages:
    """The languages that there are words in: English, and each that has a catalogue in the folder."""

    def __init__(self, folder: Path = HERE) -> None:
        self._folder = folder
        self.named = lru_cache(64)(self._named)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that there are words in, English first."""
        return (ENGLISH, *sorted(each.stem.replace("_", "-") for each in self._folder.glob("*.po")))

    def _named(self, code: str) -> Language:
        """Return a language; its words are English where nobody has translated them."""
        for each in (code, code.partition("-")[0]):
            file = self._folder / f"{each.replace('-', '_')}.po"
            if each != ENGLISH and file.is_file():
                return Language(code, each, _words_in(file), is_rtl=_is_rtl(each))
        return Language(code, ENGLISH, NullTranslations())


@cache
def known_languages() -> Languages:
    """Return the languages of this program, once for all who ask."""
    return Languages()


def _words_in(file: Path) -> NullTranslations:
    """Return what a catalogue says: translated texts only, as gettext reads them."""
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with file.open("rb") as lines:
        write_mo(compiled, read_po(lines))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _is_rtl(code: str) -> bool:
    from babel import Locale

    return str(Locale.parse(code, sep="-").text_direction) == "rtl"
