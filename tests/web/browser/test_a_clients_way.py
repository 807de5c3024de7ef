"""What clients do on the page, in a real browser: with a mouse, with keys alone, and without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.server import Server

Visit = Callable[..., Page]


def _fill_in(page: Page, name: str, email: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("On site").check()


def _chip(page: Page, row: str, clock: str) -> None:
    page.locator(f"#{row}-times label", has_text=clock).first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_client_buys_with_the_minimum_booked_books_the_rest_later_and_cancels_one(
    server: Server, visitor: Visit, scripts: bool
) -> None:
    _declare_a_package_of_three(server)
    page = visitor(java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name="Choose Three tides").click()
    _chip(page, "v0-1", "12:00")
    _fill_in(page, "Bruno Sá", "bruno@example.com")
    page.get_by_role("button", name="Review your booking").click()
    expect(page.get_by_text("Mon 5 Jan 2026, 12:00–12:50")).to_be_visible()
    page.get_by_role("button", name="Buy for €150.00").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    link = server.link_for("bruno@example.com")
    page.goto(link)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="Packages").click()
    for day in ("2026-01-13", "2026-01-14"):
        page.goto("/account/packages")
        page.get_by_role("link", name="Book remaining visits of Three tides").click()
        page.get_by_role("link", name="Book Atlantic facial").click()
        page.get_by_label("Day").fill(day)
        if scripts:
            expect(page.locator("#v0-1-times legend").first).to_contain_text(f"{int(day[-2:])} January")
        else:
            page.get_by_role("button", name="Show times").click()
        _chip(page, "v0-1", "10:00")
        page.get_by_role("button", name="Review your booking").click()
        expect(page.get_by_text("Your package Three tides")).to_be_visible()
        page.get_by_role("button", name="Book it").click()
        expect(page.get_by_role("heading", name="Booked")).to_be_visible()

    page.goto("/account")
    page.get_by_role("link", name="Cancel Atlantic facial, Tue 13 Jan 2026, 10:00").click()
    expect(page.get_by_text("The visit goes back to Three tides.")).to_be_visible()
    page.get_by_role("button", name="Cancel the visit").click()
    expect(page.get_by_role("status")).to_have_text("The visit was cancelled.")
    page.goto("/account/packages")
    expect(page.get_by_role("row", name="Atlantic facial 1 visit")).to_be_visible()
    assert server.desk("list --format csv").count("three-tides") == 1


def test_a_receipt_is_one_page_of_paper(server: Server, visitor: Visit) -> None:
    server.desk("client add ana --name Ana")
    server.desk("purchase ana glow-10 --method card")
    page = visitor()
    page.goto(server.link_for("ana"))
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.goto("/account/packages")
    page.get_by_role("link", name="Receipt of Glow 10").click()

    # Its style is inline, and the policy lets in only that.
    expect(page.locator("tr.sum td").first).to_have_css("text-align", "right")
    expect(page.get_by_text("Tax number: PT 501 234 567")).to_be_visible()
    pages = re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))

    assert len(pages) == 1
    page.get_by_role("link", name="Your packages").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_a_package_is_bought_with_keys_alone(server: Server, visitor: Visit) -> None:
    page = visitor()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "Choose First tide")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="First tide", level=1)).to_be_visible()
    _tab_to(page, "12:00")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("14:00")).to_be_checked()
    _tab_to(page, "Your name")
    page.keyboard.type("Bruno")
    page.keyboard.press("Tab")
    page.keyboard.type("bruno@example.com")
    _tab_to(page, "Bank transfer We show you")
    page.keyboard.press("Space")
    _tab_to(page, "Review your booking")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review your booking")).to_be_visible()
    _tab_to(page, "Buy for €79.00")
    page.keyboard.press("Enter")

    expect(page.get_by_text("pur-1")).to_be_visible()


def test_a_button_that_has_the_focus_keeps_it_while_the_summary_beside_it_is_written_anew(
    server: Server, visitor: Visit
) -> None:
    page = visitor()
    page.goto("/")
    page.get_by_role("link", name="Choose First tide").click()
    _fill_in(page, "Bruno", "bruno@example.com")
    expect(page.locator("#choice")).to_contain_text("No visits chosen")

    # In one step, so that the answer comes after the button has the focus.
    page.locator("#v0-1-times label", has_text="12:00").evaluate(
        "label => { label.click(); document.querySelector('.choice .button').focus() }"
    )
    expect(page.locator("#choice")).to_contain_text("1 visit chosen")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Review your booking")).to_be_visible()


def test_enter_in_a_field_goes_on_to_the_summary(server: Server, visitor: Visit) -> None:
    page = visitor()
    page.goto("/")
    page.get_by_role("link", name="Choose Glow 10").click()
    _fill_in(page, "Bruno", "bruno@example.com")

    page.get_by_label("Your name").press("Enter")

    expect(page.get_by_role("heading", name="Review your booking")).to_be_visible()


def test_what_is_missing_gets_the_focus(server: Server, visitor: Visit) -> None:
    page = visitor()
    page.goto("/")
    page.get_by_role("link", name="Choose First tide").click()
    _fill_in(page, "Bruno", "bruno@example.com")

    page.get_by_role("button", name="Review your booking").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Please choose a time for Atlantic facial.")


def test_of_two_clients_who_want_the_last_place_one_gets_it_and_the_other_is_told(
    tmp_path: Path, chromium: Browser
) -> None:
    with Server(tmp_path, workers=2) as server:
        summaries = [
            chromium.new_context(base_url=server.address, locale="en-IE").new_page() for _ in range(2)
        ]
        for number, page in enumerate(summaries):
            page.goto("/")
            page.get_by_role("link", name="Choose First tide").click()
            _chip(page, "v0-1", "12:00")
            page.get_by_label("Your name").fill(f"Client {number}")
            page.get_by_label("E-mail address").fill(f"client{number}@example.com")
            page.get_by_label("Bank transfer").check()
            page.get_by_role("button", name="Review your booking").click()

        for page in summaries:
            page.evaluate("setTimeout(() => document.querySelector('button[value=buy]').click(), 100)")
        for page in summaries:
            expect(page.locator("h1")).not_to_have_text("Review your booking")

        headings = sorted(page.locator("h1").inner_text() for page in summaries)
        told = next(page for page in summaries if page.locator("h1").inner_text() != "Thank you")
        assert headings == ["First tide", "Thank you"]
        expect(told.get_by_role("alert")).to_contain_text("Inês is no longer free")
        assert server.desk("list --format csv").count("first-tide") == 1
        for page in summaries:
            page.context.close()


def test_a_double_click_buys_once(server: Server, visitor: Visit) -> None:
    page = visitor()
    page.goto("/")
    page.get_by_role("link", name="Choose Twenty mornings").click()
    page.get_by_label("Your name").fill("Bruno")
    page.get_by_label("E-mail address").fill("bruno@example.com")
    page.get_by_label("Bank transfer").check()
    page.get_by_role("button", name="Review your booking").click()

    page.get_by_role("button", name="Buy for €220.00").dblclick()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.reload()
    page.go_back()
    page.get_by_role("button", name="Buy for €220.00").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert server.desk("list --format csv").count("yoga-20") == 1


def _tab_to(page: Page, name: str, most: int = 90) -> None:
    """Press Tab until what has the focus is called so, as a person without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement; return (e.getAttribute('aria-label') || "
            "(e.labels && e.labels.length ? e.labels[0].innerText : e.innerText) || '')"
            ".replace(/\\s+/g, ' ').trim() }"
        )
        if said.startswith(name):
            return
    raise AssertionError(f"'{name}' cannot be reached with Tab")


def _declare_a_package_of_three(server: Server) -> None:
    (server.folder / "catalog/packages/three-tides.yaml").write_text(
        "name: Three tides\nservices: [{service: facial, min: 1, max: 3}]\n"
        "price: {amount: 150.00, payment_methods: [on-site]}\nvalidity: {months: 3}\n"
    )
