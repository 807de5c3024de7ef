"""How much a telephone loads of a front page with ten photos of 6 MB, before anybody scrolls.

    python -m tests.benchmarks.photos

Exit 1 above 400 kB. The browser is as wide as a telephone, 360 by 740 pixels of which each is two dots wide.
"""

import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright

from tests.web.browser.conftest import SWITCHES, chromium_path
from tests.web.photos import camera_file
from tests.web.server import Server

MOST = 400_000
COUNT = 10


def main() -> int:
    """Measure, and say what was loaded."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        heavy = _with_ten_photos(Path(folder) / "catalog")
        print(f"{COUNT} photos, {heavy / 1e6:.1f} MB")
        print(f"all ready after {_until_ready(server.address):.1f} s, one after the other, in the background")
        total = _loaded(server.address)
    print(f"in all {total / 1000:.0f} kB, at most {MOST // 1000}")
    return 0 if total <= MOST else 1


def _with_ten_photos(catalogue: Path) -> int:
    """Declare ten packages with a photo each, and nothing else with one. Return their bytes."""
    for each in (catalogue / "packages").iterdir():
        each.unlink()
    heavy = 0
    for number in range(COUNT):
        photo = catalogue / f"images/photo-{number}.jpg"
        camera_file(photo, number)
        heavy += photo.stat().st_size
        (catalogue / f"packages/photo-{number}.yaml").write_text(
            f"name: Ten visits {number}\nimage: images/{photo.name}\n"
            "services: [{service: facial, max: 10}]\nprice: {amount: 500.00, payment_methods: [on-site]}\n"
            "validity: {months: 6}\n"
        )
    return heavy


def _until_ready(address: str) -> float:
    began = time.monotonic()
    while True:
        with urllib.request.urlopen(address) as page:
            if page.read().decode().count("srcset=") == COUNT:
                return time.monotonic() - began
        time.sleep(0.5)


def _loaded(address: str) -> int:
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        sizes[response.url.removeprefix(address)] = response.request.sizes()["responseBodySize"]

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True
        )
        page: Page = context.new_page()
        page.on("response", note)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        browser.close()
    for url, size in sizes.items():
        print(f"{size / 1000:7.1f} kB  {url[:60]}")
    return sum(sizes.values())


if __name__ == "__main__":
    sys.exit(main())
