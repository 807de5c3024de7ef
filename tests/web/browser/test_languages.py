"""A real browser in a language that nobody speaks, written from right to left."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.languages.pseudo import LANGUAGE, english_in, pseudo_languages
from tests.web.browser.guest import Guest
from tests.web.story import Story

_ENDS = """(name) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const at = texts.currentNode.data.indexOf(name);
        if (at < 0 || !texts.currentNode.parentElement.checkVisibility()) continue;
        const where = (place) => {
            const range = document.createRange();
            range.setStart(texts.currentNode, place);
            range.setEnd(texts.currentNode, place + 1);
            return range.getBoundingClientRect().x;
        };
        found.push(where(at) < where(at + name.length - 1));
    }
    return found;
}"""
"""Returns for each place where a text stands whether its first sign is left of its last one."""


def test_no_word_is_left_in_english_and_names_prices_and_dates_keep_their_order(
    page: Story, guest: Callable[..., Guest], tmp_path: Path
) -> None:
    page.edits("business.yaml", "languages: [en, pt]", f"languages: [en, pt, {LANGUAGE}]")
    page.edits("packages/first-tide.yaml", "{en: First tide, pt: Primeira maré}", "(Glow) 10!")
    (tmp_path / "words").mkdir()
    page.known = pseudo_languages(tmp_path / "words")
    somebody = guest(viewport={"width": 360, "height": 900}).goes_to(f"/?language={LANGUAGE}")
    opened = somebody.page

    expect(opened.locator("html")).to_have_attribute("dir", "rtl")
    assert opened.evaluate("document.scrollingElement.scrollWidth") <= 360
    _in_order(opened, "(Glow) 10!", "+351 21 555 01 00", "Rua Garrett 24")
    somebody.goes_to("/packages/first-tide")
    opened.locator("#v0-1-2026-01-06").click()
    expect(opened.locator("#v0-1-2026-01-06")).to_have_attribute("aria-current", "date")
    _in_order(opened, "(Glow) 10!", "79.00")
    # Days are read from right to left there: the year is left of the day.
    assert set(opened.evaluate(_ENDS, "6 يناير 2026")) == {False}
    assert english_in(opened.content(), _names(page)) == []
    opened.context.set_offline(True)
    opened.locator("#v0-1-2026-01-07").click()
    said = opened.locator("#v0-1-times [role=alert]")
    expect(said).to_be_visible()
    assert not re.search("[A-Za-z]", said.inner_text())


def _in_order(opened: Page, *names: str) -> None:
    """Check that names are written from left to right wherever they stand."""
    for each in names:
        assert set(opened.evaluate(_ENDS, each)) == {True}, each


def _names(page: Story) -> list[str]:
    return ["English", "Português", *page.texts()]
