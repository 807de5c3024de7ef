"""Only what the page offers can be booked on it; all else is refused in words, and the form is kept."""

import re

import pytest

from tests.rules import rule
from tests.web.shop import time_of
from tests.web.story import Story
from tests.web.visitor import ANY_TIME
from trafftpkg.engine.questions.slots import FindSlots, SlotList
from trafftpkg.engine.reading import Reading
from trafftpkg.web.pages.two_steps import MOST_ROWS
from trafftpkg.web.searching import MOST_AHEAD

NEVER_OFFERED = [
    "2026-01-06T11:07:00+00:00|ines|chiado",
    "2026-01-06T11:00:30+00:00|ines|chiado",
    "2026-01-06T11:00:00.000001+00:00|ines|chiado",
    "2026-01-06T03:00:00+00:00|ines|chiado",
    "2025-12-01T11:00:00+00:00|ines|chiado",
    "2027-12-01T11:00:00+00:00|ines|chiado",
    "9999-12-31T23:59:59-23:59|ines|chiado",
    "9999-12-31T23:59:59+00:00|ines|chiado",
    "0001-01-01T00:00:00+23:59|ines|chiado",
    "2026-01-06T11:00:00+00:00|noor|belem",
    "2026-01-06T11:00:00+00:00|ines|belem",
    "2026-01-06T11:00:00+00:00|nobody|chiado",
    "2026-01-06T11:00:00+00:00|ines|nowhere",
    "2026-01-06T11:00:00+00:00||",
    "2026-01-06T11:00:00|ines|chiado",
    "soon|ines|chiado",
    "|||",
]


