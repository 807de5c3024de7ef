"""Who pays for a visit can be chosen: a package of the client's, one shared with them, or their own money."""

from datetime import date

import pytest

from tests.rules import rule
from tests.web.story import Story
from tests.web.visitor import Visitor
from trafftpkg.engine.requests.freeze import FreezePurchase
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase


@pytest.fixture
def ana(page: Story) -> Visitor:
    """Ana has a package until March, one until July, and one that Bo shares with her. She chose a time."""
    page.offers_package("few", "validity: {days: 60}", "members: 1")
    page.has("bo", "few")
    page.has("ana", "few")
    page.has("ana", "glow-10")
    page.does(SharePurchase(purchase="pur-1", members=("ana",)))
    return page.client("ana").opens("Book Atlantic facial").at("12:00")


@rule("R-6.10")
def test_all_that_can_pay_are_offered_in_order_with_what_is_left_and_until_when(ana: Visitor) -> None:
    ana.reviews_well()

    offered = [
        "Your package Few , 1 session of it 3 sessions left, until 6 March 2026.",
        "Your package Glow 10 , 1 session of it 10 sessions left, until 5 July 2026.",
        "Few , which Bo shares with you, 1 session of it 3 sessions left, until 6 March 2026.",
        "You, on site: €62.00",
    ]
    places = [ana.answer.words.index(each) for each in offered]
    assert places == sorted(places)
    assert len(ana.choices("payer")) == 4


def test_the_first_is_chosen_already_and_named_beside_the_form(page: Story, ana: Visitor) -> None:
    ana.presses("times").is_told("Your visit Few")

    ana.books()

    assert page.visits() == ["facial at 2026-01-05T12:00 paid by pur-2"]


@pytest.mark.parametrize(("number", "payer"), [(2, "pur-3"), (3, "pur-1"), (4, "the client")])
@rule("R-6.10")
def test_another_pays_if_it_is_chosen(page: Story, ana: Visitor, number: int, payer: str) -> None:
    ana.reviews_well().chooses("payer", number)

    assert [ana.confirms().status, ana.confirms().status] == [303, 303]
    assert page.visits() == [f"facial at 2026-01-05T12:00 paid by {payer}"]


def test_clients_who_pay_themselves_are_told_the_price(page: Story, ana: Visitor) -> None:
    ana.reviews_well().chooses("payer", 4).confirms_and_goes_on().is_told("You pay €62.00 on site.")

    assert str(page.appointments()[0].due) == "62.00"


def test_who_was_chosen_stays_chosen_when_something_is_changed(page: Story, ana: Visitor) -> None:
    ana.reviews_well().chooses("payer", 2)

    ana.presses("change").at("14:00").presses("times").is_told("Your visit Glow 10")
    ana.books()

    assert page.visits() == ["facial at 2026-01-05T14:00 paid by pur-3"]


def test_a_choice_that_can_no_longer_pay_is_told_and_all_that_was_typed_is_kept(
    page: Story, ana: Visitor
) -> None:
    ana.reviews_well().chooses("payer", 2)
    page.does(FreezePurchase(purchase="pur-3", first=date(2026, 1, 5), last=None, reason="ill"))

    ana.comes_back().confirms()

    ana.is_told("Your package cannot pay for Atlantic facial on Mon 5 Jan 2026, 12:00. It is frozen")
    assert "12:00" in ana.keeps("v0-1-time")
    assert page.visits() == []
    assert len(ana.reviews_well().choices("payer")) == 3


def test_what_is_no_longer_shared_is_told_and_all_that_was_typed_is_kept(page: Story, ana: Visitor) -> None:
    ana.reviews_well().chooses("payer", 3)
    page.does(UnsharePurchase(purchase="pur-1", members=("ana",)))

    ana.comes_back().confirms()

    ana.is_told("The package that you chose is no longer shared with you.")
    assert "12:00" in ana.keeps("v0-1-time")
    ana.reviews_well().chooses("payer", 1).confirms_and_goes_on().is_told("Booked")


def test_what_cancelling_costs_is_told_for_each(ana: Visitor) -> None:
    words = ana.reviews_well().answer.words

    assert words.count("it counts as used") == 3
    assert words.count("you still pay for it") == 1


def test_who_is_not_signed_in_pays_the_price_and_has_no_choice(page: Story) -> None:
    bruno = page.somebody().opens("Book Atlantic facial").at("12:00").reviews_well()

    assert bruno.choices("payer") == []
    bruno.confirms_and_goes_on().is_told("You pay €62.00 on site.")
