"""When, how often, to whom and for which visits packages are sold; and when services begin."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from tests.lumen import LUMEN, employee, inclusion, location, package, service
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.catalogue import Shift
from trafftpkg.domain.ids import EmployeeId, LocationId
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.package import OnSale
from trafftpkg.domain.terms import Only


def season(**terms: Any) -> Any:
    return package("season", inclusion("facial", 3), on_sale=OnSale(**terms))


def restricted(**terms: Any) -> Any:
    return package("calm", inclusion("massage", 3), only=Only(**terms))


@rule("R-9.10")
@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("2026-02-28T23:59", "not_yet"),
        ("2026-03-01T00:00", None),
        ("2026-03-31T23:59", None),
        ("2026-04-01T00:00", "season_over"),
    ],
)
def test_a_season_lasts_from_its_first_day_to_its_last(business: Story, on: str, why: str | None) -> None:
    business.offers(season(first=date(2026, 3, 1), until=date(2026, 3, 31)))

    if why is None:
        assert business.sells("season", to="ana", on=on) == "pur-1"
        return
    with business.refuses("package_not_sold") as refusal:
        business.sells("season", to="ana", on=on)
    assert refusal.error.why == why
    assert business.sells("season", to="ana", overrides=("limit",)) == "pur-1"


@rule("R-9.10")
def test_only_so_many_are_sold_and_what_was_voided_can_be_sold_again(business: Story) -> None:
    business.offers(season(sales=2))
    first = business.sells("season", to="ana")
    business.sells("season", to="ana")

    with business.refuses("package_not_sold") as refusal:
        business.sells("season", to="eve")
    assert (refusal.error.why, refusal.error.sales) == ("sold_out", 2)
    business.transfers(1, of=first, to="ivo")
    business.refunds(first)
    business.sells("season", to="eve")
    with business.refuses("package_not_sold"):
        business.sells("season", to="eve")


@rule("R-9.10")
def test_a_season_counts_its_own_sales_only(business: Story) -> None:
    business.offers(season(sales=1))
    business.sells("season", to="ana", on="2026-03-31T23:59")
    business.offers(season(sales=1, first=date(2026, 4, 1)))

    business.sells("season", to="ana", on="2026-04-01T00:00")

    with business.refuses("package_not_sold"):
        business.sells("season", to="ana", on="2026-04-02")


@rule("R-9.10")
def test_a_client_is_new_who_has_bought_and_booked_nothing_that_stands(business: Story) -> None:
    business.offers(season(new_clients_only=True))
    business.voids(business.sells("facial-3", to="ana"))
    business.booking("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    with business.refuses("package_not_sold") as refusal:
        business.sells("season", to="ana")
    assert refusal.error.why == "not_new"

    business.cancels("apt-1")
    business.sells("season", to="ana")

    with business.refuses("package_not_sold"):
        business.sells("season", to="ana")


@rule("R-9.11")
def test_a_sale_books_at_most_so_many_and_the_rest_right_after_it(business: Story) -> None:
    least_and_most = replace(inclusion("facial", 5, least=1), max_at_purchase=2)
    business.offers(package("starter", least_and_most))
    days = [f"facial@2026-01-{day}T10:00" for day in (12, 13, 14)]

    with business.refuses("maximum_exceeded") as refusal:
        business.sells("starter", to="ana", book=tuple(days))
    assert (refusal.error.at_purchase, refusal.error.most, refusal.error.asked) == (True, 2, 3)
    business.sells("starter", to="ana", book=tuple(days[:2]))

    assert business.books("facial", for_="ana", at="2026-01-14T10:00") == "pur-1"


@rule("R-6.9")
@pytest.mark.parametrize(
    ("only", "at", "code"),
    [
        ({"days": (0, 1, 2, 3)}, "2026-01-15T10:00", "pays"),
        ({"days": (0, 1, 2, 3)}, "2026-01-16T10:00", "other_day"),
        ({"hours": ((540, 960),)}, "2026-01-12T08:59", "other_hours"),
        ({"hours": ((540, 960),)}, "2026-01-12T09:00", "pays"),
        ({"hours": ((540, 960),)}, "2026-01-12T15:59", "pays"),
        ({"hours": ((540, 960),)}, "2026-01-12T16:00", "other_hours"),
        ({"locations": (LocationId("harbour"),)}, "2026-01-12T10:00", "other_location"),
        ({"locations": (LocationId("centre"),)}, "2026-01-12T10:00", "pays"),
        ({"employees": (EmployeeId("ravi"),)}, "2026-01-12T10:00", "other_employee"),
        ({"employees": (EmployeeId("ravi"), EmployeeId("jo"))}, "2026-01-12T10:00", "pays"),
    ],
)
def test_a_package_pays_only_for_the_visits_it_says(
    business: Story, only: dict[str, Any], at: str, code: str
) -> None:
    business.offers(restricted(**only))
    purchase = business.sells("calm", to="ana")
    business.offers(restricted())
    business.opens(location("centre"))
    business.employs(employee("jo", "massage", "centre"))

    assert business.explains("massage", for_="ana", at=at)[purchase].code == code
    if code == "pays":
        assert business.books("massage", for_="ana", at=at) == purchase
        return
    with business.refuses("nothing_to_redeem") as refusal:
        business.books("massage", for_="ana", at=at)
    assert refusal.error.candidates[0].fate.only == Only(**only)


@rule("R-6.9")
def test_the_clock_of_the_location_decides_when_a_package_pays(business: Story) -> None:
    business.opens(location("harbour", "Atlantic/Azores"))
    business.offers(restricted(hours=((540, 720),)))
    purchase = business.sells("calm", to="ana")

    at_nine_there = "2026-01-12T09:00"

    assert business.books("massage", for_="ana", at=at_nine_there, location="harbour") == purchase


@rule("R-6.9")
def test_where_one_package_does_not_pay_the_next_one_does(business: Story) -> None:
    business.offers(restricted(days=(0,)), package("all", inclusion("massage", 3)))
    first, second = business.sells("calm", to="ana"), business.sells("all", to="ana")

    monday, tuesday = "2026-01-12T10:00", "2026-01-13T10:00"
    payers = [business.books("massage", for_="ana", at=at, location="centre") for at in (monday, tuesday)]

    assert payers == [first, second]
    assert (
        business.explains("massage", for_="ana", at="2026-01-20")[first].words
        == "pays only for visits on Mon"
    )


@rule("R-6.9")
def test_a_visit_does_not_move_to_where_its_package_does_not_pay(business: Story) -> None:
    business.offers(restricted(days=(0, 1)))
    business.sells("calm", to="ana")
    business.books("massage", for_="ana", at="2026-01-12T10:00", location="centre")

    with business.refuses("purchase_cannot_pay") as refusal:
        business.moves("apt-1", to="2026-01-14T10:00")

    assert [each.fate.code for each in refusal.error.candidates] == ["other_day"]
    assert business.moves("apt-1", to="2026-01-13T10:00").status == "booked"


@rule("R-6.9")
def test_of_all_who_are_free_one_for_whom_a_package_pays_goes_first(business: Story) -> None:
    business.employs(employee("abe", "massage", "centre"), employee("jo", "massage", "centre"))
    business.offers(restricted(employees=(EmployeeId("jo"),)))
    business.sells("calm", to="ana")

    at = "2026-01-12T10:00"
    (visit,) = business.booking("massage", for_="ana", at=at, employee="any").appointments

    assert visit.visit.employee == "jo"
    assert business.moves(visit.id, to="2026-01-13T10:00", employee="any").visit.employee == "jo"
    (sale,) = business.sells("calm", to="eve", book=("massage@2026-01-14T10:00/any",)).splitlines()
    assert business.purchase(sale).holds[0].employee == "jo"


def daily(**changes: Any) -> Any:
    """A class at 07:00 every day, and at 18:30 on Wednesdays too."""
    times = (*((day, 420) for day in range(7)), (2, 1110))
    return service("yoga", 60, "15.00", capacity=3, timetable=tuple(sorted(times)), **changes)


@rule("R-5.14")
def test_a_class_begins_by_its_timetable_and_not_otherwise(business: Story) -> None:
    business.gives(daily())
    business.sells("yoga-20", to="ana")

    assert business.slots("yoga", "2026-01-14", location="harbour") == [("06:00", 3), ("17:30", 3)]
    with business.refuses("outside_hours") as refusal:
        business.books("yoga", for_="ana", at="2026-01-14T07:15")
    assert [f"{each:%d %H:%M}" for each in refusal.error.coming] == ["14 06:00", "14 17:30", "15 06:00"]
    assert business.books("yoga", for_="ana", at="2026-01-14T07:00") == "pur-1"
    with business.refuses("outside_hours"):
        business.moves("apt-1", to="2026-01-15T08:00")
    assert business.moves("apt-1", to="2026-01-15T08:00", overrides=("hours",)).status == "booked"


@rule("R-5.14")
def test_a_class_that_is_over_is_not_named_as_the_next(business: Story) -> None:
    business.gives(daily())
    business.sells("yoga-20", to="ana")

    with business.refuses("outside_hours") as refusal:
        business.booking("yoga", for_="ana", at="2026-01-14T20:00", employee="any", on="2026-01-14T12:00")

    assert [f"{each:%d %H:%M}" for each in refusal.error.coming] == ["14 17:30", "15 06:00", "16 06:00"]


@rule("R-5.14")
def test_a_class_is_not_given_where_nobody_works_nor_on_closed_days(business: Story) -> None:
    evenings = (Shift(weekday=2, start=time(16), end=time(22)),)
    closed = DaySpan(first=date(2026, 1, 21), last=date(2026, 1, 21))
    business.gives(daily())
    business.employs(employee("ravi", "yoga coaching", "harbour", evenings))
    business.opens(location("harbour", closed=(closed,)))

    days = [business.slots("yoga", day) for day in ("2026-01-14", "2026-01-15", "2026-01-21")]

    assert days == [[("17:30", 3)], [], []]


@rule("R-5.14")
@pytest.mark.parametrize(
    ("day", "starts"),
    [("2026-03-28", ["01:30"]), ("2026-03-29", []), ("2026-10-25", ["00:30"]), ("2026-10-26", ["01:30"])],
)
def test_on_days_of_a_clock_change_a_class_is_given_once_or_not(
    business: Story, day: str, starts: list[str]
) -> None:
    nights = service("yoga", 60, "15.00", timetable=tuple((day, 150) for day in range(7)))
    always = tuple(Shift(weekday=day, start=time(0), end=None) for day in range(7))
    business.gives(nights)
    business.employs(employee("ravi", "yoga", "harbour", always))

    assert [start for start, _ in business.slots("yoga", day)] == starts


def test_a_gift_and_an_old_sale_keep_which_visits_they_pay_for(business: Story) -> None:
    business.offers(restricted(days=(0,)))
    given = business.transfers(1, of=business.sells("calm", to="ana"), to="eve")

    assert business.purchase(given).terms.only == Only(days=(0,))


@rule("R-13.1")
def test_what_was_sold_keeps_its_name_in_all_languages(business: Story) -> None:
    texts = (("fr", "name", "Trois soins"), ("fr", "description", "Pour vous."))
    business.offers(package("trio", inclusion("facial", 3), texts=texts))

    terms = business.purchase(business.sells("trio", to="ana")).terms

    assert [terms.text_in(each).name for each in ("en", "fr", "de")] == ["Trio", "Trois soins", "Trio"]
    assert terms.texts == texts[:1]


@rule("R-13.1")
def test_a_catalogue_is_told_in_a_language_as_far_as_it_has_it() -> None:
    facial = replace(LUMEN.services["facial"], texts=(("fr", "name", "Soin"),))  # type: ignore[index]
    catalogue = replace(LUMEN, services={facial.id: facial}).text_in("fr")

    assert catalogue.services[facial.id].name == "Soin"
    assert catalogue.packages == LUMEN.packages
