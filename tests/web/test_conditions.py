"""When, to whom and for what packages and services are: the page shows it, and offers no more."""

from datetime import UTC, datetime

import pytest

from tests.web.story import Story
from trafftpkg.web.backend import Backend

QUIET = "packages/quiet-afternoon.yaml"
AFTERNOONS = 'only: {days: [mon-thu], hours: ["14:00-16:00"]}\nprice:'


def test_services_of_a_category_stand_together(page: Story) -> None:
    words = page.browser().get("/").words

    places = [words.index(each) for each in ("Treatments", "Water and warmth", "Classes", "More services")]
    assert places == sorted(places)
    assert places[2] < words.index("Morning yoga 1 h") < places[3] < words.index("Sleep coaching 45 min")


def test_a_card_says_for_whom_and_for_what_a_package_is(page: Story) -> None:
    page.edits(QUIET, "price:", f"on_sale: {{new_clients_only: true}}\n{AFTERNOONS}")

    words = page.browser().get("/").words

    assert "For new clients. For visits on Mon–Thu. For visits that begin at 14:00–16:00." in words
    assert "On sale until 28 February 2027." in words


def test_a_package_is_shown_in_its_season_only(page: Story) -> None:
    page.edits(QUIET, "price:", "on_sale: {from: 2026-02-01}\nprice:")
    assert "Three quiet afternoons" not in page.browser().get("/").words

    page.now = "2027-03-01T10:00"

    assert "Three quiet afternoons" in page.browser().get("/").words
    assert "Winter float" not in page.browser().get("/").words


def test_what_is_sold_out_says_so(page: Story) -> None:
    page.edits(QUIET, "price:", "on_sale: {sales: 1}\nprice:")
    bruno = page.somebody().opens("Choose Three quiet afternoons").pays("on-site").reviews_well()
    page.has("ana", "quiet-afternoon")

    bruno.confirms().is_told("Three quiet afternoons is sold out. Please look at our other packages.")
    assert (bruno.status, "How you pay" in bruno.answer.words) == (409, True)
    assert len(page.purchases()) == 1
    bruno.goes_to("/packages/quiet-afternoon").is_told("Three quiet afternoons is sold out.")
    assert bruno.status == 409
    assert bruno.goes_to("/packages/never-was").status == 404


def test_an_address_of_what_is_not_on_sale_now_says_when_it_is(page: Story) -> None:
    page.edits(QUIET, "price:", "on_sale: {from: 2026-02-01, until: 2026-03-01}\nprice:")
    bruno = page.somebody()

    bruno.goes_to("/packages/quiet-afternoon")
    bruno.is_told("Three quiet afternoons is sold from 1 February 2026 on.")
    bruno.comes_back("2026-03-02T10:00").goes_to("/packages/quiet-afternoon")
    bruno.is_told("Three quiet afternoons is no longer sold. Please look at our other packages.")


def test_what_is_sold_out_is_marked_on_the_front_page_within_seconds_and_cannot_be_chosen(
    page: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.edits(QUIET, "price:", "on_sale: {sales: 1}\nprice:")
    page.edits(QUIET, "position: 60", "position: 1")
    browser = page.browser()
    assert "Choose Three quiet afternoons" in browser.get("/").text
    page.has("ana", "quiet-afternoon")
    assert "Choose Three quiet afternoons" in browser.get("/").text

    # The same server, five seconds later: another one would have nothing cached.
    monkeypatch.setattr(Backend, "now", lambda _: datetime(2026, 1, 5, 10, 0, 5, tzinfo=UTC))

    words, text = browser.get("/").words, browser.get("/").text
    assert words.index("Sleep course") < words.index("Three quiet afternoons") < words.index("Sold out")
    assert words.count("Sold out") == 1
    assert "/packages/quiet-afternoon" not in text
    assert "/packages/sleep-course" in text


def test_the_form_is_sent_again_after_the_last_one_was_sold(page: Story) -> None:
    page.edits(QUIET, "price:", "on_sale: {sales: 1}\nprice:")
    bruno = page.somebody().opens("Choose Three quiet afternoons").pays("on-site").reviews_well()

    first, again = bruno.sends("buy"), bruno.sends("buy")

    assert first.status == again.status == 303
    assert len(page.purchases()) == 1


def test_only_times_that_the_package_pays_for_are_offered(page: Story) -> None:
    page.edits(QUIET, "price:", AFTERNOONS)
    bruno = page.somebody().opens("Choose Three quiet afternoons")

    assert "2026-01-08T15:00" in bruno.on("2026-01-08").answer.text
    assert "2026-01-08T16:00" not in bruno.answer.text
    assert "2026-01-09T15:00" not in bruno.on("2026-01-09").answer.text


def test_the_rest_is_booked_at_times_that_the_package_pays_for(page: Story) -> None:
    page.edits(QUIET, "price:", AFTERNOONS)
    sold = page.has("ana", "quiet-afternoon")
    page.books("massage", for_="ana", at="2026-01-13T14:15", employee="ines")
    ana = page.client("ana").goes_to("/account").opens("Move Deep tissue massage")

    assert "2026-01-14T15:00" in ana.on("2026-01-14").answer.text
    assert "2026-01-14T16:00" not in ana.answer.text
    assert page.appointments()[0].allocation[0].purchase == sold


def test_a_class_is_offered_at_the_times_of_its_timetable(page: Story) -> None:
    bruno = page.somebody().opens("Book Morning yoga").on("2026-01-07")

    assert [each for each in ("07:00", "07:15", "09:30", "18:30", "18:45") if bruno.sees(each)] == [
        "07:00",
        "09:30",
        "18:30",
    ]


def test_no_more_visits_are_offered_than_can_be_booked_with_the_sale(page: Story) -> None:
    bruno = page.somebody().opens("Choose Sleep course")

    assert "Add another visit" in bruno.answer.words
    assert "Add another visit" not in bruno.adds_a_visit().answer.words
    assert "at most 2 booked when you buy" in bruno.answer.words


def test_where_no_visit_can_be_booked_with_the_sale_none_is_offered(page: Story) -> None:
    page.edits(QUIET, "{service: float}", "{service: float, max_at_purchase: 0}")

    assert "Float tank, visit 1" not in page.somebody().opens("Choose Three quiet afternoons").answer.words
