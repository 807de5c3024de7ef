"""R-2.7: several who come together take as many places, and as many units of one purchase."""

from decimal import Decimal

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story

CLASS = "2026-01-12T18:00"


@pytest.fixture
def studio(business: Story) -> Story:
    """Yoga takes three at a time; Ana has ten visits, of which six may be yoga."""
    business.offers(
        package("mix", inclusion("yoga", 6), inclusion("facial", 10), total=10),
        package("double", inclusion("yoga", 6, uses=2)),
        package("hours", inclusion("yoga", 150, unit="minute"), unit="minute"),
    )
    business.sells("mix", to="ana")
    return business


@rule("R-2.7")
def test_a_party_takes_its_units_that_many_times_and_gives_them_back_together(studio: Story) -> None:
    booked = studio.booking("yoga", for_="ana", at=CLASS, party=3)

    assert [(each.visit.party, each.units) for each in booked.appointments] == [(3, 3)]
    assert studio.balance("pur-1").booked == 3
    studio.cancels("apt-1")
    assert studio.balance("pur-1").available == 10


@rule("R-2.7")
def test_uses_count_for_each_of_a_party(studio: Story) -> None:
    studio.sells("double", to="bea")

    assert studio.booking("yoga", for_="bea", at=CLASS, party=2).appointments[0].units == 4


@rule("R-2.7", "R-5.4")
def test_a_party_takes_as_many_places_of_a_class(studio: Story) -> None:
    studio.sells("mix", to="bea")
    studio.books("yoga", for_="ana", at=CLASS, party=2)

    with studio.refuses("employee_not_available") as refusal:
        studio.books("yoga", for_="bea", at=CLASS, party=2)
    assert refusal.error.why == "full"
    assert ("17:00", 1) in studio.slots("yoga", "2026-01-12")
    studio.books("yoga", for_="bea", at=CLASS)
    studio.moves("apt-1", to="2026-01-13T18:00")
    assert ("17:00", 1) in studio.slots("yoga", "2026-01-13")


@rule("R-2.7")
def test_a_party_that_no_class_takes_is_refused_with_how_many_it_takes(studio: Story) -> None:
    for service, places in (("yoga", 3), ("facial", 1)):
        with studio.refuses("employee_not_available") as refusal:
            studio.books(service, for_="ana", at="2026-01-12T10:00", employee=None, party=4)
        assert (refusal.error.why, refusal.error.places) == ("party_too_large", places)


@rule("R-2.7")
def test_a_party_is_paid_by_one_purchase_or_not_at_all(studio: Story) -> None:
    studio.sells("hours", to="bea")
    studio.sells("hours", to="bea")

    assert studio.booking("yoga", for_="bea", at=CLASS, party=2).appointments[0].units == 120
    with studio.refuses("nothing_to_redeem") as refusal:
        studio.books("yoga", for_="bea", at="2026-01-13T18:00", party=3)
    assert {each.fate.code for each in refusal.error.candidates} == {"too_few"}


@rule("R-2.7")
def test_the_maximum_of_a_service_counts_each_of_a_party(studio: Story) -> None:
    studio.books("yoga", for_="ana", at=CLASS, party=3)
    studio.books("yoga", for_="ana", at="2026-01-13T18:00", party=2)

    with studio.refuses("nothing_to_redeem") as refusal:
        studio.books("yoga", for_="ana", at="2026-01-14T18:00", party=2)
    (candidate,) = refusal.error.candidates
    assert (candidate.fate.code, candidate.fate.units, candidate.fate.takes) == ("too_few", 1, 2)


@rule("R-2.7")
def test_without_a_package_a_party_pays_the_price_of_each(studio: Story) -> None:
    (visit,) = studio.booking("yoga", for_="ana", at=CLASS, party=3, without_package=True).appointments

    assert (visit.price, visit.due) == (Decimal("45.00"), Decimal("45.00"))
    studio.redeems("apt-1")
    assert studio.balance("pur-1").booked == 3


@rule("R-2.7")
def test_a_party_stays_one_when_it_is_moved(studio: Story) -> None:
    studio.books("yoga", for_="ana", at=CLASS, party=2)

    assert studio.moves("apt-1", to="2026-01-13T18:00").visit.party == 2
    assert studio.balance("pur-1").booked == 2
