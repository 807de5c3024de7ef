"""What goes wrong on other pages, and not on ours: paper, focus, double clicks, the last place."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.browser.guest import Guest
from tests.web.browser.stage import Stage
from tests.web.story import Story

Comes = Callable[..., Guest]


def test_a_receipt_is_one_page_of_paper(page: Story, guest: Comes) -> None:
    page.has("ana", "glow-10")
    ana = guest("ana").goes_to("/account/packages").opens("Receipt of Glow 10")

    # Its style is inline, and the policy lets in only that.
    expect(ana.page.locator("tr.sum td").first).to_have_css("text-align", "end")
    expect(ana.page.get_by_text("Tax number: PT 501 234 567")).to_be_visible()
    assert len(re.findall(rb"/Type /Page\b", ana.page.pdf(prefer_css_page_size=True))) == 1

    ana.opens("Your packages")
    expect(ana.page.get_by_role("heading", name="Your account")).to_be_visible()


def test_the_first_tab_leads_to_the_content(guest: Comes) -> None:
    bruno = guest(keys=True).goes_to("/")

    bruno.page.keyboard.press("Tab")

    expect(bruno.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    bruno.page.keyboard.press("Enter")
    expect(bruno.page.locator("#main")).to_be_focused()


def test_a_button_that_has_the_focus_keeps_it_while_the_summary_beside_it_is_written_anew(
    guest: Comes,
) -> None:
    bruno = guest().opens("Choose First tide").says(name="Bruno", email="bruno@example.com").pays("On site")
    expect(bruno.page.locator("#choice")).to_contain_text("No visits chosen")

    # In one step, so that the answer comes after the button has the focus.
    bruno.page.locator("#v0-1-times label", has_text="12:00").evaluate(
        "label => { label.click(); document.querySelector('.choice .button').focus() }"
    )
    expect(bruno.page.locator("#choice")).to_contain_text("1 visit chosen")
    bruno.page.keyboard.press("Enter")

    expect(bruno.page.get_by_role("heading", name="Review your booking")).to_be_visible()


def test_a_button_that_is_gone_with_its_week_leaves_the_focus_at_the_day(guest: Comes) -> None:
    bruno = guest(keys=True).opens("Book Float tank").presses("Later days").is_told("12–18 Jan 2026")
    expect(bruno.page.locator("#v0-1-later")).to_be_focused()

    bruno.presses("Earlier days").is_told("5–11 Jan 2026")

    expect(bruno.page.locator("#v0-1-2026-01-07")).to_be_focused()


@pytest.mark.parametrize("what", ["#v0-1-2026-01-08", "#v0-1-times .chip >> nth=3"], ids=["day", "time"])
def test_a_press_is_not_lost_when_new_times_come_under_the_finger(
    guest: Comes, stage: Stage, what: str
) -> None:
    bruno = guest().opens("Book Atlantic facial")
    stage.answers.clear()
    under = bruno.page.locator(what)
    time = bruno.page.locator("#v0-1-times .chip").nth(3).inner_text()

    with bruno.page.expect_response(lambda answer: answer.request.method == "POST"):
        bruno.page.locator("#v0-1-2026-01-07").evaluate("each => each.click()")
        under.hover()
        bruno.page.mouse.down()
        stage.answers.set()
    bruno.page.wait_for_timeout(150)
    bruno.page.mouse.up()

    if "chip" in what:
        expect(bruno.page.locator("#choice")).to_contain_text(f"Mon 5 Jan 2026, {time}")
        expect(bruno.page.locator("#v0-1-2026-01-07")).to_have_attribute("aria-current", "date")
        expect(bruno.page.locator(".chosen :checked + span")).to_contain_text(time)
    else:
        expect(under).to_have_attribute("aria-current", "date")


def test_enter_in_a_field_goes_on_to_the_summary(guest: Comes) -> None:
    bruno = guest().opens("Choose Glow 10").says(name="Bruno", email="bruno@example.com").pays("On site")

    bruno.page.get_by_label("Your name").press("Enter")

    expect(bruno.page.get_by_role("heading", name="Review your booking")).to_be_visible()


def test_what_is_missing_gets_the_focus(guest: Comes) -> None:
    bruno = guest().opens("Choose First tide").says(name="Bruno", email="bruno@example.com").pays("On site")

    bruno.presses("Review your booking")

    expect(bruno.page.get_by_role("alert")).to_be_focused()
    expect(bruno.page.get_by_role("alert")).to_contain_text("Please choose a time for Atlantic facial.")


def test_of_two_clients_who_want_the_last_place_one_gets_it_and_the_other_is_told(
    page: Story, guest: Comes
) -> None:
    both = [guest().opens("Choose First tide").at("12:00") for _ in range(2)]
    for number, each in enumerate(both):
        each.says(name=f"Client {number}", email=f"client{number}@example.com").pays(
            "Bank transfer"
        ).reviews()

    for each in both:
        each.page.evaluate("setTimeout(() => document.querySelector('button[value=buy]').click(), 100)")
    for each in both:
        expect(each.page.locator("h1")).not_to_have_text("Review your booking")

    (told,) = (each for each in both if each.page.locator("h1").inner_text() != "Thank you")
    told.is_told("First tide", "Inês is no longer free")
    assert page.visits() == ["facial at 2026-01-05T12:00 paid by pur-1"]


def test_a_double_click_buys_once(page: Story, guest: Comes) -> None:
    bruno = guest().opens("Choose Twenty mornings").says(name="Bruno", email="bruno@example.com")
    bruno.pays("Bank transfer").reviews()

    bruno.page.get_by_role("button", name="Buy for €220.00").dblclick()
    bruno.is_told("Thank you").page.reload()
    bruno.page.go_back()
    bruno.presses("Buy for €220.00").is_told("Thank you")

    assert [each.terms.package for each in page.purchases()] == ["yoga-20"]
