"""The page in a frame on another site: a client books there, and nobody else may show it so."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.browser.conftest import SWITCHES, chromium_path
from tests.web.server import Server


class Site(http.server.BaseHTTPRequestHandler):
    """One page with a frame."""

    framed = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(f'<iframe src="{self.framed}"></iframe>'.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def studio() -> Iterator[http.server.ThreadingHTTPServer]:
    """The business's own site, at another host than the page: `localhost`."""
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


def test_a_client_books_in_a_frame_on_the_business_s_own_site(
    tmp_path: Path, chromium: Browser, studio: http.server.ThreadingHTTPServer
) -> None:
    site = f"http://localhost:{studio.server_port}"
    # As browsers will be: a site in a frame keeps only cookies that are kept apart for the site around it.
    strict = chromium.browser_type.launch(
        executable_path=chromium_path(), args=[*SWITCHES, "--test-third-party-cookie-phaseout"]
    )
    with Server(tmp_path, more=["--embed", site]) as server:
        context = strict.new_context(locale="en-IE")
        Site.framed = f"{server.address}/services/massage"
        page = context.new_page()
        page.goto(site)
        frame = page.frame_locator("iframe")
        frame.locator("#v0-1-times .chip").first.click()
        frame.get_by_label("Your name").fill("Bruno")
        frame.get_by_label("E-mail address").fill("bruno@example.com")
        frame.get_by_role("button", name="Review your booking").click()
        frame.get_by_role("button", name="Book it").click()

        expect(frame.get_by_role("heading", level=1)).to_have_text("Booked")
        assert server.desk("appointments --format csv").count("massage") == 1
        cookies = context.cookies()
        assert [(each["secure"], each["sameSite"]) for each in cookies] == [(True, "None")]
    strict.close()


def test_another_site_may_not_show_it(
    server: Server, chromium: Browser, studio: http.server.ThreadingHTTPServer
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    Site.framed = server.address

    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.goto(f"http://localhost:{studio.server_port}")

    assert page.frame_locator("iframe").get_by_role("heading").count() == 0
    context.close()
