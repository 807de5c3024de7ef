"""R-2.7: several who come together take as many places, and as many units of one purchase."""

from decimal import Decimal

import pytest

from tests.lumen import inclusion, package, service
from tests.rules import rule
from tests.story import Story
from trafftpkg.engine.requests.cancel import SetAside

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
    for named, places in (("yoga", 3), ("facial", 1)):
        with studio.refuses("employee_not_available") as refusal:
            studio.books(named, for_="ana", at="2026-01-12T10:00", employee=None, party=4)
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


@rule("R-8.8")
def test_some_of_a_party_cancel_and_the_others_still_come(studio: Story) -> None:
    studio.books("yoga", for_="ana", at=CLASS, party=3)

    rest, gone = studio.cancels("apt-1", places=1).appointments

    assert (rest.id, rest.status, rest.visit.party, rest.units) == ("apt-1", "booked", 2, 2)
    assert (gone.id, gone.status, gone.visit.party, gone.units) == ("apt-2", "cancelled", 1, 0)
    balance = studio.balance("pur-1")
    assert (balance.available, balance.booked) == (8, 2)
    assert ("17:00", 1) in studio.slots("yoga", "2026-01-12")
    studio.cancels("apt-1")
    assert studio.balance("pur-1").available == 10


@rule("R-8.8", "R-8.1")
def test_who_of_a_party_cancels_late_is_kept_or_forgiven_by_the_policy(studio: Story) -> None:
    studio.cancellation(forgiven=1)
    studio.sells("double", to="bea", on="2026-01-06")
    studio.books("yoga", for_="bea", at=CLASS, party=3)

    forgiven = studio.cancels("apt-1", places=1, on="2026-01-12T12:00")
    kept = studio.cancels("apt-1", places=1)

    assert [each.appointment for each in forgiven.forgiven] == ["apt-2"]
    assert kept.appointments[1].units == 2
    balance = studio.balance("pur-2")
    assert (balance.available, balance.booked, balance.used) == (8, 2, 2)


@rule("R-8.8")
def test_all_places_are_the_whole_visit_and_more_are_refused(studio: Story) -> None:
    studio.books("yoga", for_="ana", at=CLASS, party=2)

    for places in (0, 3):
        with studio.refuses("usage") as refusal:
            studio.cancels("apt-1", places=places)
        assert (refusal.error.reason, refusal.error.limit) == ("more_than_come", 2)
    (whole,) = studio.cancels("apt-1", places=2).appointments

    assert (whole.id, whole.status) == ("apt-1", "cancelled")


@rule("R-8.8")
def test_the_share_of_the_price_of_who_does_not_come_is_no_longer_due(studio: Story) -> None:
    studio.gives(service("yoga", 60, "10.01", capacity=3, taxes=("vat", "city")))
    studio.booking("yoga", for_="bea", at=CLASS, party=3, without_package=True)
    studio.takes(None, for_="apt-1")

    rest, gone = studio.cancels("apt-1", places=1).appointments

    assert (rest.price, rest.owed, rest.paid) == (Decimal("31.28"), Decimal("20.85"), Decimal("31.28"))
    assert (gone.price, gone.due) == (None, None)
    assert studio.refunds_visit("apt-1") == Decimal("10.43")


@rule("R-8.8")
def test_a_share_of_the_price_that_is_kept_stays_due(studio: Story) -> None:
    studio.booking("yoga", for_="bea", at=CLASS, party=2, without_package=True)

    rest, gone = studio.cancels("apt-1", places=1, on="2026-01-12T12:00").appointments

    assert (rest.visit.party, rest.due) == (1, Decimal("30.00"))
    assert (gone.visit.party, gone.due) == (1, None)


@rule("R-8.8", "R-8.2")
@pytest.mark.parametrize(("verdict", "used"), [("keep", 3), ("release", 2), (None, 2)])
def test_some_of_a_party_were_missed(studio: Story, verdict: SetAside | None, used: int) -> None:
    studio.cancellation(forgiven=1)
    studio.sells("double", to="bea", on="2026-01-06")
    studio.books("yoga", for_="bea", at=CLASS, party=3)

    rest, gone = studio.misses("apt-1", on="2026-01-12T19:30", verdict=verdict, places=1).appointments

    assert (rest.id, rest.status, rest.visit.party) == ("apt-1", "booked", 2)
    assert (gone.id, gone.status, gone.visit.party) == ("apt-2", "no_show", 1)
    assert studio.balance("pur-2").used == used * 2
    studio.undoes()
    assert (studio.appointment("apt-1").visit.party, studio.balance("pur-2").used) == (3, 6)


@rule("R-8.8")
def test_who_was_missed_at_a_price_no_longer_owes_a_share_that_is_released(studio: Story) -> None:
    studio.booking("yoga", for_="bea", at=CLASS, party=2, without_package=True)

    rest, gone = studio.misses("apt-1", on="2026-01-13T09:00", verdict="release", places=1).appointments

    assert (rest.due, gone.due) == (Decimal("15.00"), None)


@rule("R-8.8", "R-12.4")
def test_that_some_do_not_come_is_taken_back_while_there_is_room(studio: Story) -> None:
    studio.books("yoga", for_="ana", at=CLASS, party=3)
    studio.cancels("apt-1", places=2)
    studio.undoes()
    assert (studio.appointment("apt-1").visit.party, studio.balance("pur-1").booked) == (3, 3)
    with studio.refuses("already_cancelled"):
        studio.corrects("apt-2", was="cancelled", verdict="keep")

    studio.cancels("apt-1", places=2)
    studio.sells("mix", to="bea")
    studio.books("yoga", for_="bea", at=CLASS)
    with studio.refuses("employee_not_available"):
        studio.undoes(studio.recorded() - 2)


@rule("R-8.8", "R-12.1")
def test_who_was_there_after_all_is_set_right(studio: Story) -> None:
    studio.books("yoga", for_="ana", at=CLASS, party=3)
    studio.cancels("apt-1", places=1)

    studio.corrects("apt-2", was="used", on="2026-01-13")

    assert (studio.balance("pur-1").used, studio.appointment("apt-2").units) == (3, 1)


@rule("R-2.7")
def test_free_times_for_a_party_have_that_many_places(studio: Story) -> None:
    studio.books("yoga", for_="ana", at=CLASS, party=2)

    assert ("17:00", 1) in studio.slots("yoga", "2026-01-12")
    assert all(places == 3 for _, places in studio.slots("yoga", "2026-01-12", party=2))
    with studio.refuses("usage") as refusal:
        studio.slots("yoga", "2026-01-12", party=4)
    assert refusal.error.reason == "more_than_capacity"
