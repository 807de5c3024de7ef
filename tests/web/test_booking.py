"""Booking a service: a package pays where one can, else the client pays on site."""

import re

from tests.web.asgi_browser import Answer, AsgiBrowser
from tests.web.shop import Shop, time_of
from trafftpkg.domain.ids import ServiceId
from trafftpkg.web.addresses import Addresses

BRUNO = {"name": "Bruno Sá", "email": "bruno@example.com", "phone": ""}


def test_a_time_that_was_just_taken_is_not_offered(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()
    path = browser.get("/").link("Book Sleep coaching")
    first = time_of(browser.get(path), "v0-1", "")

    shop.books("coaching", for_="ana", at=first.split("|")[0], without_package=True)

    assert time_of(browser.get(path), "v0-1", "") != first


def test_the_clients_package_is_applied_and_named(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    browser = shop.signed_in("ana")

    summary = _summary(browser, "Atlantic facial", "12:00")
    assert "Paid by Your package Glow 10 , 1 session of it" in summary[1].words
    done = browser.get(browser.send(summary[1], summary[0], go="buy").headers["location"])

    (visit,) = shop.appointments()
    assert [each.purchase for each in visit.allocation] == ["pur-1"]
    assert "Paid by your package Glow 10" in done.words


def test_without_a_package_that_can_pay_it_is_paid_on_site(shop: Shop) -> None:
    browser = shop.browser()

    path, summary = _summary(browser, "Atlantic facial", "12:00", **BRUNO)
    assert "You, on site: €62.00" in summary.words
    browser.send(summary, path, go="buy")

    (visit,) = shop.appointments()
    assert (visit.allocation, str(visit.due)) == ((), "62.00")


def test_a_purchase_that_was_asked_for_pays_whatever_the_order(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    shop.sells("glow-10", to="ana")
    browser = shop.signed_in("ana")
    second = re.findall(r'href="(/account/packages/[^"]+)"', browser.get("/account/packages").text)[1]
    remaining = browser.get(second)

    path = remaining.link("Book Atlantic facial")
    form = browser.get(path)
    assert "paid by your package Glow 10" in form.words
    summary = browser.send(form, path, go="summary", **{"v0-1-time": time_of(form, "v0-1", "12:00")})
    browser.send(summary, path, go="buy")

    assert [each.purchase for each in shop.appointments()[0].allocation] == ["pur-2"]


def test_a_purchase_in_the_address_opens_for_its_own_client_only(shop: Shop) -> None:
    ana = shop.knows("ana")
    shop.knows("eva")
    purchase = shop.sells("glow-10", to="ana").id
    path = Addresses(shop.desk().door).redeeming(ana, purchase, ServiceId("facial"))

    assert shop.signed_in("ana").get(path).status == 200
    assert shop.signed_in("eva").get(path).status == 404


def test_sending_the_form_twice_books_once(shop: Shop) -> None:
    browser = shop.browser()
    path, summary = _summary(browser, "Atlantic facial", "12:00", **BRUNO)

    answers = [browser.send(summary, path, go="buy") for _ in range(2)]

    told = [browser.get(each.headers["location"]).words for each in answers]
    assert told[0] == told[1]
    assert len(shop.appointments()) == 1


def test_a_package_that_was_used_up_since_the_summary_is_not_replaced_unasked(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("first-tide", to="ana", overrides=("minimum",), reason="as agreed")
    browser = shop.signed_in("ana")
    path, summary = _summary(browser, "Atlantic facial", "12:00")
    shop.books("facial", for_="ana", at="2026-01-06T12:00")

    answer = browser.send(summary, path, go="buy")

    assert answer.status == 409
    assert "Your package cannot pay for Atlantic facial" in answer.words
    assert len(shop.appointments()) == 1


def test_who_pays_cannot_be_forged(shop: Shop) -> None:
    shop.knows("ana")
    shop.knows("eva")
    shop.sells("glow-10", to="ana")
    browser = shop.signed_in("eva")
    path, summary = _summary(browser, "Atlantic facial", "12:00")
    forged = {**summary.fields(), "told": "eva facial purchase pur-1", "go": "buy"}

    answer = browser.post(path, forged)

    assert answer.status == 409
    assert shop.appointments() == ()


def test_a_price_that_changed_since_the_summary_is_not_charged(shop: Shop) -> None:
    browser = shop.browser()
    path, summary = _summary(browser, "Atlantic facial", "12:00", **BRUNO)
    file = shop.folder / "catalog/services.yaml"
    file.write_text(file.read_text().replace("62.00", "72.00"))

    answer = shop.browser(cookies=browser.cookies).send(summary, path, go="buy")

    assert answer.status == 409
    assert "Something has changed since you opened this page." in answer.words
    assert shop.appointments() == ()


def test_what_was_told_of_another_service_does_not_count(shop: Shop) -> None:
    browser = shop.browser()
    told = _summary(browser, "Atlantic facial", "12:00", **BRUNO)[1].fields()["told"]
    path, summary = _summary(browser, "Sleep coaching", "17:00", **BRUNO)

    assert browser.send(summary, path, told=told, go="buy").status == 409
    assert shop.appointments() == ()


def test_a_class_shows_how_many_places_are_free(shop: Shop) -> None:
    shop.knows("eva")
    shop.books("sauna", for_="eva", at="2026-01-07T14:00", without_package=True)
    browser = shop.browser()
    path = browser.get("/").link("Book Sauna for four")

    page = browser.send(browser.get(path), path, **{"v0-1-day": "2026-01-07"})

    assert "14:00 3 free" in page.words


def _summary(browser: AsgiBrowser, service: str, clock: str, **fields: str) -> tuple[str, Answer]:
    path = browser.get("/").link(f"Book {service}")
    page = browser.get(path)
    chosen = {"v0-1-time": time_of(page, "v0-1", clock)}
    summary = browser.send(page, path, **fields, **chosen, go="summary")
    assert summary.status == 200, summary.words
    return path, summary
