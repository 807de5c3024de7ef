"""What an address shows where it is shared, what search engines are told, and the page in a frame."""

import re

import pytest
from PIL import Image

from tests.web.asgi_browser import Answer
from tests.web.shop import ADDRESS, Shop
from tests.web.test_payment import PayExample
from tests.web.visitor import Visitor, newcomer
from trafftpkg.domain.door import check_embedding
from trafftpkg.domain.errors.usage import BadArgumentError

STUDIO = "https://studio.example"


@pytest.mark.parametrize(
    ("path", "title", "description"),
    [
        (
            "/packages/glow-10",
            "Glow 10",
            "Ten visits, any mix of facials and massages. · 10 sessions · €520.00",
        ),
        ("/packages/winter-float", "Winter float", "Float tank and Sauna for four · 8 sessions · €213.41"),
        ("/services/facial", "Atlantic facial", "Cleansing, algae mask, and a long rinse. · 50 min · €62.00"),
        ("/services/massage", "Deep tissue massage", "1 h · €75.00"),
    ],
)
def test_a_shared_address_says_what_it_is_and_what_it_costs(
    shop: Shop, path: str, title: str, description: str
) -> None:
    page = shop.browser().get(f"{path}?seen=elsewhere")

    assert f"<title>{title} · Maré Alta</title>" in page.text
    assert _told(page, "description") == _told(page, "og:description") == description
    assert (_told(page, "og:title"), _told(page, "og:site_name")) == (title, "Maré Alta")
    assert _told(page, "og:url") == f"{ADDRESS}{path}"
    assert f'<link rel="canonical" href="{ADDRESS}{path}">' in page.text


def test_the_front_page_says_what_is_sold(shop: Shop) -> None:
    told = _told(shop.browser().get("/"), "description")

    assert told.startswith("First tide, Glow 10, Six hours of touch")


def test_a_shared_address_shows_its_photo_by_its_whole_address(shop: Shop) -> None:
    Image.new("RGB", (800, 600), "teal").save(shop.folder / "catalog/images/glow.jpg")
    shop.edits("packages/glow-10.yaml", "images/facial.svg", "images/glow.jpg")
    browser = shop.with_pictures()

    shown = _told(browser.get("/packages/glow-10"), "og:image")

    assert shown.startswith(f"{ADDRESS}/pictures/")
    picture = browser.get(shown.removeprefix(ADDRESS))
    assert (picture.status, picture.headers["content-type"]) == (200, "image/jpeg")


def test_the_icon_is_made_of_the_logo(shop: Shop) -> None:
    Image.new("RGBA", (300, 100), "teal").save(shop.folder / "catalog/images/logo.png")
    shop.declares_of_business("look: {logo: images/logo.png}")
    browser = shop.with_pictures()

    icons = re.findall(r'<link rel="(?:apple-touch-)?icon" href="([^"]+)"', browser.get("/").text)

    assert [browser.get(each).headers["content-type"] for each in icons] == ["image/png", "image/png"]


def test_the_page_has_the_color_of_the_business(shop: Shop) -> None:
    shop.declares_of_business('look: {color: "#8A4B5F"}')
    browser = shop.browser()

    assert '<link rel="stylesheet" href="/look/8a4b5f.css">' in browser.get("/").text
    style = browser.get("/look/8a4b5f.css")
    assert "--accent:#8a4b5f" in style.text
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert [browser.get(f"/look/{each}").status for each in ("8a4b5.css", "x", "8a4b5f.css.css")] == [404] * 3


def test_search_engines_are_told_what_is_sold_and_kept_from_what_is_a_clients(shop: Shop) -> None:
    browser = shop.browser()

    robots, sitemap = browser.get("/robots.txt"), browser.get("/sitemap.xml")

    assert {"Disallow: /account", "Disallow: /sign-in", "Disallow: /done/"} < set(robots.text.split("\n"))
    assert robots.text.endswith(f"Sitemap: {ADDRESS}/sitemap.xml\n")
    places = re.findall(r"<loc>(.*?)</loc>", sitemap.text)
    assert {f"{ADDRESS}/", f"{ADDRESS}/packages/glow-10", f"{ADDRESS}/services/facial"} < set(places)
    assert not any("goodwill" in each or "summer-2025" in each for each in places)
    assert all(browser.get(each.removeprefix(ADDRESS)).status == 200 for each in places)


