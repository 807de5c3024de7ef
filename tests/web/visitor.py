"""Somebody at the page, told as a story: they open a card, choose, see the summary, and confirm."""

import re
from typing import Self

from tests.web.asgi_browser import Answer, AsgiBrowser
from tests.web.shop import Shop, time_of

BRUNO = {"name": "Bruno Sá", "email": "bruno@example.com", "phone": ""}

ANY_TIME = ""
"""The first time that is free."""


class Visitor:
    """One person, their browser, and the form that is open in it.

    Args:
        says: What they fill in on every form: who they are, unless they have signed in.
    """

    def __init__(self, shop: Shop, browser: AsgiBrowser, says: dict[str, str]) -> None:
        self._shop = shop
        self.browser = browser
        self._says = says
        self._chosen: dict[str, str] = {}
        self.path = ""
        self.answer = Answer(status=0, headers={}, set_cookies=[], body=b"")
        """What the page said last."""
        self.form = self.answer
        """The form that is open: it stays so when what was sent is refused, and can be sent again."""

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.answer.status

    @property
    def led_to(self) -> str:
        """Where the last answer sent the browser on."""
        return self.answer.headers["location"]

    def sees(self, words: str) -> bool:
        """Tell whether the page says this."""
        return words in self.answer.words

    def is_told(self, *words: str) -> Self:
        """Expect that the page says this."""
        for each in words:
            assert each in self.answer.words, f"'{each}' is not in: {self.answer.words}"
        return self

    def is_not_told(self, *words: str) -> Self:
        """Expect that the page does not say this."""
        for each in words:
            assert each not in self.answer.words, f"'{each}' is in: {self.answer.words}"
        return self

    def is_offered(self, *clocks: str) -> bool:
        """Tell whether each of these times can be chosen for the first visit."""
        times = re.findall(r'name="v0-1-time" value="[^"]+"[^>]*><span>([^<]+)', self.answer.text)
        return set(clocks) <= {each.strip() for each in times}

    def days_offered(self) -> list[int]:
        """Return the days of the week on show that have free times."""
        week = re.findall(r'class="weekday" id="v0-1-[^"]+"[^>]*>', self.answer.text)
        return [int(each.split('"')[3][-2:]) for each in week if "disabled" not in each]

    def keeps(self, field: str) -> str:
        """Return what the last answer has filled in, or chosen, in a field of its form."""
        return self.answer.fields().get(field, "")

    def choices(self, field: str) -> list[str]:
        """Return the values that can be chosen for a field, in the order of the page."""
        return re.findall(rf'<input type="radio" name="{field}" value="([^"]*)"', self.answer.text)

    def opens(self, card: str) -> Self:
        """Follow a link with these words, at first on the front page: `Choose Glow 10`."""
        here = self.answer if self.path else self.browser.get("/")
        self.path = here.link(card)
        return self._got(self.browser.get(self.path))

    def goes_to(self, path: str) -> Self:
        """Type an address."""
        self.path = path
        return self._got(self.browser.get(path))

    def starts_over(self) -> Self:
        """Go back to the front page, with nothing chosen."""
        self.path, self._chosen = "", {}
        return self

    def says(self, **facts: str) -> Self:
        """Fill in other facts than usual."""
        self._says = {**self._says, **facts}
        return self

    def pays(self, method: str) -> Self:
        """Choose how to pay."""
        return self.says(method=method)

    def at(self, clock: str, *, day: str | None = None, visit: int = 1) -> Self:
        """Choose a time that is offered: of the day that is shown, or of another one."""
        if day is not None:
            self.on(day, visit=visit)
        row = f"v0-{visit}"
        self._chosen[f"{row}-time"] = time_of(self.form, row, clock)
        return self

    def on(self, day: str, *, visit: int = 1) -> Self:
        """Choose a day, and see its times."""
        self._chosen[f"v0-{visit}-day"] = day
        return self.presses("times")

    def adds_a_visit(self) -> Self:
        """Ask for one more row of the first service."""
        return self.presses("more.0")

    def reviews(self) -> Self:
        """Ask for the summary."""
        return self.presses("summary")

    def reviews_well(self) -> Self:
        """Ask for the summary, and get it."""
        self.reviews()
        assert self.status == 200, self.answer.words
        return self

    def books(self) -> Self:
        """See the summary, book or buy, and see what the page says then."""
        return self.reviews_well().confirms_and_goes_on()

    def chooses(self, field: str, number: int) -> Self:
        """Choose one of a field's values, from 1 in the order of the page."""
        return self.says(**{field: self.choices(field)[number - 1]})

    def confirms(self) -> Self:
        """Buy or book what the summary says."""
        return self.presses("buy")

    def confirms_and_goes_on(self) -> Self:
        """Buy or book, and see where that leads."""
        return self._got(self.browser.get(self.confirms().led_to))

    def presses(self, button: str, **forged: str) -> Self:
        """Send the form that is open, and see what comes of it."""
        return self._got(self.sends(button, **forged))

    def sends(self, button: str, **forged: str) -> Answer:
        """Send the form that is open, filled in as chosen; `forged` is what the page would not send."""
        fields = {**self.form.fields(), **self._says, **self._chosen, "go": button, **forged}
        return self.browser.post(self.path, fields)

    def comes_back(self, now: str | None = None) -> Self:
        """Go on with the open form at the page as it is configured now, at another moment if one is given."""
        self._shop.now = now or self._shop.now
        self.browser = self._shop.browser(cookies=self.browser.cookies)
        return self

    def _got(self, answer: Answer) -> Self:
        self.answer = answer
        if answer.status in (200, 422):
            self.form = answer
        return self


def newcomer(shop: Shop) -> Visitor:
    """Return Bruno, whom nobody knows yet."""
    return Visitor(shop, shop.browser(), BRUNO)


def client(shop: Shop, handle: str) -> Visitor:
    """Return a client who has signed in."""
    return Visitor(shop, shop.signed_in(handle), {})
