"""Every page at the width of a phone, a tablet and a desk, light and dark: axe-core finds nothing in it.

The guide's pictures are made here too, and thrown away unless TRAFFTPKG_PICTURES says where to keep them:
`TRAFFTPKG_PICTURES=trafftpkg/guide/images pytest tests/web/browser/test_looks.py`.
"""

import os
import time
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from tests.web.browser.ways import BARE_PAGES, PAGES, Way, front
from tests.web.pictured import PACKAGES, SERVICES, with_photos
from tests.web.server import Server
from tests.web.shop import declare

AXE = Path(__file__).parent.parent / "axe.min.js"
LOOKS = ((360, "light"), (360, "dark"), (768, "light"), (1440, "light"), (1440, "dark"))
"""At which widths axe looks, and in which scheme."""
ZOOMED = (720, 640)
"""The width of a desk and of a tablet at 200 %: nothing sticks out there either."""
IN_GUIDE = {
    ("home", 1440, "light"),
    ("service", 1440, "light"),
    ("package", 360, "light"),
    ("booked", 360, "light"),
    ("packages", 360, "dark"),
}
"""Which pictures are kept when they are made."""


_MACHINES = count(1)


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page of a business that has sold a little."""
    folder = tmp_path_factory.mktemp("lively")
    with Server(folder, more=["--trust-proxy", "127.0.0.1"]) as server:
        bank = "bank: {holder: Studio, iban: DE89 3704 0044 0532 0130 00, bic: COBADEFFXXX}"
        declare(folder / "catalog/business.yaml", bank)
        with_photos(folder / "catalog")
        server.desk("client add ana --name Ana --email ana@example.com")
        server.desk("client add eva")
        server.desk("purchase ana glow-10 --method card")
        server.desk("purchase ana massage-hours --pay none")
        server.desk("purchase ana yoga-20 --pay none --method bank-transfer")
        server.desk("book ana facial --at 2026-01-20T10:00")
        server.desk("book ana yoga --at 2026-01-06T08:00 --without-package")
        server.desk("book ana facial --at 2026-01-22T10:00")
        server.desk("cancel apt-3")
        _wait_for_photos(server)
        yield server


def _wait_for_photos(server: Server) -> None:
    for _ in range(600):
        with urllib.request.urlopen(server.address) as front_page:
            if front_page.read().count(b"srcset=") == len(PACKAGES) + len(SERVICES):
                return
        time.sleep(0.25)
    raise AssertionError("the photos are never ready")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page of a business that declares one service, and nobody who gives it."""
    folder = tmp_path_factory.mktemp("bare")
    with Server(folder, TRAFFTPKG_SMTP="smtp://localhost:1", TRAFFTPKG_MAIL_FROM="us@example.com") as server:
        for each in (folder / "catalog/packages").iterdir():
            each.unlink()
        (folder / "catalog/services.yaml").write_text(
            "- {id: talk, name: Talk, duration: 30m, price: 10.00}\n"
        )
        (folder / "catalog/employees.yaml").write_text("[]\n")
        server.desk("client add ana")
        yield server


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page of a business whose catalogue has a problem."""
    folder = tmp_path_factory.mktemp("broken")
    with Server(folder) as server:
        (folder / "catalog/services.yaml").write_text("- [\n")
        yield server


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    name: str, lively: Server, chromium: Browser, tmp_path: Path
) -> None:
    assert _looked_at(name, PAGES[name], lively, chromium, tmp_path) == []


@pytest.mark.parametrize("name", BARE_PAGES)
def test_axe_finds_nothing_where_there_is_little_to_show(
    name: str, bare: Server, chromium: Browser, tmp_path: Path
) -> None:
    assert _looked_at(name, BARE_PAGES[name], bare, chromium, tmp_path) == []


def test_axe_finds_nothing_while_the_catalogue_is_broken(
    broken: Server, chromium: Browser, tmp_path: Path
) -> None:
    assert _looked_at("unable", front, broken, chromium, tmp_path) == []


def test_a_card_that_tells_more_leaves_its_neighbours_as_they_are(lively: Server, chromium: Browser) -> None:
    page = chromium.new_page(base_url=lively.address, viewport={"width": 1440, "height": 900})
    page.goto("/")
    cards = page.locator("#packages + .cards > .card")
    before = [_height(each) for each in cards.all()]

    cards.nth(1).locator("summary").click()

    after = [_height(each) for each in cards.all()]
    assert after[1] > before[1]
    assert all(now <= then for now, then in zip(after[2:], before[2:], strict=True))


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("name", ["home", "account"])
def test_the_header_of_a_phone_has_one_row(lively: Server, chromium: Browser, name: str, width: int) -> None:
    page = chromium.new_page(base_url=lively.address, viewport={"width": width, "height": 800})
    _go(PAGES[name], page, lively)

    middles = [_middle(each) for each in page.locator(".top > *").all()]

    assert len(middles) == 3
    assert max(middles) - min(middles) < 2


def test_the_prices_of_packages_in_a_row_are_in_line(lively: Server, chromium: Browser) -> None:
    page = chromium.new_page(base_url=lively.address, viewport={"width": 1280, "height": 900})
    page.goto("/")

    middles = [_middle(each) for each in page.locator("#packages + .cards .price").all()]

    assert len(middles) == 7
    assert max(middles[1:4]) - min(middles[1:4]) < 2
    assert max(middles[4:]) - min(middles[4:]) < 2


def test_to_sign_out_is_in_line_with_the_heading(lively: Server, chromium: Browser) -> None:
    page = chromium.new_page(base_url=lively.address, viewport={"width": 1280, "height": 900})
    _go(PAGES["account"], page, lively)

    heading, button = page.locator("h1"), page.get_by_role("button", name="Sign out")

    assert abs(_middle(heading) - _middle(button)) < 2


def test_a_field_that_lacks_something_has_another_edge(lively: Server, chromium: Browser) -> None:
    page = chromium.new_page(base_url=lively.address, viewport={"width": 390, "height": 900})
    _go(PAGES["service"], page, lively)
    page.locator("form.beside").evaluate("each => each.noValidate = true")
    page.get_by_role("button", name="Review your booking").click()
    page.get_by_role("alert").wait_for()

    name, phone = (
        page.get_by_label(each).evaluate("each => getComputedStyle(each).borderColor")
        for each in ("Your name", "Phone number")
    )

    assert name != phone


def _go(way: Way, page: Page, server: Server) -> None:
    """Go there and wait until all is there: a click ends when the next page begins, maybe empty yet."""
    way(page, server)
    page.wait_for_load_state()


def _middle(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def _height(card: Locator) -> float:
    box = card.bounding_box()
    assert box is not None
    return box["height"]


def _looked_at(
    name: str,
    go: Way,
    server: Server,
    chromium: Browser,
    pictures: Path,
) -> list[tuple[int, str, str]]:
    """What is wrong with a page at each width and in each scheme."""
    context = chromium.new_context(
        base_url=server.address,
        locale="en-IE",
        # Only axe itself may be put into the page here; that the policy holds is what the other tests see.
        bypass_csp=True,
        # From a machine of its own: one alone may not ask as often as all of these together.
        extra_http_headers={"x-forwarded-for": f"203.0.113.{next(_MACHINES)}"},
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    _go(go, page, server)
    page.add_script_tag(path=str(AXE))
    pictures = Path(os.environ.get("TRAFFTPKG_PICTURES") or pictures)

    found = [
        (width, scheme, wrong)
        for width, scheme in LOOKS
        for wrong in [*_wrong(page, width, scheme), *_sticking_out(page)]
    ]
    for width in ZOOMED:
        _show(page, width, "light")
        found += [(width, "light", wrong) for wrong in _sticking_out(page)]

    for width, scheme in LOOKS:
        if (name, width, scheme) in IN_GUIDE:
            _show(page, width, scheme)
            _keep(page, pictures / f"{name}-{width}-{scheme}.webp")

    context.close()
    return found


def _keep(page: Page, file: Path) -> None:
    """Keep a picture of a page as it is when it comes."""
    page.evaluate("document.querySelectorAll('.cards details').forEach(each => each.open = false)")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)
    Image.open(BytesIO(page.screenshot())).save(file, quality=82)


def _wrong(page: Page, width: int, scheme: str) -> list[str]:
    _show(page, width, scheme)
    wrong: list[str] = page.evaluate(
        "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html}`))"
    )
    return wrong


def _sticking_out(page: Page) -> list[str]:
    wider = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return [f"the page is {wider} pixels too wide"] if wider > 0 else []


def _show(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
