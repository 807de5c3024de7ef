"""Booking a service: a package pays where one can, else the client pays on site."""

import re

from tests.rules import rule
from tests.web.shop import time_of
from tests.web.story import Story
from trafftpkg.domain.ids import ServiceId
from trafftpkg.engine.clients import new_client
from trafftpkg.web.addresses import Addresses


def test_a_time_that_was_just_taken_is_not_offered(page: Story) -> None:
    page.knows("ana")
    first = time_of(page.somebody().opens("Book Sleep coaching").form, "v0-1", "")

    page.books("coaching", for_="ana", at=first.split("|")[0], without_package=True)

    assert time_of(page.somebody().opens("Book Sleep coaching").form, "v0-1", "") != first


def test_with_whom_and_where_is_said_once_for_times_in_a_row(page: Story) -> None:
    bruno = page.somebody().opens("Book Deep tissue massage").on("2026-01-06")

    bruno.is_told("6 January 2026, morning · Inês · Chiado 09:15 09:30 09:45 10:00")
    bruno.is_told(
        "Afternoon · Tomás · Belém by the river 12:15 12:30", "14:00 Afternoon · Inês · Chiado 14:15"
    )


def test_with_whom_and_where_is_said_once_also_for_the_few_times_of_an_evening(page: Story) -> None:
    bruno = page.somebody().opens("Book Back and neck")

    bruno.is_told("Evening · Inês · Chiado 17:00 17:15")


def test_the_clients_package_is_applied_and_named(page: Story) -> None:
    page.has("ana", "glow-10")
    ana = page.client("ana").opens("Book Atlantic facial").at("12:00").reviews_well()
    ana.is_told("Paid by Your package Glow 10 , 1 session of it")

    ana.confirms_and_goes_on()

    assert page.visits() == ["facial at 2026-01-05T12:00 paid by pur-1"]
    ana.is_told("Paid by Glow 10")


def test_without_a_package_that_can_pay_it_is_paid_on_site(page: Story) -> None:
    bruno = page.somebody().opens("Book Atlantic facial").at("12:00").reviews_well()
    bruno.is_told("You, on site: €62.00")

    bruno.confirms()

    (visit,) = page.appointments()
    assert (visit.allocation, str(visit.due)) == ((), "62.00")


@rule("R-2.7")
def test_several_can_come_together_where_there_is_room_and_package_and_price_are_for_all(page: Story) -> None:
    page.has("ana", "yoga-20")
    ana = page.client("ana").opens("Book Morning yoga").at("").says(party="3").reviews_well()
    ana.is_told("Morning yoga for 3")
    ana.is_told("3 sessions of it")
    ana.confirms_and_goes_on()
    bruno = page.somebody().opens("Book Morning yoga").at("").says(party="2").reviews_well()
    bruno.is_told("You, on site: €28.00")
    bruno.confirms()

    assert [each.partition(" for ")[2] for each in page.visits()] == [
        "3 paid by pur-1",
        "2 paid by the client",
    ]
    crowd = page.somebody().opens("Book Morning yoga").at("").says(party="7", email="eva@example.com")
    crowd.reviews().is_told("1 to 6 people")
    page.somebody().opens("Book Atlantic facial").is_not_told("How many people")


@rule("R-1.21")
def test_a_newcomer_may_have_the_number_of_a_client_and_is_not_told_whose_it_is(page: Story) -> None:
    page.desk().clients.add(new_client("mum", phone="+351912345678"))
    bruno = page.somebody().opens("Book Atlantic facial").at("12:00").says(phone="912 345 678")

    bruno.reviews_well().confirms()

    assert [each.phone for each in page.desk().clients.clients()] == ["+351912345678"] * 2
    assert len(page.appointments()) == 1


