"""What the page promises, in a real browser: with a mouse, with keys alone, without scripts, and at 200 %."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.web.browser.guest import Guest
from tests.web.story import Story

Comes = Callable[..., Guest]

PHONE = {"viewport": {"width": 360, "height": 740}}
AT_200_PERCENT = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}
WAYS: dict[str, dict[str, Any]] = {
    "with keys alone": {"keys": True},
    "at 200 % without scripts": {**AT_200_PERCENT, "java_script_enabled": False},
}
with_a_mouse = pytest.param({}, id="with a mouse")
at_200 = pytest.param(AT_200_PERCENT, id="at 200 %")
other_ways = [pytest.param(how, id=name) for name, how in WAYS.items()]
every_way = pytest.mark.parametrize("how", other_ways)
with_scripts_too = pytest.mark.parametrize("how", [with_a_mouse, at_200, *other_ways])


@with_scripts_too
def test_somebody_buys_a_package_with_its_first_visit(page: Story, guest: Comes, how: dict[str, Any]) -> None:
    bruno = guest(**how).opens("Choose First tide").at("14:00")
    bruno.says(name="Bruno Sá", email="bruno@example.com").pays("Bank transfer").reviews()
    bruno.is_told("Mon 5 Jan 2026, 14:00–14:50", "IVA 23 %: €14.77", "Bruno Sá, bruno@example.com")

    bruno.confirms().is_told("Thank you", "Payment reference pur-1")

    assert page.visits() == ["facial at 2026-01-05T14:00 paid by pur-1"]


@with_scripts_too
def test_a_client_books_several_moves_one_and_cancels_another(
    page: Story, guest: Comes, how: dict[str, Any]
) -> None:
    page.has("ana", "glow-10")
    ana = guest("ana", **how).goes_to("/account/packages").opens("Book remaining visits of Glow 10")
    ana.opens("Book several visits").at("10:00", day="2026-01-06").at("10:00", day="2026-01-07", visit=2)
    ana.reviews().confirms().is_told("2 of 10 booked, 0 used")

    ana.goes_to("/account").opens("Move Atlantic facial, Tue 6 Jan 2026, 10:00").at("10:15")
    ana.presses("Move the visit").is_told("The visit was moved.")
    ana.opens("Cancel Atlantic facial, Wed 7 Jan 2026, 10:00").is_told("The visit goes back to Glow 10.")
    ana.presses("Cancel the visit").is_told("The visit was cancelled.")

    assert page.visits() == ["facial at 2026-01-06T10:15 paid by pur-1"]


@every_way
def test_a_client_chooses_who_pays(page: Story, guest: Comes, how: dict[str, Any]) -> None:
    page.has("ana", "first-tide", overrides=("minimum",), reason="as agreed")
    page.has("ana", "glow-10")
    ana = guest("ana", **how).opens("Book Atlantic facial").at("12:00").reviews()
    expect(ana.page.get_by_role("radio")).to_have_count(3)
    expect(ana.page.get_by_role("radio", name="First tide")).to_be_checked()

    ana.pays("You, on site: €62.00").confirms().is_told("Booked", "You pay €62.00 on site.")

    assert page.visits() == ["facial at 2026-01-05T12:00 paid by the client"]


@every_way
def test_a_class_begins_at_its_times_and_several_come_together(
    page: Story, guest: Comes, how: dict[str, Any]
) -> None:
    page.has("ana", "yoga-20")
    ana = guest("ana", **how).opens("Book Morning yoga").on("2026-01-07")
    times = ana.page.locator("#v0-1-times").get_by_role("radio")
    expect(times).to_have_count(4)

    ana.at("18:30").picks("How many people", "3").reviews()
    ana.is_told("Morning yoga for 3", "3 sessions of it", "20 sessions left").confirms().is_told("Booked")

    assert page.visits() == ["yoga at 2026-01-07T18:30 for 3 paid by pur-1"]


@every_way
def test_a_time_is_chosen_in_a_week_of_days(page: Story, guest: Comes, how: dict[str, Any]) -> None:
    bruno = guest(**how).opens("Book Deep tissue massage")
    bruno.is_told("5–11 Jan 2026", "5 January 2026, afternoon")
    expect(bruno.page.locator("#v0-1-2026-01-06")).to_contain_text("free")

    bruno.presses("Later days").is_told("12–18 Jan 2026").presses("Earlier days").is_told("5–11 Jan 2026")
    bruno.on("2026-01-06").is_told(
        "Afternoon · Tomás · Belém by the river", "Afternoon · Inês · Chiado", "Evening"
    )


def test_the_packages_tab_tells_all_of_a_package_and_how_to_pay_for_it(page: Story, guest: Comes) -> None:
    page.has("ana", "glow-10")
    page.books("facial", for_="ana", at="2026-01-06T10:00")
    page.books("facial", for_="ana", at="2026-01-20T10:00")
    page.now = "2026-01-08T10:00"
    page.has("ana", "winter-float", pay="deposit", method="bank-transfer")
    ana = guest("ana").goes_to("/account").opens("Packages")

    ana.is_told("1 of 10 booked, 1 used", "Tue 20 Jan 2026, 10:00–10:50").unfolds("Past visit (1) of Glow 10")
    ana.is_told("Tue 6 Jan 2026, 10:00–10:50 with Inês, Chiado Attended")
    ana.is_told("€153.41 to pay").unfolds("Pay by bank transfer").opens("Show the code for your bank's app")
    ana.unfolds("Pay by bank transfer").is_told(
        "Maré Alta, Lda", "PT50 0002 0123 1234 5678 9015 4", "€153.41", "pur-2"
    )
    expect(ana.page.get_by_role("img", name="Code for your bank's app").locator("svg")).to_be_visible()


def test_on_a_phone_packages_and_services_are_both_in_reach_at_once(page: Story, guest: Comes) -> None:
    for number in range(8):
        page.offers_package(f"more{number}")
    bruno = guest(**PHONE).goes_to("/")
    reach = bruno.page.get_by_role("navigation", name="On this page")
    expect(reach.get_by_role("link")).to_have_text(["Packages 15", "Services 9"])

    for place in ("Services", "Packages"):
        bruno.acts_on(reach.get_by_role("link", name=place))
        expect(bruno.page.get_by_role("heading", name=place, exact=True)).to_be_in_viewport()
        expect(reach).to_be_in_viewport()


def test_after_buying_the_client_sees_the_confirmation_and_is_taken_on(
    page: Story, guest: Comes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trafftpkg.web.pages.done.TIME_TO_READ", 1)
    bruno = guest().opens("Choose First tide").at("14:00")
    asked: list[Route] = []

    def waits(route: Route) -> None:
        """The other site answers once the confirmation was read: until then that is what is shown."""
        asked.append(route)

    bruno.page.route("https://marealta.example/**", waits)
    bruno.says(name="Bruno Sá", email="bruno@example.com").pays("On site").reviews()

    with bruno.page.expect_request("https://marealta.example/obrigado"):
        bruno.confirms().is_told("Thank you First tide is yours.")
    while not asked:
        bruno.page.wait_for_timeout(10)
    asked[0].fulfill(body="Obrigado")

    bruno.page.wait_for_url("https://marealta.example/obrigado")


def test_a_deposit_is_explained_and_the_rest_is_told(page: Story, guest: Comes) -> None:
    bruno = guest().opens("Choose Winter float").says(name="Bruno Sá", email="bruno@example.com")
    bruno.is_told("The other €153.41 you pay later").pays("Bank transfer, deposit of €60.00").reviews()
    bruno.is_told("Paid first €60.00", "including IVA 23 %: €39.27, Spa levy 2 %: €3.41")

    bruno.confirms().is_told("Amount €60.00, the deposit of €213.41", "Payment reference pur-1")


def test_the_summary_stays_in_sight_and_no_button_jumps_to_the_top(page: Story, guest: Comes) -> None:
    for size in (PHONE, {"viewport": {"width": 1440, "height": 600}}):
        bruno = guest(**size).opens("Choose Glow 10").unfolds("Deep tissue massage")
        review = bruno.page.get_by_role("button", name="Review your booking")
        bruno.page.locator("#you").scroll_into_view_if_needed()
        expect(review).to_be_in_viewport()
        row, day = bruno.page.locator("#v1-1"), bruno.page.locator("#v1-1-2026-01-07")
        row.scroll_into_view_if_needed()
        before = _top(row)

        day.evaluate("each => each.click()")

        expect(day).to_have_attribute("aria-current", "date")
        assert _top(row) == pytest.approx(before, abs=2)
        row.locator(".chip:not(.chosen .chip)").first.click()
        expect(bruno.page.locator("#choice")).to_contain_text("1 visit chosen")
        expect(review).to_be_in_viewport()


@every_way
def test_fields_with_problems_are_marked_named_and_linked(
    page: Story, guest: Comes, how: dict[str, Any]
) -> None:
    bruno = guest(**how).opens("Choose First tide").says(name="Bruno Sá", email="bruno@nowhere")
    bruno.page.locator("#email").evaluate("each => each.form.noValidate = true")
    bruno.presses("Review your booking")

    bruno.is_told("Please choose a time for Atlantic facial.", "Please choose how you pay.")
    email = bruno.page.locator("#email")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description("An e-mail address looks like ana@example.com.")
    expect(email).to_have_value("bruno@nowhere")
    bruno.opens("An e-mail address looks like").page.wait_for_url("**#email")
    expect(email).to_be_in_viewport()


# What was typed is never lost.


def test_back_from_the_summary_shows_the_form_as_it_was(page: Story, guest: Comes) -> None:
    bruno = guest().opens("Choose First tide").at("14:00")
    bruno.says(name="Bruno Sá", email="bruno@example.com").pays("Bank transfer").reviews()

    bruno.page.go_back()

    expect(bruno.page.get_by_label("Your name")).to_have_value("Bruno Sá")
    expect(bruno.page.get_by_role("radio", name="Bank transfer")).to_be_checked()
    bruno.reviews().is_told("Mon 5 Jan 2026, 14:00–14:50")


@every_way
def test_a_form_whose_session_ended_or_who_signed_in_in_another_tab_is_kept(
    page: Story, guest: Comes, how: dict[str, Any]
) -> None:
    page.has("ana", "glow-10")
    ana = guest(**how).opens("Book Atlantic facial").at("12:00").says(name="Ana", email="ana@example.com")
    cookies = page.signed_in("ana").cookies

    ana.page.context.clear_cookies()
    address = page.address
    ana.page.context.add_cookies([{"name": each, "value": cookies[each], "url": address} for each in cookies])
    ana.presses("Review your booking").is_told("This form is out of date.", "You are signed in as Ana.")

    ana.reviews().is_told("Your package Glow 10").confirms().is_told("Booked")
    assert page.visits() == ["facial at 2026-01-05T12:00 paid by pur-1"]


def test_without_a_connection_the_page_says_so_and_goes_on_when_there_is_one(
    page: Story, guest: Comes
) -> None:
    bruno = guest().opens("Book Atlantic facial").at("12:00").says(name="Bruno Sá", email="b@example.com")
    times = bruno.page.locator("#v0-1-times")

    bruno.page.context.set_offline(True)
    bruno.page.locator("#v0-1-2026-01-07").click()
    expect(times.get_by_role("alert")).to_have_text(
        "There was no answer. Your choices are still here. Please check your connection and try again."
    )
    expect(times.locator(".chip")).to_have_count(0)
    bruno.page.context.set_offline(False)

    bruno.at("10:00", day="2026-01-07").reviews().is_told("Wed 7 Jan 2026, 10:00–10:50", "Bruno Sá")


def test_a_time_that_was_just_taken_is_told_and_all_else_is_kept(page: Story, guest: Comes) -> None:
    bruno = guest().opens("Book Atlantic facial").at("12:00").says(name="Bruno Sá", email="b@example.com")
    bruno.reviews()
    page.adds("eva")
    page.books("facial", for_="eva", at="2026-01-05T12:00", without_package=True)

    bruno.confirms().is_told("Inês is no longer free")

    expect(bruno.page.get_by_label("Your name")).to_have_value("Bruno Sá")
    bruno.at("14:00").reviews().confirms().is_told("Booked")


@every_way
def test_a_known_client_is_let_in_where_they_stand_by_six_digits(
    page: Story, guest: Comes, how: dict[str, Any]
) -> None:
    page.has("ana", "glow-10")
    ana = guest(**how).opens("Book Atlantic facial").at("12:00").says(name="Ana", email="ana@example.com")
    ana.presses("Review your booking").is_told("We know this e-mail address, and have sent a code to it.")

    ana.says(code=_code_mailed(page)).reviews().is_told("Your package Glow 10").confirms().is_told("Booked")

    assert page.visits() == ["facial at 2026-01-05T12:00 paid by pur-1"]


def _code_mailed(page: Story) -> str:
    """Return the six digits of the letter, which is sent after the answer."""
    assert page.mail is not None
    for _ in range(500):
        if page.mail.letters:
            break
        time.sleep(0.02)
    (code,) = re.findall(r": (\d{3} \d{3})\n", page.mail.letters[-1][2])
    return str(code)


def _top(thing: Locator) -> float:
    box = thing.bounding_box()
    assert box is not None
    return box["y"]
