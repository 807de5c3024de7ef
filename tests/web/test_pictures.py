"""Pictures on the page: small ones in several widths, and a drawing in the place of each that is missing."""

import re
from fcntl import LOCK_EX, flock
from itertools import pairwise
from pathlib import Path

import pytest

from tests.web.asgi_browser import Answer
from tests.web.photos import photo
from tests.web.shop import Shop
from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.value import replace
from trafftpkg.web.drawings import drawing

PACKAGES = ("first-tide", "glow-10", "massage-hours", "yoga-20", "winter-float")


def test_a_page_never_waits_for_a_photo(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    _photos(shop)
    browser = shop.browser()
    made = tmp_path / "cache/trafftpkg/pictures"
    made.mkdir(parents=True, mode=0o700)

    with (made / ".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # as if another process made pictures
        before = browser.get("/")
    shop.page_desk.catalogue.pictures.wait()
    after = browser.get("/")

    assert (before.status, len(_photos_on(before))) == (200, 0)
    assert len(_photos_on(after)) == len(PACKAGES)
    assert before.text.count('class="picture drawn"') == after.text.count('class="picture drawn"') + 5


def test_a_browser_chooses_among_widths_and_knows_the_shape(shop: Shop) -> None:
    _photos(shop)
    browser = shop.with_pictures()

    shown = _photos_on(browser.get("/"))[0]

    assert re.findall(r" (\d+)w", shown) == ["360", "720", "900"]
    assert 'width="900" height="600"' in shown
    for address in re.findall(r"(/pictures/\S+) \d+w", shown):
        picture = browser.get(address)
        assert picture.headers["content-type"] == "image/webp"
        assert picture.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_first_photos_come_at_once_and_the_others_when_they_are_near(shop: Shop) -> None:
    _photos(shop)

    shown = _photos_on(shop.with_pictures().get("/"))

    assert ['loading="lazy"' in each for each in shown] == [False, False, False, True, True]
    assert ['fetchpriority="high"' in each for each in shown] == [True, False, False, False, False]


def test_a_photo_that_cannot_be_read_is_a_drawing_and_a_finding(shop: Shop) -> None:
    (shop.folder / "catalog/images/broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut off")
    shop.edits("packages/glow-10.yaml", "images/facial.svg", "images/broken.jpg")

    page = shop.with_pictures().get("/packages/glow-10")

    assert page.status == 200
    found = shop.desk().catalogue.findings(strict=True)
    assert [(each.file, each.code) for each in found] == [("packages/glow-10.yaml", "no_picture")]


def test_a_drawing_is_made_of_a_name_and_a_color(shop: Shop) -> None:
    catalogue = shop.desk().catalogue.catalogue()
    packages = list(catalogue.packages.values())
    glow = catalogue.packages[PackageId("glow-10")]

    assert drawing(catalogue, glow) == drawing(shop.desk().catalogue.catalogue(), glow)
    assert len({drawing(catalogue, each) for each in packages}) == len(packages)
    assert drawing(catalogue, replace(glow, color=None)) != drawing(catalogue, glow)
    assert len(drawing(catalogue, glow)) < 1000


def test_neighbours_have_drawings_of_another_motif(shop: Shop) -> None:
    catalogue = shop.desk().catalogue.catalogue()

    for things in (catalogue.packages.values(), catalogue.services.values()):
        # What is drawn, without where and how large: two that differ in that alone look alike.
        motifs = [re.sub(r"[-\d.]+", "", drawing(catalogue, replace(each, color=None))) for each in things]
        assert all(one != another for one, another in pairwise(motifs))


def _photos(shop: Shop) -> None:
    """Give each package that is sold first a photo of its own."""
    for number, name in enumerate(PACKAGES):
        photo(number, (900, 600), grain=5).save(shop.folder / f"catalog/images/{name}.jpg")
        package = shop.folder / f"catalog/packages/{name}.yaml"
        declared = package.read_text().replace("image: images/facial.svg\n", "")
        package.write_text(f"{declared}image: images/{name}.jpg\n")


def _photos_on(page: Answer) -> list[str]:
    return re.findall(r"<img [^>]*srcset=[^>]*>", page.text)
