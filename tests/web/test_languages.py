"""The page in the business's languages: which one, what it keeps, and what it says."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette

from tests.rules import rule
from tests.web.shop import ADDRESS, Shop
from tests.web.visitor import BRUNO, Visitor
from trafftpkg.domain.value import replace
from trafftpkg.languages.language import Languages
from trafftpkg.web.living import living


@rule("R-13.2")
def test_the_browser_chooses_and_a_link_chooses_better(shop: Shop) -> None:
    browser = shop.browser()
    home = browser.get("/", accept_language="pt-PT,pt;q=0.9,en;q=0.5")
    assert '<html lang="pt-PT" dir="ltr">' in home.text

    chosen = browser.get(home.link("English"))

    assert (chosen.status, chosen.headers["location"]) == (303, "/")
    assert '<html lang="en-IE" dir="ltr">' in browser.get("/", accept_language="pt").text


def test_words_are_read_before_the_first_visitor_comes(shop: Shop) -> None:
    shop.known, shop.mail = Languages(), None
    settings = shop.settings()

    async def begins() -> None:
        async with living(settings)(Starlette()):
            return

    # In a thread of its own: a real browser that other tests drive keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, begins()).result()

    assert settings.known.named.cache_info().currsize == len(settings.languages())


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
    answer = shop.browser().get(f"{ADDRESS}{path}?language=pt")

    assert answer.status == 303
    assert not answer.headers.get("location", "").startswith(("//", "/\\"))


@pytest.mark.parametrize("language", ["xx", "de", "", "pt%0d%0aset-cookie:a=b", "pt;Domain=example.com"])
def test_a_language_that_the_business_does_not_speak_is_not_kept(shop: Shop, language: str) -> None:
    browser = shop.browser()

    answer = browser.get(f"/?language={language}")

    assert answer.headers["location"] == "/"
    assert answer.set_cookies == []


def test_a_page_that_is_kept_for_all_is_kept_in_each_language(shop: Shop) -> None:
    # Told in both languages the catalogue is the same, and only the page's own words differ.
    shop.speaks_only_english()
    shop.edits("business.yaml", "[en]", "[en, pt]")
    browser = shop.browser()
    english, portuguese = browser.get("/"), browser.get("/", accept_language="pt")

    again = browser.get("/"), browser.get("/", accept_language="pt")

    assert english.headers["vary"] == "Accept-Language, Cookie, Accept-Encoding"
    assert english.headers["etag"] != portuguese.headers["etag"]
    assert [each.headers["etag"] for each in again] == [english.headers["etag"], portuguese.headers["etag"]]


@rule("R-13.3")
def test_a_newcomer_s_language_is_kept_and_their_letters_speak_it(shop: Shop) -> None:
    browser = shop.browser()
    browser.get("/?language=pt")
    bruno = Visitor(shop, browser, BRUNO).opens("Reservar Facial atlântico").at("12:00").reviews_well()

    bruno.confirms()

    assert _language(shop, "bruno@example.com") == "pt"
    assert shop.mail is not None
    (_, subject, text) = shop.mail.letters[-1]
    assert subject == "Maré Alta: Obrigado, e a sua conta"
    assert text.startswith("Obrigado. Abra esta ligação até segunda, 5/01/2026, 14:00")


@rule("R-13.3")
@pytest.mark.parametrize("language", ["pt", "pt-BR"])
def test_a_client_s_language_comes_with_them_to_another_browser(shop: Shop, language: str) -> None:
    shop.knows("ana")
    _speaks(shop, "ana", language)
    browser = shop.browser()

    browser.send(browser.get(shop.link_for("ana")), shop.link_for("ana"))

    assert '<html lang="pt-PT"' in browser.get("/account", accept_language="en").text


@rule("R-13.3")
@pytest.mark.parametrize(
    ("known", "chosen", "asked", "kept"), [(None, None, "pt", "pt"), ("pt", "en", "pt", "en")]
)
def test_a_client_s_language_is_what_they_choose_or_at_first_what_their_browser_asks_for(
    shop: Shop, known: str | None, chosen: str | None, asked: str, kept: str
) -> None:
    shop.knows("ana")
    _speaks(shop, "ana", known)
    browser = shop.browser()
    if chosen:
        browser.get(f"/?language={chosen}")

    link = shop.link_for("ana")
    browser.post(link, browser.get(link).fields(), accept_language=asked)

    assert _language(shop, "ana") == kept


def test_only_a_link_of_the_page_itself_changes_what_a_client_s_letters_are_written_in(shop: Shop) -> None:
    shop.knows("ana")
    _speaks(shop, "ana", "en")
    browser = shop.signed_in("ana")

    browser.get("/?language=pt", sec_fetch_site="cross-site")
    assert _language(shop, "ana") == "en"
    assert '<html lang="pt-PT"' in browser.get("/account").text

    browser.get("/?language=pt", sec_fetch_site="same-origin")
    assert _language(shop, "ana") == "pt"


def test_a_link_to_sign_in_is_mailed_in_the_client_s_language(shop: Shop) -> None:
    shop.knows("ana")
    _speaks(shop, "ana", "pt")
    browser = shop.browser()

    page = browser.get("/sign-in")
    browser.post("/sign-in", {**page.fields(), "email": "ana@example.com"})

    assert shop.mail is not None
    assert shop.mail.letters[-1][1] == "Maré Alta: A sua ligação para entrar"


def _speaks(shop: Shop, handle: str, language: str | None) -> None:
    clients = shop.desk().clients
    client = clients.find(handle)
    assert client is not None
    clients.change(replace(client, language=language))


def _language(shop: Shop, typed: str) -> str | None:
    found = shop.desk().clients.find(typed)
    assert found is not None
    return found.language


@pytest.mark.parametrize(
    ("language", "card", "told"),
    [
        (
            "en",
            "Choose First tide",
            [
                "2 sessions · Valid for 45 days",
                "Please choose a time for Atlantic facial. Please choose how you pay.",
                "Atlantic facial Mon 5 Jan 2026, 12:00–12:50 with Inês, Chiado",
                "Bank transfer. We show you where to, and what to quote.",
                "First tide is yours as soon as you have paid for it.",
            ],
        ),
        (
            "pt",
            "Escolher Primeira maré",
            [
                "2 sessões · Válido por 45 dias",
                "Escolha uma hora para Facial atlântico. Escolha como paga.",
                "Facial atlântico segunda, 5/01/2026, 12:00–12:50 com Inês, Chiado",
                "Transferência bancária. Mostramos-lhe para onde e que referência indicar.",
                "Primeira maré é seu assim que o pagar.",
            ],
        ),
        (
            "de",
            "First tide auswählen",
            [
                "2 Sitzungen · Gültigkeit: 45 Tage",
                "Bitte wählen Sie eine Zeit für Atlantic facial. Bitte wählen Sie, wie Sie bezahlen.",
                "Atlantic facial Mo., 5. Jan. 2026, 12:00–12:50 bei Inês, Chiado",
                "Überweisung. Wir zeigen Ihnen, wohin und mit welchem Verwendungszweck.",
                "First tide gehört Ihnen, sobald Sie es bezahlt haben.",
            ],
        ),
    ],
)
def test_a_package_is_bought_in_each_language(shop: Shop, language: str, card: str, told: list[str]) -> None:
    shop.edits("business.yaml", "[en, pt]", "[en, pt, de]")
    browser = shop.browser()
    on_the_card, problems, visit, way, thanks = told
    browser.get(f"/?language={language}")

    bruno = Visitor(shop, browser, BRUNO).opens(card)
    assert bruno.sees(on_the_card)
    assert bruno.reviews().sees(problems)
    bruno.at("12:00").pays("bank-transfer").reviews_well()
    assert bruno.sees(visit)
    assert bruno.sees(way)
    assert bruno.confirms_and_goes_on().sees(thanks)