def test_a_purchase_that_was_asked_for_pays_whatever_the_order(page: Story) -> None:
    page.has("ana", "glow-10")
    page.has("ana", "glow-10")
    ana = page.client("ana")
    second = re.findall(r'href="(/account/packages/[^"/]+)"', ana.browser.get("/account/packages").text)[1]

    ana.goes_to(second).opens("Book Atlantic facial")
    ana.is_told("paid by your package Glow 10")
    ana.at("12:00").reviews_well().confirms()

    assert page.visits() == ["facial at 2026-01-05T12:00 paid by pur-2"]


def test_a_purchase_in_the_address_opens_for_its_own_client_only(page: Story) -> None:
    ana = page.knows("ana")
    purchase = page.has("ana", "glow-10")
    path = Addresses(page.desk().door).redeeming(ana, purchase, ServiceId("facial"))

    assert page.client("ana").goes_to(path).status == 200
    assert page.client("eva").goes_to(path).status == 404


def test_sending_the_form_twice_books_once(page: Story) -> None:
    bruno = page.somebody().opens("Book Atlantic facial").at("12:00").reviews_well()

    told = [bruno.browser.get(bruno.confirms().led_to).words for _ in range(2)]

    assert told[0] == told[1]
    assert len(page.appointments()) == 1


def test_a_package_that_was_used_up_since_the_summary_is_not_replaced_unasked(page: Story) -> None:
    page.has("ana", "first-tide", overrides=("minimum",), reason="as agreed")
    ana = page.client("ana").opens("Book Atlantic facial").at("12:00").reviews_well()
    page.books("facial", for_="ana", at="2026-01-06T12:00")

    ana.confirms()

    assert ana.status == 409
    ana.is_told("Your package cannot pay for Atlantic facial")
    assert len(page.appointments()) == 1


def test_who_pays_cannot_be_forged(page: Story) -> None:
    ana = page.knows("ana")
    purchase = page.has("ana", "glow-10")
    eva = page.client("eva").opens("Book Atlantic facial").at("12:00").reviews_well()
    told = eva.form.fields()["told-self"]
    hers = Addresses(page.desk().door).own(ana, purchase)

    assert eva.presses("buy", payer=hers, **{f"told-{hers}": told}).status == 409
    eva.reviews_well()
    assert eva.presses("buy", payer="self", **{"told-self": "eva facial purchase pur-1"}).status == 409
    assert page.appointments() == ()


def test_a_price_that_changed_since_the_summary_is_not_charged(page: Story) -> None:
    bruno = page.somebody().opens("Book Atlantic facial").at("12:00").reviews_well()
    page.edits("services.yaml", "62.00", "72.00")

    bruno.comes_back().confirms()

    assert bruno.status == 409
    bruno.is_told("Something has changed since you opened this page.")
    assert page.appointments() == ()


def test_what_was_told_of_another_service_does_not_count(page: Story) -> None:
    bruno = page.somebody()
    told = bruno.opens("Book Atlantic facial").at("12:00").reviews_well().form.fields()["told-self"]

    bruno.starts_over().opens("Book Sleep coaching").at("17:00").reviews_well()

    assert bruno.presses("buy", **{"told-self": told}).status == 409
    assert page.appointments() == ()


def test_a_class_shows_how_many_places_are_free(page: Story) -> None:
    page.knows("eva")
    page.books("sauna", for_="eva", at="2026-01-07T14:00", without_package=True)

    bruno = page.somebody().opens("Book Sauna for four").on("2026-01-07")

    bruno.is_told("14:00 3 free")


@rule("R-5.12")
def test_for_anyone_each_start_is_shown_once_with_the_name_of_who_has_the_fewest_visits(page: Story) -> None:
    page.knows("ana")
    page.books("facial", for_="ana", at="2026-01-06T10:00", without_package=True)
    bruno = page.somebody().opens("Book Deep tissue massage").on("2026-01-06")
    starts = [each.split("|")[:2] for each in bruno.choices("v0-1-time")]

    assert len({at for at, _ in starts}) == len(starts) > 10
    assert ["2026-01-06T14:00:00+00:00", "tomas"] in starts
    bruno.is_told("Afternoon · Tomás · Belém by the river 12:15")
