"""A language that nobody speaks, written from right to left: what is not in it was left in English.

It takes the place of Arabic: CLDR writes days and prices in Arabic, so that every letter of ours on a page in
it was left in English, or is a name.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import write_po

from tests.translations import words
from trafftpkg.languages.language import Languages

LANGUAGE = "ar"
_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]+>|\s+)")
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2
)
_ENGLISH = re.compile("[A-Za-z]{2,}")
_SAID_IN = ("aria-label", "title", "alt", "placeholder", "data-offline")


def pseudo(text: str) -> str:
    """Return a message with other letters, and its facts and HTML as they are."""
    return "".join(each if _KEPT.fullmatch(each) else each.translate(_LETTERS) for each in _KEPT.split(text))


def pseudo_languages(folder: Path) -> Languages:
    """Return languages of which one is this."""
    catalogue = Catalog(locale=LANGUAGE, fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", "nplurals=2; plural=(n != 1);")]
    for each in words():
        if isinstance(each.id, str) and each.id:
            catalogue.add(each.id, pseudo(each.id), context=each.context)
        elif each.id:
            catalogue.add(each.id, tuple(map(pseudo, each.id)), context=each.context)
    with (folder / f"{LANGUAGE}.po").open("wb") as file:
        write_po(file, catalogue)
    return Languages(folder)


def english_in(page: str, names: list[str]) -> list[str]:
    """Return what a page says with letters of ours, apart from these names, addresses and ids."""
    reader = _Said()
    reader.feed(page)
    said = "\n".join(reader.said)
    said = re.sub(r"https?://\S+|\S+@\S+|\S+\.example\b|\b(?:pur|apt)-\d+\b|\b[0-9a-f]{8}\b", "", said)
    for each in sorted(names, key=len, reverse=True):
        said = said.replace(each, "")
    return _ENGLISH.findall(said)


class _Said(HTMLParser):
    """What people are told by a page, however they read it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within.append(tag)
        facts = dict(attrs)
        self.said += [facts[each] or "" for each in _SAID_IN if facts.get(each)]
        if tag == "meta" and (facts.get("name") or facts.get("property", "")) not in ("", None):
            described = {"description", "og:title", "og:description", "og:site_name"}
            if (facts.get("name") or facts.get("property")) in described:
                self.said.append(facts.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._within[-1:]):
            self.said.append(data)
