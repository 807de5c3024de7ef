"""The page in a language that nobody speaks, from right to left: no word of it is left in English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.languages.pseudo import LANGUAGE, english_in, pseudo_languages
from tests.web.asgi_browser import Answer
from tests.web.story import Story
from tests.web.visitor import ANY_TIME, Visitor

_OURS = ["Ana", "Bruno Sá", "IBAN", "BIC", "English", "Português"]
"""What is called so in every language."""


@pytest.fixture
def page(tmp_path: Path) -> Story:
    """The example business, which speaks it too."""
    (tmp_path / "business").mkdir()
    (tmp_path / "words").mkdir()
    story = Story(tmp_path / "business")
    story.edits("business.yaml", "languages: [en, pt]", f"languages: [en, pt, {LANGUAGE}]")
    story.known = pseudo_languages(tmp_path / "words")
    return story


def test_no_word_is_left_in_english_on_any_page(page: Story) -> None:
    names = [*_OURS, *page.texts()]

    left = {each: english_in(answer.text, names) for each, answer in [*_strangers(page), *_clients(page)]}

    assert len(left) > 30
    assert {name: words for name, words in left.items() if words} == {}


def _reading(visitor: Visitor) -> Visitor:
    visitor.browser.get(f"/?language={LANGUAGE}")
    return visitor


def _strangers(page: Story) -> Iterator[tuple[str, Answer]]:
    bruno = _reading(page.somebody())
    for path in ("/", "/sign-in", "/sign-in/old", "/nowhere", "/services/sauna"):
        yield path, bruno.goes_to(path).answer
    yield "too long", page.browser().get(f"/{'x' * 5000}", accept_language=LANGUAGE)
    yield "a link was mailed", bruno.goes_to("/sign-in").presses("send").answer
    yield "a form of another browser", bruno.goes_to("/sign-in").presses("send", csrf="forged").answer
    yield "a package", bruno.goes_to("/packages/glow-10").answer
    yield "a form without anything", bruno.presses("summary", name="", email="ana", method="").answer
    yield (
        "a summary",
        bruno.goes_to("/packages/first-tide").at(ANY_TIME).pays("bank-transfer").reviews_well().answer,
    )
    yield "bought", bruno.confirms_and_goes_on().answer
    yield "a code was mailed", bruno.goes_to("/services/float").at(ANY_TIME).reviews().answer
    yield "another service", bruno.says(email="other@example.com").reviews_well().answer
    yield "booked", bruno.confirms_and_goes_on().answer
    yield (
        "of three",
        bruno.goes_to("/services/sauna")
        .says(party="3", email="third@example.com")
        .at(ANY_TIME)
        .reviews_well()
        .answer,
    )


def _clients(page: Story) -> Iterator[tuple[str, Answer]]:
    glow, _ = page.has("ana", "glow-10"), page.has("ana", "massage-hours", pay="none", method="bank-transfer")
    for at in ("2026-01-05T15:00", "2026-01-20T10:00"):
        page.books("facial", for_="ana", at=at)
    page.books("facial", for_="ana", at="2026-01-21T10:00", without_package=True)
    ana = _reading(page.client("ana"))
    for path in ("/account", "/account?year=2026", "/account?moved=1", "/account?cancelled=1"):
        yield path, ana.goes_to(path).answer
    yield from _visits(ana)
    yield from _packages(page, ana, str(glow))


def _visits(ana: Visitor) -> Iterator[tuple[str, Answer]]:
    account = ana.goes_to("/account").answer.text
    for path in dict.fromkeys(re.findall(r'"(/account/appointments/\S+/(?:move|cancel|receipt))"', account)):
        yield path, ana.goes_to(path).answer
        if path.endswith("move"):
            yield f"{path} nowhere", ana.presses("buy").answer


def _packages(page: Story, ana: Visitor, glow: str) -> Iterator[tuple[str, Answer]]:
    packages = ana.goes_to("/account/packages").answer
    yield "packages", packages
    yield "past packages", ana.goes_to("/account/packages?over=1").answer
    for path in dict.fromkeys(re.findall(r'"(/account/packages/[^"?]+)"', packages.text)):
        yield path, ana.goes_to(path).answer
    own = next(each for each in re.findall(r'href="(/account/packages/[^"/]+)"', packages.text))
    yield "several", ana.goes_to(f"{own}/book").answer
    yield "several without a time", ana.presses("summary").answer
    page.edits("packages/glow-10.yaml", "name: Glow 10", "name: [")
    yield "a catalogue with problems", page.browser().get("/", accept_language=LANGUAGE)
