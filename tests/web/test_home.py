"""The front page: what is sold, and nothing that is not."""

import re
from pathlib import Path

import pytest

from tests.web.shop import Shop


def test_visible_packages_and_services_are_shown(shop: Shop) -> None:
    page = shop.browser().get("/")

    assert page.status == 200
    assert "Glow 10" in page.words
    assert "Atlantic facial" in page.words


def test_a_card_tells_price_discount_and_number_of_services(shop: Shop) -> None:
    words = shop.browser().get("/").words

    assert "Glow 10 2 services · 10 sessions" in words
    assert "€520.00 instead of €600.00 Save 13%" in words
    assert "Deep tissue massage 1 h €75.00" in words


def test_taxes_that_come_on_top_are_in_the_price_shown(shop: Shop) -> None:
    assert "Float tank and Sauna for four €213.41" in shop.browser().get("/").words


def test_a_package_that_nobody_described_is_told_by_its_services(shop: Shop) -> None:
    words = shop.browser().get("/").words

    assert "2 services · 20 sessions Morning yoga and Pilates on the mat €220.00" in words
    assert "1 service · 6 sessions Six talks about nights, in your own time. €420.00" in words


@pytest.mark.parametrize("name", ["With our apologies", "Summer 2025"])
def test_hidden_and_archived_packages_do_not_appear(shop: Shop, name: str) -> None:
    assert name not in shop.browser().get("/").words


def test_a_package_whose_end_has_passed_does_not_appear(shop: Shop) -> None:
    shop.now = "2027-06-01T00:00"

    assert "Winter float" not in shop.browser().get("/").words


def test_money_and_days_are_written_as_the_language_and_the_business_s_country_do(shop: Shop) -> None:
    browser = shop.browser()

    assert "€520.00" in browser.get("/").text
    assert "520,00\xa0€" in browser.get("/", accept_language="pt").text
    shop.edits("business.yaml", "en_IE", "de_AT")
    shop.edits("business.yaml", "[en, pt]", "[en, pt, de]")
    austrian = shop.browser().get("/", accept_language="de")
    assert '<html lang="de-AT" dir="ltr">' in austrian.text
    assert "€\xa0520,00" in austrian.text


@pytest.mark.parametrize(
    ("locale", "page", "saving", "day"),
    [
        ("en_IE", "en-IE", "Save 13%", "5 January 2026"),
        ("en_US", "en-US", "Save 13%", "January 5, 2026"),
        ("fr_CH", "en-CH", "Save 13%", "5 January 2026"),
    ],
)
def test_the_page_says_which_language_it_is_in(
    shop: Shop, locale: str, page: str, saving: str, day: str
) -> None:
    shop.edits("business.yaml", "en_IE", locale)
    browser = shop.browser()

    home = browser.get("/")
    form = browser.get(home.link("Choose First tide"))

    assert f'<html lang="{page}" dir="ltr">' in home.text
    assert home.headers["content-language"] == page
    assert saving in home.text
    assert day in form.text


def test_text_of_the_catalogue_is_escaped(shop: Shop) -> None:
    shop.declares(
        "packages/first-tide.yaml",
        "name: <script>alert(1)</script>\ndescription: '\"><img src=x onerror=alert(1)>'\n"
        "services: [{service: facial, max: 1}]\nprice: {amount: 10.00}\n",
    )

    page = shop.browser().get("/")

    assert "&lt;script&gt;alert(1)" in page.text
    assert "<img src=x" not in page.text
    assert "<script>alert" not in page.text


def test_pictures_are_served_from_the_catalogue(shop: Shop) -> None:
    browser = shop.browser()

    picture = browser.get(_pictures(browser.get("/").text)[0])

    assert picture.status == 200
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.headers["content-security-policy"] == (
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    )
    assert picture.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_picture_that_links_out_of_the_catalogue_is_not_shown(shop: Shop, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg>secret</svg>")
    facial = shop.folder / "catalog/images/facial.svg"
    facial.unlink()
    facial.symlink_to(secret)

    shown = set(_pictures(shop.browser().get("/").text))

    assert shown == {_address_of(shop, each) for each in ("images/logo.svg", "images/room.svg")}


def test_nothing_but_what_was_made_of_pictures_is_served(shop: Shop) -> None:
    shop.browser().get("/")

    for name in ("business.yaml", "../ledger.jsonl.key", "images/../room.svg", "/etc/hostname", "", ".lock"):
        assert shop.browser().get(f"/pictures/{name}").status == 404


def test_addresses_of_what_is_sold_can_be_read_and_written_down(shop: Shop) -> None:
    page = shop.browser().get("/")

    assert page.link("Choose Glow 10") == "/packages/glow-10"
    assert page.link("Book Atlantic facial") == "/services/facial"


def test_a_change_of_the_catalogue_shows_within_a_second(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafftpkg.web.backend.CATALOGUE_KEPT", 0)
    browser = shop.browser()
    assert "Glow 10" in browser.get("/").words
    (shop.folder / "catalog/packages/glow-10.yaml").unlink()

    assert "Glow 10" not in browser.get("/").words


def test_a_catalogue_that_was_never_good_is_an_error_without_its_insides(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    shop.declares("packages/first-tide.yaml", "name: [\n")

    page = shop.browser().get("/")

    assert page.status == 503
    assert "first-tide" not in page.text
    assert "Reference:" in page.text


def _address_of(shop: Shop, file: str) -> str:
    pictures = shop.desk().catalogue.pictures
    pictures.heed([file])
    made = pictures.ready(file)
    assert made is not None
    return f"/pictures/{made.file}"


def _pictures(page: str) -> list[str]:
    return re.findall(r'src="(/pictures/[^"]+)"', page)


def test_packages_and_services_are_both_one_step_away(shop: Shop) -> None:
    page = shop.browser().get("/")

    assert (page.link("Packages 7"), page.link("Services 9")) == ("#packages", "#services")
    assert 'id="packages"' in page.text
    assert 'id="services"' in page.text
