"""Booking a service: a package pays where one can, else the client pays on site."""

import re

from tests.rules import rule
from tests.web.shop import Shop, time_of
from tests.web.visitor import client, newcomer
from trafftpkg.domain.ids import ServiceId
from trafftpkg.engine.clients import new_client
from trafftpkg.web.addresses import Addresses


def test_a_time_that_was_just_taken_is_not_offered(shop: Shop) -> None:
    shop.knows("ana")
    first = time_of(newcomer(shop).opens("Book Sleep coaching").form, "v0-1", "")

    shop.books("coaching", for_="ana", at=first.split("|")[0], without_package=True)

    assert time_of(newcomer(shop).opens("Book Sleep coaching").form, "v0-1", "") != first


def test_the_clients_package_is_applied_and_named(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    ana = client(shop, "ana").opens("Book Atlantic facial").at("12:00").reviews_well()
    assert ana.sees("Paid by Your package Glow 10 , 1 session of it")

    ana.confirms_and_goes_on()

    (visit,) = shop.appointments()
    assert [each.purchase for each in visit.allocation] == ["pur-1"]
    assert ana.sees("Paid by your package Glow 10")


def test_without_a_package_that_can_pay_it_is_paid_on_site(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Book Atlantic facial").at("12:00").reviews_well()
    assert bruno.sees("You, on site: €62.00")

    bruno.confirms()

    (visit,) = shop.appointments()
    assert (visit.allocation, str(visit.due)) == ((), "62.00")


@rule("R-2.7")
def test_several_can_come_together_where_there_is_room_and_package_and_price_are_for_all(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("yoga-20", to="ana")
    ana = client(shop, "ana").opens("Book Morning yoga").at("").says(party="3").reviews_well()
    assert ana.sees("Morning yoga for 3")
    assert ana.sees("3 sessions of it")
    ana.confirms_and_goes_on()
    bruno = newcomer(shop).opens("Book Morning yoga").at("").says(party="2").reviews_well()
    assert bruno.sees("You, on site: €28.00")
    bruno.confirms()

    assert sorted(each.visit.party for each in shop.appointments()) == [2, 3]
    crowd = newcomer(shop).opens("Book Morning yoga").at("").says(party="7", email="eva@example.com")
    assert crowd.reviews().sees("1 to 6 people")
    assert not newcomer(shop).opens("Book Atlantic facial").sees("How many people")


@rule("R-1.21")
def test_a_newcomer_may_have_the_number_of_a_client_and_is_not_told_whose_it_is(shop: Shop) -> None:
    shop.desk().clients.add(new_client("mum", phone="+351912345678"))
    bruno = newcomer(shop).opens("Book Atlantic facial").at("12:00").says(phone="912 345 678")

    bruno.reviews_well().confirms()

    assert [each.phone for each in shop.desk().clients.clients()] == ["+351912345678"] * 2
    assert len(shop.appointments()) == 1


def test_a_purchase_that_was_asked_for_pays_whatever_the_order(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    shop.sells("glow-10", to="ana")
    ana = client(shop, "ana")
    second = re.findall(r'href="(/account/packages/[^"/]+)"', ana.browser.get("/account/packages").text)[1]

    ana.goes_to(second).opens("Book Atlantic facial")
    assert ana.sees("paid by your package Glow 10")
    ana.at("12:00").reviews_well().confirms()

    assert [each.purchase for each in shop.appointments()[0].allocation] == ["pur-2"]


def test_a_purchase_in_the_address_opens_for_its_own_client_only(shop: Shop) -> None:
    ana = shop.knows("ana")
    shop.knows("eva")
    purchase = shop.sells("glow-10", to="ana").id
    path = Addresses(shop.desk().door).redeeming(ana, purchase, ServiceId("facial"))

    assert client(shop, "ana").goes_to(path).status == 200
    assert client(shop, "eva").goes_to(path).status == 404


def test_sending_the_form_twice_books_once(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Book Atlantic facial").at("12:00").reviews_well()

    told = [bruno.browser.get(bruno.confirms().led_to).words for _ in range(2)]

    assert told[0] == told[1]
    assert len(shop.appointments()) == 1


def test_a_package_that_was_used_up_since_the_summary_is_not_replaced_unasked(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("first-tide", to="ana", overrides=("minimum",), reason="as agreed")
    ana = client(shop, "ana").opens("Book Atlantic facial").at("12:00").reviews_well()
    shop.books("facial", for_="ana", at="2026-01-06T12:00")

    ana.confirms()

    assert ana.status == 409
    assert ana.sees("Your package cannot pay for Atlantic facial")
    assert len(shop.appointments()) == 1


def test_who_pays_cannot_be_forged(shop: Shop) -> None:
    ana = shop.knows("ana")
    shop.knows("eva")
    purchase = shop.sells("glow-10", to="ana").id
    eva = client(shop, "eva").opens("Book Atlantic facial").at("12:00").reviews_well()
    told = eva.form.fields()["told-self"]
    hers = Addresses(shop.desk().door).own(ana, purchase)

    assert eva.presses("buy", payer=hers, **{f"told-{hers}": told}).status == 409
    eva.reviews_well()
    assert eva.presses("buy", payer="self", **{"told-self": "eva facial purchase pur-1"}).status == 409
    assert shop.appointments() == ()


def test_a_price_that_changed_since_the_summary_is_not_charged(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Book Atlantic facial").at("12:00").reviews_well()
    shop.edits("services.yaml", "62.00", "72.00")

    bruno.comes_back().confirms()

    assert bruno.status == 409
    assert bruno.sees("Something has changed since you opened this page.")
    assert shop.appointments() == ()


def test_what_was_told_of_another_service_does_not_count(shop: Shop) -> None:
    bruno = newcomer(shop)
    told = bruno.opens("Book Atlantic facial").at("12:00").reviews_well().form.fields()["told-self"]

    bruno.starts_over().opens("Book Sleep coaching").at("17:00").reviews_well()

    assert bruno.presses("buy", **{"told-self": told}).status == 409
    assert shop.appointments() == ()


def test_a_class_shows_how_many_places_are_free(shop: Shop) -> None:
    shop.knows("eva")
    shop.books("sauna", for_="eva", at="2026-01-07T14:00", without_package=True)

    bruno = newcomer(shop).opens("Book Sauna for four").on("2026-01-07")

    assert bruno.sees("14:00 3 free")


@rule("R-5.12")
def test_for_anyone_each_start_is_shown_once_with_the_name_of_who_has_the_fewest_visits(shop: Shop) -> None:
    shop.knows("ana")
    shop.books("facial", for_="ana", at="2026-01-06T10:00", without_package=True)
    page = newcomer(shop).opens("Book Deep tissue massage").on("2026-01-06").form
    starts = re.findall(r'name="v0-1-time" value="(2026-01-06[^|]+)\|([^|]+)\|', page.text)

    assert len({at for at, _ in starts}) == len(starts) > 10
    with_both = dict(starts)["2026-01-06T14:00:00+00:00"]
    assert with_both == "tomas"
    assert "14:00 Tomás" in page.words
