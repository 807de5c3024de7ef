"""What the page gives away, and what it takes from others: as little as can be."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import trafftpkg.web
from tests.web.shop import Shop
from tests.web.visitor import newcomer
from trafftpkg.web.exchange import Exchange

TEMPLATES = sorted((Path(trafftpkg.web.__file__).parent / "templates").iterdir())
PHONE = "+351 21 555 0101"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.stem)
def test_no_template_has_a_script_or_a_style_of_its_own(template: Path) -> None:
    text = template.read_text("utf-8")

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert "|safe" not in text
    assert "hx-on" not in text


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/static/page.css", "/account"])
def test_every_answer_tells_the_browser_what_not_to_do(shop: Shop, path: str) -> None:
    headers = shop.browser().get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere"])
def test_the_content_security_policy_is_strict(shop: Shop, path: str) -> None:
    policy = shop.browser().get(path).headers["content-security-policy"]

    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_an_address_in_any_bytes_is_answered(shop: Shop) -> None:
    browser = shop.browser()

    assert [browser.get("/?where=Praça").status for _ in range(2)] == [200, 200]


def test_a_form_that_we_did_not_show_is_refused(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    ana = shop.signed_in("ana")
    path = ana.get("/account").link("Cancel Atlantic facial")
    page = ana.get(path)
    stranger = shop.browser()
    theirs = stranger.get("/sign-in").fields()["csrf"]

    for fields in ({}, {**page.fields(), "csrf": ""}, {**page.fields(), "csrf": theirs}):
        assert ana.post(path, fields).status == 403
    assert shop.appointments()[0].status == "booked"


def test_a_form_sent_from_another_site_is_refused(shop: Shop) -> None:
    browser = shop.browser()
    page = browser.get("/sign-in")

    answer = browser.post(
        "/sign-in", {**page.fields(), "email": "a@example.com"}, sec_fetch_site="cross-site"
    )

    assert answer.status == 403


def test_a_form_without_its_cookie_is_refused(shop: Shop) -> None:
    fields = shop.browser().get("/sign-in").fields()

    assert shop.browser().post("/sign-in", {**fields, "email": "a@example.com"}).status == 403


def test_an_idempotency_key_cannot_be_chosen(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Choose Glow 10").pays("on-site").reviews_well()

    bruno.presses("buy", request="expire/pur-1")

    assert bruno.status == 403
    assert shop.entries() == 0


def test_an_idempotency_key_is_of_the_session_that_was_given_it(shop: Shop) -> None:
    one, other = (newcomer(shop).opens("Choose Glow 10").pays("on-site").reviews_well() for _ in range(2))

    other.presses("buy", request=one.form.fields()["request"])

    assert other.status == 403
    assert shop.entries() == 0


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(shop: Shop) -> None:
    (cookie,) = shop.browser().get("/sign-in").set_cookies

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_the_cookie_never_travels_without_it_nor_comes_from_a_sibling(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")
    (cookie,) = shop.browser().get("/sign-in").set_cookies
    sibling = {"trafftpkg": browser.cookies["__Host-trafftpkg"]}

    assert cookie.startswith("__Host-trafftpkg=")
    assert "; Secure" in cookie
    assert shop.browser(cookies=sibling).get("/account").status == 303


def test_a_page_without_a_form_gives_no_cookie(shop: Shop) -> None:
    assert shop.browser().get("/").set_cookies == []


def test_personal_pages_are_kept_nowhere(shop: Shop) -> None:
    shop.knows("ana")

    assert shop.signed_in("ana").get("/account").headers["cache-control"] == "no-store"


def test_a_page_that_is_kept_is_given_to_its_own_client_only(shop: Shop) -> None:
    shop.knows("ana")
    shop.knows("eva")
    shop.sells("glow-10", to="ana")
    ana, eva = shop.signed_in("ana"), shop.signed_in("eva")
    eva.app = ana.app
    nobody = shop.browser()
    nobody.app = ana.app

    pages = [each.get("/account/packages") for each in (ana, eva, ana)]

    assert ["Glow 10" in each.words for each in pages] == [True, False, True]
    assert nobody.get("/account/packages").status == 303


def test_a_form_that_is_kept_carries_each_browsers_own_mark(shop: Shop) -> None:
    one, other = shop.browser(), shop.browser()
    other.app = one.app
    path = one.get("/").link("Choose Glow 10")
    first, second = one.get(path), other.get(path)

    assert first.fields()["csrf"] != second.fields()["csrf"]
    assert other.send(second, path, go="times").status == 200
    assert other.send(first, path, go="times").status == 403


def test_a_page_is_written_anew_once_something_was_recorded(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")
    assert "Glow 10" not in browser.get("/account/packages").words
    shop.sells("glow-10", to="ana")
    assert "Total 10 sessions" in browser.get("/account/packages").words
    shop.books("facial", for_="ana", at="2026-01-20T10:00")

    assert "Total 9 sessions" in browser.get("/account/packages").words


def test_purchases_are_limited_for_one_machine(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Choose Glow 10").pays("on-site").reviews_well()

    statuses = [bruno.confirms().status for _ in range(21)]

    assert statuses == [303] * 20 + [429]


def test_a_form_that_is_too_large_is_refused(shop: Shop) -> None:
    browser = shop.browser()
    browser.get("/sign-in")

    assert browser.post("/sign-in", b"email=" + b"a" * 70_000).status == 413
    assert browser.post("/sign-in", b"&".join(b"a=1" for _ in range(500))).status == 413


def test_a_defect_shows_a_reference_and_nothing_of_its_insides(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ana@example.com owes 12")

    shop.knows("ana")
    browser = shop.signed_in("ana")
    monkeypatch.setattr(Exchange, "ask", broken)

    answer = browser.get("/account")

    assert answer.status == 500
    assert "ZeroDivision" not in answer.text
    found = re.search(r"Reference: (\w+)", answer.words)
    assert found is not None
    assert f"{found[1]} ZeroDivisionError" in caplog.text
    assert "ana@example.com" not in caplog.text


def test_nothing_personal_is_in_the_log(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    bruno = newcomer(shop).says(phone=PHONE).opens("Choose First tide")
    bruno.at("12:00").pays("on-site").reviews_well().confirms()
    bruno.goes_to("/sign-in").presses("")

    log = caplog.text

    assert "POST /packages/{package} 303" in log
    for personal in ("Bruno", "bruno", "555 0101", "5550101", "192.0.2.1", "first-tide"):
        assert personal not in log


def test_nothing_personal_is_in_the_ledger_nor_at_the_door(shop: Shop) -> None:
    newcomer(shop).says(phone=PHONE).opens("Choose Glow 10").pays("on-site").reviews_well().confirms()
    newcomer(shop).goes_to("/sign-in").presses("")

    kept = (shop.folder / "ledger.jsonl").read_bytes()
    kept += b"".join(each.read_bytes() for each in shop.folder.glob("ledger.jsonl.door*"))

    assert b"door_attempts" in kept
    for personal in (b"Bruno", b"bruno", b"555 0101", b"5550101", b"192.0.2"):
        assert personal not in kept


def test_the_door_forgets_what_is_over(shop: Shop) -> None:
    browser = shop.browser()
    browser.send(browser.get("/sign-in"), "/sign-in", email="a@example.com")
    browser = shop.later(browser, "2026-01-05T10:31")
    browser.send(browser.get("/sign-in"), "/sign-in", email="a@example.com")

    with closing(sqlite3.connect(shop.folder / "ledger.jsonl.door")) as connection, connection:
        (kept,) = connection.execute("SELECT count(*) FROM door_attempts").fetchone()
    connection.close()

    assert kept == 2


def test_what_is_at_a_done_address_is_gone_after_a_day(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Choose Glow 10").pays("on-site").reviews_well().confirms()
    done = bruno.led_to

    assert bruno.goes_to(done).status == 200
    assert "bruno" not in bruno.answer.text.lower()
    assert bruno.comes_back("2026-01-06T10:00").goes_to(done).status == 404


@pytest.mark.parametrize(
    "path", ["/packages/x", "/services/é", "/done/", "/pictures/..%2f", "/sign-in/x", "/static/../app.py"]
)
def test_an_address_that_is_none_of_ours_leads_nowhere(shop: Shop, path: str) -> None:
    assert shop.browser().get(path).status in (404, 410)
