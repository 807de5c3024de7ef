"""Buying a package: one request, all of it or nothing, once."""

import re
from threading import Thread
from typing import Any

import pytest

from tests.rules import rule
from tests.web.asgi_browser import Answer
from tests.web.shop import Shop, time_of
from tests.web.visitor import BRUNO, Visitor, client, newcomer
from trafftpkg.domain.balance import status_of
from trafftpkg.web.searching import check_offered


def test_the_first_free_day_and_a_single_employee_and_location_are_chosen_already(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Choose First tide")

    assert bruno.sees("With Inês Where Chiado")
    assert bruno.sees("5 January 2026")


def test_a_newcomer_buys_with_the_minimum_booked(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well()
    assert bruno.sees("Atlantic facial Mon 5 Jan 2026, 12:00–12:50 with Inês, Chiado")
    assert bruno.sees("€79.00")

    bruno.confirms()

    (purchase,) = shop.purchases()
    (visit,) = shop.appointments()
    assert bruno.status == 303
    assert visit.allocation[0].purchase == purchase.id
    assert shop.entries() == 1
    known = shop.desk().clients.find("bruno@example.com")
    assert known is not None
    assert (known.key, known.name) == (purchase.client, "Bruno Sá")


def test_after_buying_the_confirmation_leads_on_to_the_packages_own_address(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well().confirms_and_goes_on()

    assert bruno.sees("First tide is yours.")
    assert bruno.answer.headers["refresh"] == "10; url=https://marealta.example/obrigado"
    assert bruno.answer.link("Continue to marealta.example") == "https://marealta.example/obrigado"


def test_who_wants_to_stay_on_the_confirmation_stays(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well().confirms()
    done = bruno.led_to
    stay = bruno.goes_to(done).answer.link("Stay here")

    bruno.goes_to(done + stay)

    assert bruno.sees("First tide is yours.")
    assert "refresh" not in bruno.answer.headers


def test_buying_without_the_minimum_is_refused(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").pays("on-site").reviews()

    assert bruno.status == 422
    assert bruno.sees("Please choose a time for Atlantic facial.")
    assert shop.entries() == 0


def test_a_forged_form_without_the_minimum_is_refused_by_the_engine(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well()

    bruno.presses("buy", **{"v0-1-time": ""})

    assert bruno.status == 422
    assert shop.entries() == 0


def test_what_is_not_required_can_be_left_for_later(shop: Shop) -> None:
    bruno = choosing(shop, "Glow 10").pays("on-site").reviews_well()
    assert bruno.sees("None yet. You can book them in your account.")

    bruno.confirms()

    assert len(shop.purchases()) == 1
    assert shop.appointments() == ()


def test_more_visits_of_a_service_can_be_chosen(shop: Shop) -> None:
    bruno = choosing(shop, "Glow 10").adds_a_visit()
    bruno.at("10:00", day="2026-01-13").at("10:00", day="2026-01-14", visit=2)

    bruno.pays("on-site").reviews_well().confirms()

    assert [f"{each.visit.starts_at:%d %H:%M}" for each in shop.appointments()] == ["13 10:00", "14 10:00"]
    assert shop.entries() == 1


@pytest.mark.parametrize(("second", "overlaps"), [("10:00", True), ("10:45", True), ("11:00", False)])
def test_two_visits_chosen_for_one_time_are_told_at_the_later_one(
    shop: Shop, second: str, overlaps: bool
) -> None:
    bruno = choosing(shop, "Glow 10").adds_a_visit()
    bruno.at("10:00", day="2026-01-13").at(second, day="2026-01-13", visit=2)

    bruno.pays("on-site").reviews()

    assert bruno.status == (422 if overlaps else 200)
    assert bruno.sees("You chose another visit at this time.") is overlaps


def test_sending_the_form_twice_buys_once(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well()

    first, second = bruno.confirms().led_to, bruno.confirms().led_to

    assert bruno.goes_to(first).answer.words == bruno.goes_to(second).answer.words
    assert shop.entries() == 1


def test_a_press_that_finds_its_time_taken_by_the_same_press_gets_its_answer(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("bank-transfer").reviews_well()
    meanwhile: list[Answer] = []

    def check(*facts: Any) -> None:
        monkeypatch.undo()
        meanwhile.append(bruno.sends("buy"))
        check_offered(*facts)

    monkeypatch.setattr("trafftpkg.web.pages.two_steps.check_offered", check)

    assert [bruno.sends("buy").status, meanwhile[0].status] == [303, 303]
    assert len(shop.purchases()) == 1


def test_a_double_click_buys_once(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("bank-transfer").reviews_well()
    answers: list[Answer] = []
    clicks = [Thread(target=lambda: answers.append(bruno.sends("buy"))) for _ in range(2)]

    for click in clicks:
        click.start()
    for click in clicks:
        click.join()

    assert [each.status for each in answers] == [303, 303]
    assert len(shop.purchases()) == 1


def test_a_form_sent_again_with_other_choices_is_refused(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well().confirms()

    bruno.presses("buy", method="bank-transfer")

    assert bruno.status == 409
    assert bruno.sees("You already sent this form with other choices")
    assert shop.entries() == 1


def test_a_time_that_was_taken_meanwhile_is_refused_and_nothing_is_bought(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well()
    shop.knows("eva")
    shop.books("facial", for_="eva", at="2026-01-05T12:00", without_package=True)

    bruno.confirms()

    assert bruno.status == 409
    assert bruno.sees("Inês is no longer free on Mon 5 Jan 2026, 12:00.")
    assert shop.purchases() == ()
    assert shop.desk().clients.find("bruno@example.com") is None


@pytest.mark.parametrize(("package", "status"), [("goodwill", 404), ("summer-2025", 409)])
def test_hidden_and_archived_packages_cannot_be_bought_even_with_a_forged_form(
    shop: Shop, package: str, status: int
) -> None:
    bruno = choosing(shop, "Glow 10").pays("on-site")

    shown = bruno.goes_to(f"/packages/{package}").status
    sent = bruno.confirms().status

    assert (shown, sent) == (status, status)
    assert shop.entries() == 0


def test_who_tries_names_does_not_learn_which_packages_are_hidden(shop: Shop) -> None:
    browser = shop.browser()

    assert browser.get("/packages/goodwill").words == browser.get("/packages/no-such").words
    assert browser.get("/packages/summer-2025").words != browser.get("/packages/no-such").words


@pytest.mark.parametrize("method", ["card", "cash", "", "gold"])
def test_a_way_to_pay_that_is_not_offered_is_refused(shop: Shop, method: str) -> None:
    bruno = choosing(shop, "Twenty mornings").pays(method).reviews()

    assert bruno.status == 422
    assert bruno.sees("Please choose how you pay.")


def test_a_price_that_changed_since_the_summary_is_not_charged(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site").reviews_well()
    shop.edits("packages/first-tide.yaml", "79.00", "89.00")

    bruno.comes_back().confirms()

    assert bruno.status == 409
    assert bruno.sees("Something has changed since you opened this page.")
    assert shop.entries() == 0


def test_nobody_buys_in_the_name_of_a_client_by_knowing_their_address(shop: Shop) -> None:
    shop.knows("ana")

    bruno = choosing(shop, "Glow 10").says(name="Ana", email="ANA@example.com").pays("on-site").reviews()

    assert bruno.status == 409
    assert bruno.sees("We know this e-mail address, and have sent a code to it.")


def test_a_client_who_is_signed_in_buys_for_themselves(shop: Shop) -> None:
    key = shop.knows("ana")
    ana = client(shop, "ana").opens("Choose Glow 10")
    assert ana.sees("You are signed in as Ana")

    ana.pays("on-site").reviews_well().confirms()

    assert [each.client for each in shop.purchases()] == [key]


def test_a_limit_per_client_is_told(shop: Shop) -> None:
    shop.knows("ana")
    ana = client(shop, "ana")
    shop.sells("first-tide", to="ana", overrides=("minimum",), reason="as agreed")

    ana.opens("Choose First tide").at("12:00").pays("on-site").reviews()

    assert ana.sees("First tide can be bought only once, and you have bought it already.")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": ""}, "Please tell us your name."),
        ({"email": ""}, "Please give us your e-mail address."),
        ({"email": "bruno"}, "An e-mail address looks like ana@example.com."),
        ({"email": "a@c..com"}, "An e-mail address looks like ana@example.com."),
        ({"email": "root,postmaster,c@example.com"}, "An e-mail address looks like ana@example.com."),
        ({"name": "n" * 201}, "This text has 201 characters. Please use at most 200."),
        ({"email": "e" * 300 + "@example.com"}, "This text has 312 characters. Please use at most 254."),
        ({"phone": "1" * 41}, "This text has 41 characters. Please use at most 40."),
        ({"phone": "none"}, "A phone number has digits, as in +353 1 234 5678."),
    ],
)
def test_what_is_missing_is_said_at_its_field(shop: Shop, fields: dict[str, str], problem: str) -> None:
    bruno = choosing(shop, "Glow 10").says(**fields).pays("on-site").reviews()

    assert bruno.status == 422
    assert bruno.sees(problem)
    assert f'aria-describedby="{next(iter(fields))}-problem"' in bruno.answer.text


def test_an_address_that_no_letter_can_reach_is_told_before_anything_is_promised(shop: Shop) -> None:
    assert shop.mail is not None
    shop.mail.speaks_utf8 = False

    bruno = choosing(shop, "Glow 10").says(email="jürgen@example.com").pays("on-site").reviews()

    assert bruno.status == 422
    assert bruno.sees("No letter of ours can reach this address.")
    shop.mail.speaks_utf8 = True
    bruno.reviews_well()


def test_a_long_name_is_kept_whole_and_an_address_in_one_spelling(shop: Shop) -> None:
    bruno = choosing(shop, "Glow 10").pays("on-site")
    assert "maxlength" not in bruno.answer.text

    bruno.says(name="n" * 200, email="Bruno@M\u0075\u0308nchen.example").reviews_well().confirms()

    (known,) = shop.desk().clients.clients()
    assert (known.name, known.email) == ("n" * 200, "Bruno@münchen.example")


def test_a_day_without_free_times_offers_the_next_that_have_some(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").on("2026-01-11")
    assert bruno.sees("Nothing is free on 11 January 2026. The next free day: Mon 12 Jan 2026")

    bruno.presses("day.v0-1.2026-01-12")

    assert time_of(bruno.form, "v0-1", "09:00")


def test_a_pending_purchase_holds_its_visits_and_is_not_usable(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("bank-transfer").reviews_well()

    bruno.confirms_and_goes_on()

    (purchase,) = shop.purchases()
    assert status_of(purchase, shop.desk().read_clock(), "Europe/Lisbon") == "pending"
    assert bruno.sees("Amount €79.00")
    assert bruno.sees("Payment reference pur-1 Until Mon 12 Jan 2026, 10:00")
    assert bruno.sees("We keep the visits below for you. You can book more when the package is paid")
    assert bruno.sees("Atlantic facial Mon 5 Jan 2026, 12:00–12:50")


def choosing(shop: Shop, package: str) -> Visitor:
    """Return a newcomer with the form of a package before them."""
    return newcomer(shop).opens(f"Choose {package}")


def test_a_week_says_how_many_times_are_free_each_day_and_leads_to_the_next(shop: Shop) -> None:
    bruno = choosing(shop, "First tide")
    week = r"Mon 5 14 free Tue 6 26 free .* Sat 10 13 free Sun 11 – nothing free"
    assert re.search(week, bruno.answer.words)
    assert "5–11 Jan 2026" in bruno.answer.words
    assert "Earlier days" not in bruno.answer.words

    bruno.presses("week.v0-1.2026-01-12")

    assert "12–18 Jan 2026" in bruno.answer.words
    assert "12 January 2026, morning" in bruno.answer.words
    assert "Earlier days" in bruno.answer.words


def test_a_chosen_time_stays_chosen_while_other_days_are_looked_at(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00").presses("week.v0-1.2026-01-12")

    assert "Your choice Mon 5 Jan 2026, 12:00" in bruno.answer.words
    assert bruno.form.fields()["v0-1-time"].startswith("2026-01-05T12:00:00+00:00|ines")
    assert bruno.pays("on-site").reviews().sees("Mon 5 Jan 2026, 12:00")


def test_problems_are_told_together_and_lead_to_their_fields(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").says(name="", email="nobody").at("12:00").reviews()

    links = dict(re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', bruno.answer.text))
    assert sorted(links) == ["email", "method", "name"]
    assert all(f'id="{name}"' in bruno.answer.text for name in links)


@pytest.mark.parametrize("go", ["summary", "buy"])
def test_what_was_typed_is_kept_when_the_session_has_ended_and_nothing_is_done(shop: Shop, go: str) -> None:
    bruno = choosing(shop, "First tide").at("12:00").pays("on-site")
    bruno.browser.cookies.clear()
    bruno.presses(go)

    assert bruno.status == 403
    assert bruno.sees("This form is out of date. Nothing was booked or bought.")
    assert not shop.purchases()
    fields = bruno.answer.fields()
    assert (fields["name"], fields["email"], fields["method"]) == ("Bruno Sá", "bruno@example.com", "on-site")
    assert fields["v0-1-time"].startswith("2026-01-05T12:00")
    again = bruno.browser.post(bruno.path, {**fields, "go": "summary"})
    assert "Review your booking" in again.words


def test_what_another_site_sends_is_not_shown_as_if_somebody_had_typed_it(shop: Shop) -> None:
    bruno = choosing(shop, "First tide").at("12:00")
    sent = bruno.browser.post(
        bruno.path, {**bruno.form.fields(), "go": "summary"}, sec_fetch_site="cross-site"
    )

    assert sent.status == 403
    assert "Bruno" not in sent.text


def test_a_browser_that_asks_only_for_the_choice_gets_it_without_a_search(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    bruno = choosing(shop, "First tide").at("12:00")
    fields = {**bruno.form.fields(), "v0-1-time": time_of(bruno.form, "v0-1", "12:00")}
    monkeypatch.setattr("trafftpkg.web.searching.Search._look", None)

    page = bruno.browser.post(bruno.path, fields, hx_target="choice")

    assert "1 visit chosen €79.00" in page.words
    assert "Mon 5 Jan 2026, 12:00 with Inês, Chiado" in page.words


@rule("R-1.25")
@pytest.mark.parametrize("field", ["name", "phone"])
def test_text_that_turns_the_direction_of_writing_is_refused_as_on_the_command_line(
    shop: Shop, field: str
) -> None:
    bruno = choosing(shop, "Glow 10").pays("on-site").says(**{**BRUNO, field: "+353 1\u202e 234 5678"})

    assert bruno.reviews().status == 422
    assert bruno.sees("This text changes the direction of writing. Please type it again.")
