"""Free times on the page are those that who pays can pay for: whatever is offered can be booked."""

from datetime import date

from tests.rules import rule
from tests.web.story import Story
from tests.web.visitor import Visitor
from trafftpkg.engine.requests.freeze import FreezePurchase


def with_package(page: Story, purchase: str = "pur-1", service: str = "Atlantic facial") -> Visitor:
    """Ana books a service with one of her packages, from her account."""
    ana = page.client("ana").goes_to("/account/packages")
    names = [each.terms.name for each in page.purchases() if each.id == purchase]
    return ana.opens(f"Book remaining visits of {names[0]}").opens(f"Book {service}")


@rule("R-5.7", "R-4.10")
def test_a_package_that_begins_later_has_times_from_its_first_day(page: Story) -> None:
    page.has("ana", "glow-10", starts=date(2026, 4, 1))

    ana = with_package(page)

    assert ana.days_offered() == [1, 2, 3, 4]
    ana.at("10:00").books()
    assert page.visits() == ["facial at 2026-04-01T10:00 paid by pur-1"]


@rule("R-5.7")
def test_a_package_has_times_until_its_last_day(page: Story) -> None:
    page.offers_package("soon", "validity: {days: 3}")
    page.has("ana", "soon")

    ana = with_package(page)

    assert ana.days_offered() == [5, 6, 7, 8]
    ana.on("2026-01-09").is_told("Please choose a day from 5 January 2026 to 8 January 2026.")


@rule("R-5.7", "R-4.6")
def test_a_frozen_package_has_times_after_the_freeze(page: Story) -> None:
    page.has("ana", "glow-10")
    page.does(FreezePurchase(purchase="pur-1", first=date(2026, 1, 5), last=date(2026, 1, 7), reason="ill"))

    ana = with_package(page)

    assert ana.days_offered() == [8, 9, 10]
    ana.at("10:00", day="2026-01-08").books().is_told("Paid by Glow 10")


@rule("R-5.7", "R-6.9")
def test_a_package_for_one_location_or_employee_has_their_times_only(page: Story) -> None:
    page.offers_package("there", "services: [{service: massage, max: 2}]", "only: {locations: [belem]}")
    page.offers_package("his", "services: [{service: massage, max: 2}]", "only: {employees: [tomas]}")
    page.has("ana", "there")
    page.has("ana", "his")

    there = with_package(page, "pur-1", "Deep tissue massage").on("2026-01-06")
    his = with_package(page, "pur-2", "Deep tissue massage").on("2026-01-06")

    for ana in (there, his):
        ana.is_not_told("14:00 Inês")
        assert not ana.is_offered("10:00")
        assert ana.is_offered("14:00")
    assert {each.split("|")[2] for each in there.choices("v0-1-time")} == {"belem"}
    assert {each.split("|")[1] for each in his.choices("v0-1-time")} == {"tomas"}


@rule("R-5.7")
def test_a_package_that_is_bought_has_times_as_long_as_it_will_be_valid(page: Story) -> None:
    page.offers_package("short", "validity: {days: 2}")

    bruno = page.somebody().opens("Choose Short").on("2026-01-06")

    assert bruno.days_offered() == [5, 6, 7]
    bruno.on("2026-01-08").is_told("Please choose a day from 5 January 2026 to 7 January 2026.")


@rule("R-5.7", "R-2.7")
def test_who_comes_with_others_sees_times_with_room_for_all(page: Story) -> None:
    page.adds("eva")
    page.books("sauna", for_="eva", at="2026-01-07T14:00", without_package=True, party=2)
    bruno = page.somebody().opens("Book Sauna for four").on("2026-01-07")
    assert bruno.is_offered("14:00")

    bruno.says(party="3").presses("times")

    assert not bruno.is_offered("14:00")
    assert bruno.is_offered("18:00")


@rule("R-5.7", "R-8.5")
def test_a_visit_can_be_moved_a_little_since_it_is_not_in_its_own_way(page: Story) -> None:
    page.has("ana", "glow-10")
    page.books("facial", for_="ana", at="2026-01-13T10:00")
    ana = page.client("ana").goes_to("/account").opens("Move Atlantic facial").at("10:15", day="2026-01-13")

    ana.confirms()

    assert page.visits() == ["facial at 2026-01-13T10:15 paid by pur-1"]


@rule("R-5.7", "R-8.5")
def test_a_visit_is_moved_only_to_where_its_package_still_pays(page: Story) -> None:
    page.offers_package("soon", "validity: {days: 9}")
    page.has("ana", "soon")
    page.books("facial", for_="ana", at="2026-01-13T10:00")

    ana = page.client("ana").goes_to("/account").opens("Move Atlantic facial")

    assert ana.on("2026-01-13").days_offered() == [12, 13, 14]


def test_a_package_that_was_used_up_meanwhile_is_told_and_the_time_is_kept(page: Story) -> None:
    page.offers_package("once", "services: [{service: facial, max: 1}]")
    page.has("ana", "once")
    ana = with_package(page).at("12:00")
    page.books("facial", for_="ana", at="2026-01-07T12:00")

    ana.comes_back().reviews()

    ana.is_told("Your package cannot pay for Atlantic facial on Mon 5 Jan 2026, 12:00. It has nothing left")
    assert "2026-01-05T12:00" in ana.keeps("v0-1-time")


def test_a_package_for_new_clients_is_sold_to_new_clients_only(page: Story) -> None:
    page.offers_package("hello", "on_sale: {new_clients_only: true}")
    page.has("ana", "glow-10")

    ana = page.client("ana").opens("Choose Hello").pays("on-site").reviews()
    bruno = page.somebody().opens("Choose Hello").pays("on-site").books()

    ana.is_told("Hello is for new clients only.")
    bruno.is_told("Thank you")


def test_a_package_leaves_the_page_on_the_day_after_its_season(page: Story) -> None:
    page.offers_package("frost", "on_sale: {until: 2026-01-06}")
    page.now = "2026-01-06T23:59"
    bruno = page.somebody().opens("Choose Frost").pays("on-site").reviews_well()

    bruno.comes_back("2026-01-07T00:01").confirms()

    assert bruno.status in (404, 409)
    assert page.purchases() == ()
    page.somebody().goes_to("/").is_not_told("Frost")
