"""What stops the page for everybody: a catalogue of another ledger, and a clock that is ahead."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.rules import rule
from tests.web.asgi_browser import Answer
from tests.web.shop import Shop
from tests.web.visitor import ANY_TIME, newcomer
from trafftpkg.bootstrap import Desk

UNABLE = "We cannot do this right now. Nothing was booked or bought."


def _bought(shop: Shop) -> Answer:
    """Go as far as the page lets somebody go who buys a package."""
    bruno = newcomer(shop).opens("Choose Glow 10").pays("on-site").reviews()
    return (bruno.confirms() if bruno.status == 200 else bruno).answer


def _booked(shop: Shop) -> Answer:
    """Go as far as the page lets somebody go who books a visit."""
    bruno = newcomer(shop).opens("Book Atlantic facial").at(ANY_TIME).reviews()
    return (bruno.confirms() if bruno.status == 200 else bruno).answer


DOING = pytest.mark.parametrize("does", [_bought, _booked])


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    """A shop that has sold something, so that its ledger was begun."""
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    return shop


@DOING
def test_a_page_that_nothing_stops_sells_and_books(open_shop: Shop, does: Callable[[Shop], Answer]) -> None:
    assert does(open_shop).status == 303
    assert open_shop.entries() == 2


@rule("R-1.16")
@DOING
@pytest.mark.parametrize(("field", "value"), [("currency", "CHF"), ("time_zone", "Europe/Zurich")])
def test_nothing_is_sold_or_booked_by_the_catalogue_of_another_ledger(
    open_shop: Shop, caplog: pytest.LogCaptureFixture, does: Callable[[Shop], Answer], field: str, value: str
) -> None:
    text = (open_shop.folder / "catalog/business.yaml").read_text("utf-8")
    open_shop.declares("business.yaml", re.sub(rf"(?m)^{field}: \S+", f"{field}: {value}", text))

    answer = does(open_shop)

    assert answer.status == 503
    assert UNABLE in answer.words
    assert "Europe/Lisbon" not in answer.words
    assert "catalog_of_another_ledger" in caplog.text
    assert open_shop.entries() == 1


@rule("R-1.13")
@DOING
def test_nothing_is_sold_or_booked_by_a_clock_that_is_ahead(
    open_shop: Shop, caplog: pytest.LogCaptureFixture, does: Callable[[Shop], Answer]
) -> None:
    open_shop.allow_future = False
    open_shop.now = f"{Desk.machine_clock() + timedelta(days=1):%Y-%m-%d}T08:00"
    before = open_shop.entries()

    answer = does(open_shop)

    assert answer.status == 503
    assert UNABLE in answer.words
    assert "moment_in_the_future" in caplog.text
    assert open_shop.entries() == before
