"""Somebody at a real browser, told as in `tests.web.visitor`: with a mouse, or with keys alone."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

_MOST_TABS = 150
_NEXT_KEY = """each => {
    const at = document.activeElement;
    if (each === at) return "";
    return each.type === "radio" && each.name === at.name ? "ArrowRight" : "Tab";
}"""
"""Nothing if it has the focus; an arrow inside its group."""


class Guest:
    """One person and their browser.

    Args:
        keys: Whether they have only a keyboard.
    """

    def __init__(self, page: Page, *, keys: bool = False) -> None:
        self.page = page
        self._keys = keys

    def goes_to(self, path: str) -> Self:
        """Type an address."""
        self.page.goto(path)
        return self

    def opens(self, link: str) -> Self:
        """Follow a link with these words, at first on the front page."""
        if self.page.url == "about:blank":
            self.page.goto("/")
        self.acts_on(self.page.get_by_role("link", name=link).first)
        return self

    def presses(self, button: str) -> Self:
        """Press a button with these words."""
        self.acts_on(self.page.get_by_role("button", name=button).first)
        return self

    def unfolds(self, summary: str) -> Self:
        """Open what is folded."""
        self.acts_on(self.page.locator("summary", has_text=summary).first)
        return self

    def at(self, clock: str, *, day: str | None = None, visit: int = 1) -> Self:
        """Choose a time that is offered, of the day on show or of another one of its week."""
        if day is not None:
            self.on(day, visit=visit)
        times = self.page.locator(f"#v0-{visit}-times")
        self.chooses(times.get_by_role("radio", name=re.compile(rf"^{clock}\b")).first)
        return self

    def on(self, day: str, *, visit: int = 1) -> Self:
        """Choose a day of the week on show, and see its times."""
        self.acts_on(self.page.locator(f"#v0-{visit}-{day}"))
        expect(self.page.locator(f"#v0-{visit}-{day}")).to_have_attribute("aria-current", "date")
        return self

    def says(self, **facts: str) -> Self:
        """Fill in fields, by their ids."""
        for each, what in facts.items():
            field = self.page.locator(f"#{each}")
            if self._keys:
                self._reaches(field)
                self.page.keyboard.press("Control+a")
                self.page.keyboard.type(what)
            else:
                field.fill(what)
        return self

    def picks(self, field: str, choice: str) -> Self:
        """Choose from a list, by its label."""
        chosen = self.page.get_by_label(field)
        if self._keys:
            self._reaches(chosen)
            self.page.keyboard.type(choice)
        else:
            chosen.select_option(choice)
        expect(chosen).to_have_value(choice)
        return self

    def pays(self, way: str) -> Self:
        """Choose a way to pay, by its words."""
        self.chooses(self.page.get_by_role("radio", name=way).first)
        return self

    def reviews(self) -> Self:
        """Ask for the summary, and get it."""
        self.presses("Review your booking")
        expect(self.page.locator("h1")).to_have_text("Review your booking")
        return self

    def confirms(self) -> Self:
        """Buy or book what the summary says."""
        self.acts_on(self.page.locator("button[value=buy]"))
        return self

    def is_told(self, *words: str) -> Self:
        """Expect that the page says this, where it can be seen."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(re.compile(_spaced(each)))
        return self

    def acts_on(self, thing: Locator) -> None:
        """Click it, or reach it and press Enter."""
        if self._keys:
            self._reaches(thing)
            self.page.keyboard.press("Enter")
        else:
            thing.click()

    def chooses(self, radio: Locator) -> None:
        """Choose one of several."""
        if self._keys:
            self._reaches(radio)
            self.page.keyboard.press("Space")
        else:
            radio.check(force=True)
        expect(radio).to_be_checked()

    def _reaches(self, thing: Locator) -> None:
        """Press Tab until it has the focus, and an arrow inside a group."""
        for _ in range(_MOST_TABS):
            key = thing.evaluate(_NEXT_KEY)
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{thing} cannot be reached with the keyboard")


def _spaced(words: str) -> str:
    return r"\s*".join(re.escape(each) for each in words.split())
