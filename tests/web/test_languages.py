"""The page in the business's languages: which one, what it keeps, and what it says."""

import pytest

from tests.rules import rule
from tests.web.shop import Shop


@rule("R-13.2")
def test_the_browser_chooses_and_a_link_chooses_better(shop: Shop) -> None:
    browser = shop.browser()
    home = browser.get("/", accept_language="pt-PT,pt;q=0.9,en;q=0.5")
    assert '<html lang="pt-PT" dir="ltr">' in home.text

    chosen = browser.get(home.link("English"))

    assert (chosen.status, chosen.headers["location"]) == (303, "/")
    assert '<html lang="en-IE" dir="ltr">' in browser.get("/", accept_language="pt").text


def test_the_link_leads_to_the_same_page_with_what_its_address_says(shop: Shop) -> None:
    browser = shop.browser()
    page = browser.get("/services/facial?with=a%26b")

    link = page.link("Português")

    assert link == "/services/facial?with=a%26b&language=pt"
    assert browser.get(link).headers["location"] == "/services/facial?with=a%26b"


def test_a_page_of_a_business_with_one_language_offers_no_other(shop: Shop) -> None:
    shop.speaks_only_english()

    page = shop.browser().get("/", accept_language="pt")

    assert "hreflang" not in page.text
    assert '<html lang="en-IE"' in page.text
    assert page.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["//elsewhere.example/", "///elsewhere.example/", "/%5Celsewhere.example/"])
def test_no_language_leads_to_another_site(shop: Shop, path: str) -> None:
    answer = shop.browser().get(f"{path}?language=pt")

    assert not answer.headers.get("location", "").startswith(("//", "/\\"))


@pytest.mark.parametrize("language", ["xx", "de", "", "pt%0d%0aset-cookie:a=b", "pt;Domain=example.com"])
def test_a_language_that_the_business_does_not_speak_is_not_kept(shop: Shop, language: str) -> None:
    browser = shop.browser()

    answer = browser.get(f"/?language={language}")

    assert answer.headers["location"] == "/"
    assert answer.set_cookies == []


def test_a_page_that_is_kept_for_all_is_kept_in_each_language(shop: Shop) -> None:
    browser = shop.browser()
    english, portuguese = browser.get("/"), browser.get("/", accept_language="pt")

    again = browser.get("/"), browser.get("/", accept_language="pt")

    assert english.headers["vary"] == "Accept-Language, Cookie, Accept-Encoding"
    assert english.headers["etag"] != portuguese.headers["etag"]
    assert [each.headers["etag"] for each in again] == [english.headers["etag"], portuguese.headers["etag"]]