@pytest.fixture
def days_searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the days of every search for free times."""
    found: list[int] = []
    answer = FindSlots.answer

    def counted(question: FindSlots, reading: Reading) -> SlotList:
        found.append((question.last_day - question.first_day).days + 1)
        return answer(question, reading)

    monkeypatch.setattr(FindSlots, "answer", counted)
    return found


def _sells_everything(page: Story, least: int) -> None:
    """Put a package on sale that has every service, many times."""
    services = page.desk().catalogue.catalogue().services
    lines = [f"  - {{service: {each}, min: {least}, max: 40}}" for each in services]
    text = "\n".join(["name: Everything", "services:", *lines, "total: 300", "price: {amount: 900.00}"])
    page.declares("packages/everything.yaml", text + "\n")


@pytest.mark.parametrize("time", NEVER_OFFERED)
@pytest.mark.parametrize("card", ["Book Atlantic facial", "Choose First tide"])
@rule("R-14.1")
def test_a_time_that_the_page_does_not_offer_is_not_booked(page: Story, card: str, time: str) -> None:
    bruno = page.somebody().opens(card).at(ANY_TIME).pays("on-site").reviews_well()

    bruno.presses("buy", **{"v0-1-time": time})

    assert bruno.status in (409, 422)
    assert 'class="alert"' in bruno.answer.text
    assert 'value="Bruno Sá"' in bruno.answer.text
    assert page.entries() == 0


@pytest.mark.parametrize("time", NEVER_OFFERED)
@rule("R-14.1")
def test_a_visit_is_not_moved_to_a_time_that_the_page_does_not_offer(page: Story, time: str) -> None:
    page.has("ana", "glow-10")
    page.books("facial", for_="ana", at="2026-01-20T10:00")
    ana = page.client("ana").goes_to("/account").opens("Move Atlantic facial")
    before = page.entries()

    ana.presses("buy", **{"v0-1-time": time})

    assert ana.status in (409, 422)
    assert 'class="alert"' in ana.answer.text
    assert page.entries() == before


@rule("R-14.1")
def test_a_time_that_fits_and_is_not_offered_is_said_to_be_that(page: Story) -> None:
    bruno = page.somebody().opens("Book Atlantic facial").at(ANY_TIME).reviews_well()

    bruno.presses("buy", **{"v0-1-time": NEVER_OFFERED[0]})

    assert bruno.status == 409
    bruno.is_told("This time is not offered on this page.")


def test_a_time_that_was_taken_meanwhile_is_said_to_be_that(page: Story) -> None:
    page.adds("eva")
    bruno = page.somebody().opens("Book Atlantic facial").at(ANY_TIME).reviews_well()
    at, employee, _ = bruno.form.fields()["v0-1-time"].split("|")
    page.books("facial", for_="eva", at=at, employee=employee, without_package=True)

    bruno.confirms()

    assert bruno.status == 409
    bruno.is_told("is no longer free")


def test_a_form_that_is_sent_again_is_answered_as_before_though_its_time_is_taken_by_it(page: Story) -> None:
    bruno = page.somebody().opens("Book Atlantic facial").at(ANY_TIME).reviews_well()

    statuses = [bruno.confirms().status for _ in range(2)]

    assert statuses == [303, 303]
    assert len(page.appointments()) == 1


@pytest.mark.parametrize("rows", ["96", "999", "-1", "1e3", "²", "x"])
def test_a_form_has_few_rows_whatever_it_asks_for(page: Story, rows: str) -> None:
    _sells_everything(page, 0)
    bruno = page.somebody().opens("Choose Everything")

    bruno.presses("more.0", **{f"rows-{each}": rows for each in range(9)})

    assert len(re.findall(r'<fieldset class="row"', bruno.answer.text)) <= MOST_ROWS


def test_a_page_searches_few_days_whatever_days_its_rows_name(page: Story, days_searched: list[int]) -> None:
    _sells_everything(page, 0)
    bruno = page.somebody().opens("Choose Everything")
    days = {f"v{place}-{row}-day": f"2026-03-{row:02}" for place in range(9) for row in range(1, 13)}
    rows = {f"rows-{place}": "12" for place in range(9)}
    days_searched.clear()

    bruno.presses("times", **days, **rows)

    assert sum(days_searched) <= MOST_ROWS + MOST_AHEAD


def test_of_a_week_that_was_not_searched_the_page_does_not_say_that_nothing_is_free(page: Story) -> None:
    _sells_everything(page, 0)

    bruno = page.somebody().opens("Choose Everything")

    assert re.search(
        r"<small>\s*</small>", bruno.answer.text
    )  # of some days it does not say how many are free
    assert "Nothing is free" not in bruno.answer.words


def test_rows_of_one_day_share_one_search(page: Story, days_searched: list[int]) -> None:
    bruno = page.somebody().opens("Choose Glow 10")
    days_searched.clear()

    bruno.presses("times", **{f"v0-{row}-day": "2026-01-20" for row in range(1, 7)}, **{"rows-0": "6"})

    assert days_searched == [7, 7]  # a week of each service of the package


def test_a_browser_that_asks_for_the_times_of_one_row_gets_those(
    page: Story, days_searched: list[int]
) -> None:
    browser = page.browser()
    path = browser.get("/").link("Choose Glow 10")
    fields = browser.get(path).fields() | {f"v0-{row}-day": f"2026-01-2{row}" for row in range(1, 4)}
    days_searched.clear()

    answer = browser.post(path, {**fields, "rows-0": "3"}, hx_target="v0-2-times")

    assert days_searched == [7]
    assert time_of(answer, "v0-2", "").startswith("2026-01-22")
    assert 'name="v0-1-time"' not in answer.text


def test_free_days_are_looked_for_a_few_weeks_ahead_and_no_further(
    page: Story, days_searched: list[int]
) -> None:
    _sells_everything(page, 1)
    business = (page.folder / "catalog" / "business.yaml").read_text()
    page.declares("business.yaml", business.replace("closed: [", "closed: [2026-01-05/2026-12-24, "))
    bruno = page.somebody()
    days_searched.clear()

    bruno.opens("Choose Everything")

    bruno.is_told("Nothing is free in the next weeks.")
    assert 0 < sum(days_searched) <= MOST_AHEAD
