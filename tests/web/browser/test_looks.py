"""Every page at the width of a phone, a tablet and a desk, light and dark: axe-core finds nothing in it.

The README's pictures are made here too, and thrown away unless TRAFFTPKG_PICTURES says where to keep them:
`TRAFFTPKG_PICTURES=tests/web/screenshots pytest tests/web/browser/test_looks.py`.
"""

import os
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.server import Server

AXE = Path(__file__).parent.parent / "axe.min.js"
WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")


def _home(page: Page, server: Server) -> None:
    page.goto("/")
    page.locator("details").first.evaluate("each => each.open = true")


def _package(page: Page, server: Server) -> None:
    page.goto("/")
    page.get_by_role("link", name="Choose First tide").click()
    page.locator("#v0-1-times label", has_text="14:00").click()


def _package_with_problems(page: Page, server: Server) -> None:
    _package(page, server)
    page.locator("form#choose").evaluate("each => each.noValidate = true")
    page.get_by_role("button", name="Go on to the summary").click()


def _summary(page: Page, server: Server) -> None:
    _package(page, server)
    page.get_by_label("Your name").fill("Maria Filomena Vasconcelos de Albuquerque e Sousa")
    page.get_by_label("E-mail address").fill(f"{server.port}@example.com")
    page.get_by_label("Bank transfer").check()
    page.get_by_role("button", name="Go on to the summary").click()


def _done(page: Page, server: Server) -> None:
    _summary(page, server)
    page.get_by_role("button", name="Buy for").click()


def _service(page: Page, server: Server) -> None:
    page.goto("/")
    page.get_by_role("link", name="Book Back and neck").click()


def _sign_in(page: Page, server: Server) -> None:
    page.goto("/sign-in")


def _link(page: Page, server: Server) -> None:
    page.goto(server.link_for("ana"))


def _account(page: Page, server: Server) -> None:
    _link(page, server)
    page.locator("main").get_by_role("button", name="Sign in").click()


def _past(page: Page, server: Server) -> None:
    _account(page, server)
    page.goto("/account?year=2026")


def _packages(page: Page, server: Server) -> None:
    _account(page, server)
    page.goto("/account/packages")


def _remaining(page: Page, server: Server) -> None:
    _packages(page, server)
    page.get_by_role("link", name="Book remaining visits of Glow 10").click()


def _redeeming(page: Page, server: Server) -> None:
    _remaining(page, server)
    page.get_by_role("link", name="Book Deep tissue massage").click()
    page.locator("#v0-1-times label").nth(2).click()
    page.get_by_role("button", name="Go on to the summary").click()


def _cancel(page: Page, server: Server) -> None:
    _account(page, server)
    page.get_by_role("link", name="Cancel").first.click()


def _move(page: Page, server: Server) -> None:
    _account(page, server)
    page.get_by_role("link", name="Move").first.click()


def _problem(page: Page, server: Server) -> None:
    page.goto("/nowhere")


PAGES: dict[str, Callable[[Page, Server], None]] = {
    "home": _home,
    "package": _package,
    "package-with-problems": _package_with_problems,
    "summary": _summary,
    "done": _done,
    "service": _service,
    "sign-in": _sign_in,
    "sign-in-link": _link,
    "account": _account,
    "account-past": _past,
    "packages": _packages,
    "remaining": _remaining,
    "redeeming": _redeeming,
    "cancel": _cancel,
    "move": _move,
    "problem": _problem,
}
IN_README = {("home", 1440, "light"), ("package", 360, "light"), ("packages", 360, "dark")}
"""Which pictures are kept when they are made."""


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page of a business that has sold a little."""
    with Server(tmp_path_factory.mktemp("lively")) as server:
        server.desk("client add ana --name Ana --email ana@example.com")
        server.desk("purchase ana glow-10 --method card")
        server.desk("purchase ana massage-hours --pay none")
        server.desk("book ana facial --at 2026-01-20T10:00")
        server.desk("book ana yoga --at 2026-01-06T08:00 --without-package")
        server.desk("book ana facial --at 2026-01-22T10:00")
        server.desk("cancel apt-3")
        yield server


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    name: str, lively: Server, chromium: Browser, tmp_path: Path
) -> None:
    # Only axe itself may be put into the page here; that the policy holds is what the other tests see.
    context = chromium.new_context(base_url=lively.address, locale="en-IE", bypass_csp=True)
    page = context.new_page()
    PAGES[name](page, lively)
    page.add_script_tag(path=str(AXE))
    pictures = Path(os.environ.get("TRAFFTPKG_PICTURES") or tmp_path)

    found = [
        (width, scheme, wrong)
        for width in WIDTHS
        for scheme in SCHEMES
        for wrong in _wrong(page, name, width, scheme)
    ]

    for width, scheme in product(WIDTHS, SCHEMES):
        if (name, width, scheme) in IN_README:
            _show(page, width, scheme)
            page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png")

    context.close()
    assert found == []


def _wrong(page: Page, name: str, width: int, scheme: str) -> list[str]:
    _show(page, width, scheme)
    axe: list[str] = page.evaluate(
        "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html}`))"
    )
    wider = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return axe + ([f"{name} is {wider} pixels too wide"] if wider > 0 else [])


def _show(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