def test_only_sites_that_are_named_may_show_the_page_in_a_frame(shop: Shop) -> None:
    alone = shop.browser()
    shop.embedders = [STUDIO, "http://localhost:1234"]
    framed = shop.browser()

    for path in ("/", "/nowhere", "/packages/glow-10", "/static/page.css", "/sign-in"):
        assert _framing(alone.get(path)) == "frame-ancestors 'none'"
        assert _framing(framed.get(path)) == f"frame-ancestors {STUDIO} http://localhost:1234"
        assert "x-frame-options" not in framed.get(path).headers


def test_a_cookie_in_a_frame_belongs_to_the_site_around_it(shop: Shop) -> None:
    shop.embedders = [STUDIO]

    cookies = shop.browser().get("/sign-in").set_cookies + shop.browser().get("/?language=pt").set_cookies

    assert len(cookies) == 2
    for each in cookies:
        assert each.startswith("__Host-")
        assert {"HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/"} <= set(each.split("; "))


def test_a_form_of_another_site_is_refused_in_a_frame_too(shop: Shop) -> None:
    shop.embedders = [STUDIO]
    bruno = newcomer(shop).opens("Choose Twenty mornings").pays("bank-transfer").reviews_well()

    forged = bruno.browser.post(
        bruno.path, {**bruno.form.fields(), "go": "buy"}, sec_fetch_site="cross-site", sec_fetch_dest="iframe"
    )

    assert forged.status == 403
    assert shop.purchases() == ()


def test_from_a_frame_a_link_leads_to_the_checkout(shop: Shop) -> None:
    shop.embedders, shop.checkouts = [STUDIO], [PayExample()]
    bruno = _reviews_glow(shop)

    answer = bruno.browser.post(
        bruno.path,
        {**bruno.form.fields(), "go": "buy"},
        sec_fetch_site="same-origin",
        sec_fetch_dest="iframe",
    )

    assert answer.status == 200
    assert '<a class="button" href="https://pay.example/pur-1" target="_top"' in answer.text
    assert len(shop.purchases()) == 1


def test_the_page_by_itself_leads_there_at_once(shop: Shop) -> None:
    shop.embedders, shop.checkouts = [STUDIO], [PayExample()]

    assert _reviews_glow(shop).confirms().led_to == "https://pay.example/pur-1"


def test_in_a_frame_no_page_leads_on_by_itself(shop: Shop) -> None:
    shop.embedders = [STUDIO]
    bruno = newcomer(shop).opens("Choose First tide").at("12:00").pays("on-site").reviews_well().confirms()

    alone = bruno.browser.get(bruno.led_to)
    framed = bruno.browser.get(bruno.led_to, sec_fetch_dest="iframe")

    assert ("refresh" in alone.headers, "refresh" in framed.headers) == (True, False)
    assert 'target="_top"' in framed.text


@pytest.mark.parametrize(
    "address", ["https://book.example", "http://localhost:8000", "http://127.0.0.1:8000"]
)
def test_a_page_that_browsers_keep_cookies_of_may_be_framed(address: str) -> None:
    check_embedding(address, [STUDIO])


def test_a_page_whose_cookies_browsers_drop_may_not_be_framed() -> None:
    check_embedding("http://book.example", [])
    with pytest.raises(BadArgumentError):
        check_embedding("http://book.example", [STUDIO])


def _reviews_glow(shop: Shop) -> Visitor:
    return newcomer(shop).opens("Choose Glow 10").pays("card").reviews_well()


def _told(page: Answer, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page.text)
    assert found is not None, f"there is no {name}"
    return found[1]


def _framing(answer: Answer) -> str:
    return answer.headers["content-security-policy"].rpartition("; ")[2]
