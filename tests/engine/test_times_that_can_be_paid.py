"""R-5.7: of the free times, those for which somebody can pay."""

from datetime import date
from typing import Any

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.terms import Only, Validity

DAYS = ("2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15")


def days_with_times(business: Story, **paid: Any) -> list[str]:
    """Return on which of four days a facial can be booked."""
    return [each for each in DAYS if business.slots("facial", each, **paid)]


@rule("R-5.7", "R-4.10")
def test_a_purchase_pays_from_its_first_day_to_its_last(business: Story) -> None:
    business.offers(package("two-days", inclusion("facial", 1), validity=Validity(days=1)))
    purchase = business.sells("two-days", to="ana", starts="2026-01-13")

    assert days_with_times(business, payer=purchase) == ["2026-01-13", "2026-01-14"]


@rule("R-5.7", "R-4.6")
def test_a_frozen_day_has_no_times(business: Story) -> None:
    purchase = business.sells("glow-10", to="ana")
    business.freezes(purchase, from_="2026-01-13", until="2026-01-14")

    assert days_with_times(business, payer=purchase) == ["2026-01-12", "2026-01-15"]


@rule("R-5.7", "R-6.9")
def test_a_package_that_pays_in_some_hours_on_some_days_has_only_those_times(business: Story) -> None:
    only = Only(days=(1, 2), hours=((600, 660),))
    business.offers(package("mornings", inclusion("facial", 1), only=only))
    purchase = business.sells("mornings", to="ana")

    assert days_with_times(business, payer=purchase) == ["2026-01-13", "2026-01-14"]
    local = ["10:00", "10:15", "10:30", "10:45"]
    found = [start for start, _ in business.slots("facial", "2026-01-13", payer=purchase)]
    assert found == [f"{int(each[:2]) - 1:02}{each[2:]}" for each in local]


@rule("R-5.7")
def test_a_sale_pays_as_long_as_it_would_be_valid(business: Story) -> None:
    business.now = "2026-01-12T06:00"
    business.offers(
        package("two-days", inclusion("facial", 1), validity=Validity(days=1)),
        package(
            "from-first", inclusion("facial", 1), validity=Validity(days=1), validity_from="first-appointment"
        ),
        package("until", inclusion("facial", 1), validity=Validity(until=date(2026, 1, 14))),
    )

    assert days_with_times(business, package="two-days") == ["2026-01-12", "2026-01-13"]
    assert days_with_times(business, package="from-first") == list(DAYS)
    assert days_with_times(business, package="until") == ["2026-01-12", "2026-01-13", "2026-01-14"]
    assert business.recorded() == 0


@rule("R-5.7", "R-8.5")
def test_a_visit_is_not_in_its_own_way_when_it_is_moved(business: Story) -> None:
    business.offers(package("two-days", inclusion("facial", 1), validity=Validity(days=9)))
    business.sells("two-days", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")

    free = [start for start, _ in business.slots("facial", "2026-01-12")]
    for_it = [start for start, _ in business.slots("facial", "2026-01-12", moving=visit)]

    assert "09:15" not in free
    assert {"08:15", "08:45", "09:15", "09:45"} <= set(for_it)
    assert days_with_times(business, moving=visit) == ["2026-01-12", "2026-01-13", "2026-01-14"]
    for start in for_it:
        assert business.moves(visit, to=f"2026-01-12T{start}Z").id == visit
