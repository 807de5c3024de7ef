"""Who pays for a visit can be chosen: a package of the client's, one shared with them, or their own money."""

from datetime import date

import pytest

from tests.rules import rule
from tests.web.shop import Shop
from tests.web.visitor import Visitor, client, newcomer
from trafftpkg.engine.requests.freeze import FreezePurchase
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase


@pytest.fixture
def ana(shop: Shop) -> Visitor:
    """Ana has a package until March, one until July, and one that Bo shares with her."""
    for each in ("ana", "bo"):
        shop.knows(each)
    shop.declares(
        "packages/few.yaml",
        "name: Few\nservices: [{service: facial, max: 3}]\n"
        "price: {amount: 150.00, payment_methods: [card, on-site]}\nvalidity: {days: 60}\nmembers: 1\n",
    )
    shop.sells("few", to="bo")
    shop.sells("few", to="ana")
    shop.sells("glow-10", to="ana")
    shop.does(SharePurchase(purchase="pur-1", members=("ana",)))
    return client(shop, "ana").opens("Book Atlantic facial").at("12:00")


def payer(shop: Shop) -> str | None:
    """Return which purchase pays for the only visit."""
    (visit,) = shop.appointments()
    return visit.allocation[0].purchase if visit.allocation else None


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


def test_the_first_is_chosen_already_and_named_beside_the_form(shop: Shop, ana: Visitor) -> None:
    assert ana.presses("times").sees("Your visit Few")
    ana.reviews_well().confirms()

    assert payer(shop) == "pur-2"


@pytest.mark.parametrize(("number", "paid_by"), [(1, "pur-3"), (2, "pur-1"), (3, None)])
def test_another_pays_if_it_is_chosen(shop: Shop, ana: Visitor, number: int, paid_by: str | None) -> None:
    ana.reviews_well()
    choice = ana.choices("payer")[number]

    ana.presses("buy", payer=choice)

    assert ana.status == 303
    assert payer(shop) == paid_by
    assert ana.presses("buy", payer=choice).led_to
    assert len(shop.appointments()) == 1


def test_a_client_who_pays_themselves_is_told_the_price(shop: Shop, ana: Visitor) -> None:
    ana.reviews_well()
    ana.presses("buy", payer="self")

    assert ana.goes_to(ana.led_to).sees("You pay €62.00 on site.")
    assert str(shop.appointments()[0].due) == "62.00"


def test_who_was_chosen_stays_chosen_when_something_is_changed(shop: Shop, ana: Visitor) -> None:
    ana.reviews_well()
    choice = ana.choices("payer")[1]

    ana.presses("change", payer=choice).at("14:00").reviews_well()

    assert ana.form.fields()["payer"] == choice
    ana.confirms()
    assert payer(shop) == "pur-3"


def test_a_choice_that_can_no_longer_pay_is_told_and_all_that_was_typed_is_kept(
    shop: Shop, ana: Visitor
) -> None:
    ana.reviews_well()
    choice = ana.choices("payer")[1]
    shop.does(FreezePurchase(purchase="pur-3", first=date(2026, 1, 5), last=None, reason="ill"))

    ana.comes_back().presses("buy", payer=choice)

    assert ana.status == 409
    assert ana.sees("Your package cannot pay for Atlantic facial on Mon 5 Jan 2026, 12:00: it is frozen")
    assert "12:00" in ana.form.fields()["v0-1-time"]
    assert shop.appointments() == ()
    ana.reviews_well()
    assert len(ana.choices("payer")) == 3


def test_what_is_no_longer_shared_is_told_and_all_that_was_typed_is_kept(shop: Shop, ana: Visitor) -> None:
    ana.reviews_well()
    choice = ana.choices("payer")[2]
    shop.does(UnsharePurchase(purchase="pur-1", members=("ana",)))

    ana.comes_back().presses("buy", payer=choice)

    assert ana.status == 409
    assert ana.sees("The package that you chose is no longer shared with you.")
    assert "12:00" in ana.form.fields()["v0-1-time"]
    assert ana.reviews_well().confirms().status == 303


def test_what_cancelling_costs_is_told_for_each(ana: Visitor) -> None:
    words = ana.reviews_well().answer.words

    assert words.count("it counts as used") == 3
    assert words.count("you still pay for it") == 1


def test_who_is_not_signed_in_has_no_choice(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Book Atlantic facial").at("12:00").reviews_well()

    assert bruno.choices("payer") == []
    assert bruno.confirms().status == 303
