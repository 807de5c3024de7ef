"""Signing in: by a link that works once, and by nothing else."""

import pytest

from tests.web.shop import Shop


def test_a_link_signs_in_once(shop: Shop) -> None:
    shop.knows("ana")
    link = shop.link_for("ana")
    first, second = shop.browser(), shop.browser()
    shown = second.get(link)

    assert first.send(first.get(link), link).status == 303
    assert first.get("/account").status == 200

    again = second.send(shown, link)
    assert again.status == 410
    assert "This link no longer works." in again.words


def test_looking_at_a_link_does_not_use_it(shop: Shop) -> None:
    shop.knows("ana")
    link = shop.link_for("ana")

    pages = [shop.browser().get(link).status for _ in range(3)]

    assert pages == [200, 200, 200]


def test_a_link_ends(shop: Shop) -> None:
    shop.knows("ana")
    link = shop.link_for("ana")
    shop.now = "2026-01-05T11:00"

    assert shop.browser().get(link).status == 410


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1], lambda link: link + "A", lambda link: link[:-2] + "AA"]
)
def test_a_link_cannot_be_made_up(shop: Shop, change: object) -> None:
    shop.knows("ana")

    assert shop.browser().get(change(shop.link_for("ana"))).status == 410  # type: ignore[operator]


def test_a_link_is_mailed_to_a_client(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()

    answer = browser.send(browser.get("/sign-in"), "/sign-in", email="Ana@Example.com")

    assert shop.mail is not None
    assert shop.mail.letters[0][0] == "ana@example.com"
    assert "If there is an account with this address, a link is on its way." in answer.words
    link = shop.mail.link()
    assert browser.send(browser.get(link), link).headers["location"] == "/account"


def test_the_answer_is_the_same_for_an_address_that_nobody_has(shop: Shop) -> None:
    shop.knows("ana")

    def asked(email: str) -> str:
        browser = shop.browser()
        return browser.send(browser.get("/sign-in"), "/sign-in", email=email).words

    assert asked("ana@example.com") == asked("nobody@example.com")
    assert shop.mail is not None
    assert len(shop.mail.letters) == 1


def test_a_handle_or_a_key_is_not_an_address(shop: Shop) -> None:
    key = shop.knows("ana")
    browser = shop.browser()

    for typed in ("ana", key):
        browser.send(browser.get("/sign-in"), "/sign-in", email=typed)

    assert shop.mail is not None
    assert shop.mail.letters == []


def test_after_signing_in_one_goes_on_where_one_was(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()
    path = browser.get("/account/packages").headers["location"]

    browser.send(browser.get(path), path, email="ana@example.com")

    assert shop.mail is not None
    link = shop.mail.link()
    assert browser.send(browser.get(link), link).headers["location"] == "/account/packages"


def test_where_to_go_on_cannot_be_forged(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()

    path = "/sign-in?next=https://elsewhere.example"
    browser.send(browser.get(path), path, email="ana@example.com")

    assert shop.mail is not None
    link = shop.mail.link()
    assert browser.send(browser.get(link), link).headers["location"] == "/account"


def test_signing_in_begins_a_new_session(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()
    link = shop.link_for("ana")
    page = browser.get(link)
    before = dict(browser.cookies)

    browser.send(page, link)

    assert browser.cookies != before
    assert shop.browser(cookies=before).get("/account").status == 303


def test_signing_out_ends_it(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")

    browser.send(browser.get("/account"), "/sign-out")

    assert browser.get("/account").status == 303


def test_a_session_ends_by_itself(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")

    assert shop.later(browser, "2026-01-19T09:59").get("/account").status == 200
    assert shop.later(browser, "2026-01-19T10:00").get("/account").status == 303


def test_a_session_cannot_be_made_up(shop: Shop) -> None:
    key = shop.knows("ana")
    forged = {"__Host-trafftpkg": f"x {key} 9999999999"}

    assert shop.browser(cookies=forged).get("/account").status == 303


def test_asking_for_links_is_limited_for_one_client(shop: Shop) -> None:
    shop.knows("ana")
    statuses = []
    for number in range(6):
        browser = shop.browser(machine=f"192.0.2.{number}")
        statuses.append(browser.send(browser.get("/sign-in"), "/sign-in", email="ana@example.com").status)

    assert statuses == [200] * 5 + [429]


def test_asking_for_links_is_limited_for_one_machine_whatever_server_answers(shop: Shop) -> None:
    statuses = []
    for number in range(21):
        browser = shop.browser()
        page = browser.get("/sign-in")
        statuses.append(browser.send(page, "/sign-in", email=f"c{number}@example.com").status)

    assert statuses == [200] * 20 + [429]


def test_the_limit_ends_with_its_time(shop: Shop) -> None:
    browser = shop.browser()
    asked = [browser.send(browser.get("/sign-in"), "/sign-in", email="ana@example.com") for _ in range(6)]
    assert asked[-1].status == 429

    browser = shop.later(browser, "2026-01-05T11:01")

    assert browser.send(browser.get("/sign-in"), "/sign-in", email="ana@example.com").status == 200


def test_without_a_mail_server_one_is_told_to_ask(shop: Shop) -> None:
    shop.mail = None

    assert "Please ask us for one" in shop.browser().get("/sign-in").words


def test_a_newcomer_is_mailed_the_way_to_their_account(shop: Shop) -> None:
    browser = shop.browser()
    path = browser.get("/").link("Choose Glow 10")
    who = {"name": "Bruno", "email": "bruno@example.com", "method": "on-site", "go": "summary"}
    summary = browser.send(browser.get(path), path, **who)

    browser.send(summary, path, go="buy")
    assert browser.get("/account").status == 303

    assert shop.mail is not None
    link = shop.mail.link()
    browser.send(browser.get(link), link)
    assert "Glow 10" in browser.get("/account/packages").words
