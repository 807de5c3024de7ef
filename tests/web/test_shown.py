"""What a client is shown before they buy or book is kept with it, word by word, and nothing else is."""

import pytest

from tests.rules import rule
from tests.web.shop import Shop
from tests.web.visitor import Visitor, client, newcomer
from trafftpkg.engine.questions.show import ShowAppointment, ShowPurchase
from trafftpkg.engine.requests.cancel import CancelAppointment

CANCELLING = (
    "You can cancel or move a visit for free until 24 hours before it begins. "
    "If you cancel later or do not come, it counts as used. The first time is forgiven."
)


def buying(shop: Shop, package: str) -> Visitor:
    return newcomer(shop).opens(f"Choose {package}").pays("on-site").reviews_well()


def shown(shop: Shop, thing: str) -> str:
    ask = shop.desk().inquiry.ask
    is_sale = thing.startswith("pur")
    found = (ask(ShowPurchase(purchase=thing)) if is_sale else ask(ShowAppointment(appointment=thing))).shown
    assert found is not None
    return found


@rule("R-14.9")
def test_a_sale_keeps_what_its_summary_showed(shop: Shop) -> None:
    bruno = buying(shop, "Glow 10")

    bruno.confirms()

    lines = shown(shop, "pur-1").splitlines()
    assert lines == [
        CANCELLING,
        "You can use it for visits until 5 July 2026.",
        "If you return it before it ends, we pay back what you paid for the part you have not used.",
    ]
    assert bruno.form.words.count(" ".join(lines)) == 1


@rule("R-14.9")
def test_a_visit_keeps_what_was_shown_whoever_pays(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    ana = client(shop, "ana").opens("Book Atlantic facial").at("12:00").reviews_well()
    assert ana.sees("You can use it for visits until 5 July 2026.")
    bruno = newcomer(shop).opens("Book Atlantic facial").at("15:00").reviews_well()
    assert bruno.sees("you still pay for it. If you cancel in time, we pay back what you have paid for it.")

    ana.confirms()
    bruno.confirms()

    assert shown(shop, "apt-1").splitlines()[:2] == [
        CANCELLING,
        "You can use it for visits until 5 July 2026.",
    ]
    assert shown(shop, "apt-2") in bruno.form.words.replace(". If you cancel in", ".\nIf you cancel in")


@rule("R-14.9")
def test_the_visits_booked_with_a_sale_keep_it_too(shop: Shop) -> None:
    newcomer(shop).opens("Choose First tide").at("12:00").pays("on-site").reviews_well().confirms()

    assert shown(shop, "apt-1") == shown(shop, "pur-1")


@rule("R-14.9")
@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("business.yaml", "free_until: 24h", "free_until: 48h", "until 48 hours before it begins"),
        ("business.yaml", "refunds: pro-rata", "refunds: none", "We do not pay back what you do not use."),
        ("packages/glow-10.yaml", "months: 6", "months: 5", "until 5 June 2026."),
    ],
)
def test_conditions_that_changed_since_are_shown_before_they_are_kept(
    shop: Shop, file: str, old: str, new: str, words: str
) -> None:
    bruno = buying(shop, "Glow 10")
    shop.edits(file, old, new)

    bruno.comes_back().confirms()
    assert (bruno.status, shop.entries()) == (409, 0)

    assert bruno.presses("summary").sees(words)
    bruno.confirms()
    assert words in shown(shop, "pur-1")


@rule("R-14.9")
def test_a_last_day_that_moved_at_midnight_is_shown_first(shop: Shop) -> None:
    shop.now = "2026-01-05T23:59"
    bruno = buying(shop, "Glow 10")

    bruno.comes_back("2026-01-06T00:00").confirms()
    assert (bruno.status, shop.entries()) == (409, 0)

    bruno.presses("summary").confirms()
    assert "until 6 July 2026" in shown(shop, "pur-1")


def test_a_form_sent_again_after_the_conditions_changed_gets_the_same_answer(shop: Shop) -> None:
    bruno = buying(shop, "Glow 10")
    first = bruno.sends("buy")
    shop.edits("business.yaml", "free_until: 24h", "free_until: 48h")
    shop.edits("packages/glow-10.yaml", "520.00", "530.00")

    again = bruno.comes_back().sends("buy")

    assert (first.status, again.status) == (303, 303)
    assert shop.entries() == 1
    assert "24 hours" in shown(shop, "pur-1")


def test_only_what_is_left_of_forgiveness_is_promised(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    shop.books("facial", for_="ana", at="2026-01-05T15:00")
    shop.does(CancelAppointment(appointment="apt-1"))

    ana = client(shop, "ana").opens("Book Atlantic facial").at("12:00").reviews_well()

    assert ana.sees("it counts as used. You can use it")


def test_several_visits_at_once_are_booked_by_the_conditions_shown(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    ana = (
        client(shop, "ana")
        .goes_to("/account/packages")
        .opens("Book remaining visits of Glow 10")
        .opens("Book several visits")
    )
    ana.at("10:00", day="2026-01-13").at("10:00", day="2026-01-14", visit=2).reviews_well()
    assert ana.sees(CANCELLING)

    ana.confirms()

    assert CANCELLING in shown(shop, "apt-2")


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (
            "validity: {months: 3}\nvalidity_from: first-appointment",
            "Valid for 3 months from your first visit.",
        ),
        ("redeem_by: booking\nvalidity: {months: 3}", "You can book visits with it until 5 April 2026."),
        ("", "Never expires."),
        ("refunds: list-price", "less the usual price of each visit you have used."),
    ],
)
def test_every_package_says_until_when_it_can_be_used(shop: Shop, terms: str, words: str) -> None:
    shop.declares(
        "packages/glow-10.yaml",
        f"name: Glow 10\nservices: [{{service: facial, max: 3}}]\nprice: {{amount: 520.00}}\n{terms}\n",
    )

    assert buying(shop, "Glow 10").sees(words)


def test_a_free_package_says_nothing_of_money(shop: Shop) -> None:
    shop.declares(
        "packages/glow-10.yaml",
        "name: Glow 10\nservices: [{service: facial, max: 3}]\nprice: {amount: 0.00}\n",
    )

    bruno = newcomer(shop).opens("Choose Glow 10").reviews_well()

    assert bruno.sees("Never expires.")
    assert not bruno.sees("we pay back")
