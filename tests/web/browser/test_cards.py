"""Cards, as clients meet them: a sale, its rest, its refund, and what goes wrong, in a real browser."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import opening
from tests.web.server import Server
from tests.web.stripe_server import KEY, SECRET, StripeServer, stripe_served


@pytest.fixture
def service() -> Iterator[StripeServer]:
    """Stripe, on this machine."""
    with stripe_served() as served:
        yield served


@pytest.fixture
def server(tmp_path: Path, service: StripeServer) -> Iterator[Server]:
    """The page, which takes cards."""
    with Server(
        tmp_path,
        TRAFFTPKG_STRIPE_KEY=KEY,
        TRAFFTPKG_STRIPE_WEBHOOK_SECRET=SECRET,
        TRAFFTPKG_STRIPE_API=service.address,
        TRAFFTPKG_STRIPE_PAGES=service.address,
    ) as server:
        service.endpoint = f"{server.address}/messages/stripe"
        yield server


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    """A browser at the program itself, served as it is for clients; what its policies stop fails the test."""
    with opening(chromium, server.address) as opens:
        yield opens()


def test_a_card_sale_its_rest_and_its_refund(server: Server, service: StripeServer, page: Page) -> None:
    _buys(page, "card+deposit", "bruno@example.com")
    expect(page.get_by_text("15600 eur")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("status")).to_have_text("You have not paid yet.")
    page.get_by_role("button", name="Pay €156.00 now").click()
    page.get_by_role("button", name="Pay").click()
    expect(page.locator(".lead")).to_have_text("Glow 10 is yours.")

    page.goto(server.link_for("bruno@example.com"))
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.goto("/account/packages")
    page.get_by_role("button", name="Pay by card: Glow 10, €364.00").click()
    page.get_by_role("button", name="Pay").click()
    expect(page.locator(".lead")).to_have_text("Glow 10 is yours.")
    assert [each["status"] for each in service.sessions.values()] == ["complete", "complete"]
    assert json.loads(server.desk("show pur-1 --format json"))["due"] == "0.00"

    server.desk("refund pur-1 --reason moving")

    assert _soon(lambda: len(service.refunds) == 2)
    assert sorted(each["amount"] for each in service.refunds.values()) == [15600, 36400]
    assert _soon(lambda: server.desk("history pur-1").count("sent back by card") == 2)


def test_a_client_is_told_what_goes_wrong_and_presses_once_more(
    server: Server, service: StripeServer, page: Page
) -> None:
    service.fails = [500, 500]
    _buys(page, "card", "eva@example.com")
    expect(page.get_by_role("status")).to_contain_text(
        "We could not reach the payment page. Nothing was paid"
    )
    page.get_by_role("button", name="Pay €520.00 now").click()
    expect(page.get_by_role("heading", name="Pay", exact=True)).to_be_visible()

    assert service.delivers(service.expires(minutes=0)) == 200
    assert json.loads(server.desk("list --format json"))[0]["status"] == "pending"
    page.go_back()
    # Of one second there is one page: asked for again by the same key, it would be the one that is over.
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Pay €520.00 now").click()
    assert _soon(lambda: "cs_test_2" in service.sessions)
    late = service.pays("cs_test_2")
    server.desk("void pur-1 --reason late")
    assert service.delivers(late) == 200
    assert [each["amount"] for each in service.refunds.values()] == [52000]
    log = (server.folder / "log").read_text()
    assert "which was refused: purchase_ended. It was sent back: re_1" in log
    assert KEY not in log
    assert "eva" not in log


def _buys(page: Page, way: str, email: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Choose Glow 10").click()
    page.get_by_label("Your name").fill("Bruno Sá")
    page.get_by_label("E-mail address").fill(email)
    page.locator(f"input[name=method][value='{way}']").check()
    page.get_by_role("button", name="Review your booking").click()
    page.get_by_role("button", name="Buy for").click()


def _soon(is_so: Callable[[], bool]) -> bool:
    """Wait until the page has looked again."""
    for _ in range(60):
        if is_so():
            return True
        time.sleep(0.25)
    return False
