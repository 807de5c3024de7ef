"""R-12.1: what really became of a visit is said later, and all follows as if it had been said at once."""

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import worth_at


@pytest.fixture
def lenient() -> Story:
    """A business that forgives once."""
    business = Story()
    business.cancellation(forgiven=1)
    return business


def visits(business: Story, *days: int) -> list[str]:
    return [
        business.makes_appointment("facial", for_="ana", at=f"2026-01-{day}T10:00", on="2026-01-05")
        for day in days
    ]


def sells_ten_days_from_the_first_visit(business: Story) -> str:
    business.offers(
        package(
            "first", inclusion("facial", 4), validity=Validity(days=10), validity_from="first-appointment"
        )
    )
    return business.sells("first", to="ana")


@rule("R-12.1")
def test_a_visit_missed_by_mistake_was_used(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    (visit,) = visits(business, 12)
    business.misses(visit, on="2026-01-12T12:00", verdict="release")
    assert business.counts(sold) == {"available": 10}

    business.corrects(visit, was="used", on="2026-01-13")

    assert business.counts(sold) == {"available": 9, "used": 1}
    assert business.appointment(visit).status == "booked"
    assert str(worth_at(business.purchase(sold), business.moment()).used) == "48.00"
    with business.refuses("usage"):
        business.corrects(visit, was="used")


@rule("R-12.1")
def test_a_visit_that_took_place_on_paper_was_cancelled_in_time(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    (visit,) = visits(business, 12)

    business.corrects(visit, was="cancelled", on="2026-01-13", verdict="release")

    assert business.counts(sold) == {"available": 10}
    assert business.appointment(visit).status == "cancelled"
    assert worth_at(business.purchase(sold), business.moment()).used == 0


@rule("R-12.1")
def test_a_correction_that_was_wrong_leaves_a_visit_cancelled_when_it_was(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    (visit,) = visits(business, 12)
    business.cancels(visit, on="2026-01-10")
    business.corrects(visit, was="no-show", on="2026-01-13")
    assert business.counts(sold) == {"available": 9, "used": 1}

    business.corrects(visit, was="cancelled")

    assert business.counts(sold) == {"available": 10}
    with business.refuses("usage"):
        business.corrects(visit, was="cancelled")


@rule("R-12.1", "R-8.4")
def test_what_the_business_called_off_stays_released_when_a_correction_is_corrected(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    (visit,) = visits(business, 12)
    business.cancels(visit, by="business", on="2026-01-12T09:00")
    with business.refuses("usage"):
        business.corrects(visit, was="cancelled")
    business.corrects(visit, was="used", on="2026-01-13")

    business.corrects(visit, was="cancelled")

    assert business.counts(sold) == {"available": 10}


@rule("R-12.1", "R-12.4")
def test_a_cancellation_that_was_undone_says_nothing_about_when_a_visit_was_cancelled(
    business: Story,
) -> None:
    sold = business.sells("glow-10", to="ana")
    (visit,) = visits(business, 12)
    business.cancels(visit, on="2026-01-10")
    business.undoes()

    business.corrects(visit, was="cancelled", on="2026-01-13")

    assert business.counts(sold) == {"available": 9, "used": 1}


@rule("R-12.1", "R-8.7")
def test_forgiveness_goes_to_who_would_have_had_it_and_is_said(lenient: Story) -> None:
    sold = lenient.sells("glow-10", to="ana")
    first, second = visits(lenient, 12, 13)
    lenient.misses(first, on="2026-01-12T12:00")
    lenient.misses(second, on="2026-01-13T12:00")
    assert lenient.counts(sold) == {"available": 9, "used": 1}

    outcome = lenient.corrects(first, was="used", on="2026-01-14")

    assert [each.id for each in outcome.appointments] == [first, second]
    assert [(each.appointment, each.used, each.of) for each in outcome.forgiven] == [(second, 1, 1)]
    assert lenient.counts(sold) == {"available": 9, "used": 1}
    assert (lenient.appointment(first).units, lenient.appointment(second).units) == (1, 0)

    lenient.corrects(first, was="no-show", on="2026-01-15")

    assert (lenient.appointment(first).units, lenient.appointment(second).units) == (0, 1)
    assert lenient.purchase(sold).forgiven == 1


@rule("R-12.1")
def test_a_visit_that_staff_kept_is_not_forgiven_afterwards(lenient: Story) -> None:
    lenient.sells("glow-10", to="ana")
    first, second = visits(lenient, 12, 13)
    lenient.misses(first, on="2026-01-12T12:00")
    lenient.misses(second, on="2026-01-13T12:00", verdict="keep")

    (corrected,) = lenient.corrects(first, was="used", on="2026-01-14").appointments

    assert corrected.id == first
    assert lenient.appointment(second).units == 1


@rule("R-12.1")
def test_what_was_released_and_went_otherwise_is_not_there_any_more(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    (visit,) = visits(business, 12)
    business.misses(visit, on="2026-01-12T12:00", verdict="release")
    business.transfers(3, of=sold, to="eve")

    with business.refuses("not_enough_units") as refusal:
        business.corrects(visit, was="used")

    assert (refusal.error.available, refusal.error.asked) == (0, 1)


@rule("R-12.1")
def test_what_was_released_and_has_lapsed_since_was_used(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    (visit,) = visits(business, 12)
    business.misses(visit, on="2026-01-12T12:00", verdict="release")
    business.expires(on="2026-03-01")
    assert business.counts(sold) == {"lapsed": 3}

    business.corrects(visit, was="used")
    assert business.counts(sold) == {"used": 1, "lapsed": 2}

    business.corrects(visit, was="no-show", verdict="release")
    assert business.counts(sold) == {"lapsed": 3}
    assert [each.id for each in business.expires().purchases] == [sold]
    assert business.expires().purchases == ()


@rule("R-12.1")
@pytest.mark.parametrize(("end", "after"), [("voided", "voided"), ("refunded", "refunded")])
def test_what_was_released_and_ended_since_was_used(business: Story, end: str, after: str) -> None:
    sold = business.sells("facial-3", to="ana")
    (visit,) = visits(business, 12)
    business.misses(visit, on="2026-01-12T12:00", verdict="release")
    if end == "voided":
        business.voids(sold)
    else:
        business.refunds(sold)

    business.corrects(visit, was="used", on="2026-01-13")

    assert business.counts(sold) == {"used": 1, after: 2}
    # What was paid back stands: of a refund the visit is due now.
    assert str(business.purchase(sold).paid) == ("150.00" if end == "voided" else "0.00")


@rule("R-12.1")
def test_a_first_visit_that_took_place_after_all_starts_the_validity(business: Story) -> None:
    sold = sells_ten_days_from_the_first_visit(business)
    (visit,) = visits(business, 12)
    business.cancels(visit, on="2026-01-06")
    assert business.last_day(sold) is None

    business.corrects(visit, was="used", on="2026-01-13")
    assert business.last_day(sold) == "2026-01-22"

    business.corrects(visit, was="cancelled", verdict="release")
    assert business.last_day(sold) is None


@rule("R-12.1", "R-4.6")
def test_a_first_visit_that_took_place_after_all_counts_what_was_frozen_meanwhile(business: Story) -> None:
    sold = sells_ten_days_from_the_first_visit(business)
    (visit,) = visits(business, 12)
    business.cancels(visit, on="2026-01-06")
    business.freezes(sold, from_="2026-01-14", until="2026-01-15")

    business.corrects(visit, was="used", on="2026-01-13")

    assert business.last_day(sold) == "2026-01-24"


@rule("R-12.1")
def test_a_first_visit_that_would_leave_another_outside_is_not_corrected(business: Story) -> None:
    sells_ten_days_from_the_first_visit(business)
    first, _ = visits(business, 12, 21)
    business.cancels(first, on="2026-01-06")
    business.moves("apt-2", to="2026-01-28T10:00")

    with business.refuses("appointments_ahead") as refusal:
        business.corrects(first, was="used", on="2026-01-13")

    assert refusal.error.appointments == ("apt-2",)


@rule("R-12.1")
def test_time_that_was_made_good_for_a_visit_that_took_place_is_taken_back(business: Story) -> None:
    business.offers(package("late", inclusion("facial", 3), validity=Validity(days=6), redeem_by="booking"))
    sold = business.sells("late", to="ana")
    (visit,) = visits(business, 20)
    business.cancels(visit, by="business", on="2026-01-19")
    assert business.status(sold) == "active"

    business.corrects(visit, was="used", on="2026-01-21")

    assert business.last_day(sold) == "2026-01-11"
    assert business.counts(sold) == {"used": 1, "lapsed": 2}


@rule("R-12.1", "R-8.4")
@pytest.mark.parametrize("written", [False, True])
def test_time_that_was_made_good_is_there_again_once_it_is_corrected_back(*, written: bool) -> None:
    corrected, undone = (_called_off_and_corrected(written=written) for _ in range(2))

    corrected.corrects("apt-1", was="cancelled")
    undone.undoes()

    assert corrected.last_day("pur-1") == "2026-02-10"
    assert corrected.counts("pur-1") == {"available": 3}
    same = replace(undone.purchase("pur-1"), client=corrected.key_of("ana"))
    assert corrected.purchase("pur-1") == same


@rule("R-12.1")
def test_time_that_was_made_good_does_not_take_back_an_extension() -> None:
    business = _called_off_and_corrected(written=False)
    business.extends("pur-1", until="2026-03-31")

    business.corrects("apt-1", was="cancelled")

    assert business.last_day("pur-1") == "2026-03-31"
    assert business.counts("pur-1") == {"available": 3}


@rule("R-12.1", "R-12.3")
def test_a_visit_that_a_package_bought_later_pays_is_corrected(business: Story) -> None:
    business.offers(package("late", inclusion("facial", 3), validity=Validity(days=6), redeem_by="booking"))
    business.sells("late", to="ana")
    (visit,) = visits(business, 20)
    business.cancels(visit, by="business", on="2026-01-19")
    business.corrects(visit, was="used", on="2026-01-21")
    bought_later = business.sells("glow-10", to="ana")
    business.redeems(visit, payer=bought_later)

    business.corrects(visit, was="cancelled")

    assert business.counts(bought_later) == {"available": 10}


@rule("R-12.1", "R-12.3")
def test_a_missed_visit_that_a_package_bought_later_pays_took_place(business: Story) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    business.misses(visit, on="2026-01-12T12:00")
    bought_later = business.sells("glow-10", to="ana")
    business.redeems(visit)

    business.corrects(visit, was="used")

    assert business.counts(bought_later) == {"available": 9, "used": 1}


@rule("R-12.1")
def test_units_that_would_have_been_paid_back_with_the_rest_are_no_others(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    used, released = visits(business, 12, 13)
    business.cancels(released, on="2026-01-06")
    business.refunds(sold, on="2026-01-14")
    assert business.counts(sold) == {"used": 1, "refunded": 9}

    business.corrects(released, was="used")
    business.corrects(released, was="cancelled")
    assert business.counts(sold) == {"used": 1, "refunded": 9}

    business.corrects(used, was="cancelled", verdict="release")
    assert business.counts(sold) == {"refunded": 10}


@rule("R-12.1")
def test_a_place_that_was_taken_meanwhile_is_not_given_back(business: Story) -> None:
    business.sells("glow-10", to="ana")
    business.sells("glow-10", to="eve")
    (visit,) = visits(business, 12)
    business.cancels(visit, on="2026-01-06")
    business.makes_appointment("facial", for_="eve", at="2026-01-12T10:30")

    with business.refuses("employee_not_available"):
        business.corrects(visit, was="used", on="2026-01-13")


@rule("R-12.1")
def test_a_visit_at_its_price_owes_it_again(business: Story) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    business.cancels(visit, on="2026-01-06")
    assert business.appointment(visit).due == 0

    business.corrects(visit, was="no-show", verdict="keep", on="2026-01-13")
    assert str(business.appointment(visit).due) == "60.00"

    business.corrects(visit, was="cancelled", verdict="release")
    assert business.appointment(visit).due == 0


@rule("R-12.1")
def test_only_the_fate_of_a_visit_that_has_begun_is_corrected(business: Story) -> None:
    business.sells("glow-10", to="ana")
    kept, standing = visits(business, 12, 13)
    business.cancels(kept, on="2026-01-11T12:00", verdict="keep")

    business.corrects(kept, was="cancelled", verdict="release")

    assert business.appointment(kept).units == 0
    for was in ("used", "no-show", "cancelled"):
        with business.refuses("not_started"):
            business.corrects(standing, was=was)
    with business.refuses("usage"):
        business.corrects(kept, was="used", verdict="keep")


@rule("R-12.1")
def test_a_forgiven_visit_that_took_place_leaves_the_forgiveness_to_the_next(lenient: Story) -> None:
    sold = lenient.sells("glow-10", to="ana")
    (visit,) = visits(lenient, 12)
    lenient.misses(visit, on="2026-01-12T12:00")
    assert lenient.purchase(sold).forgiven == 1

    lenient.corrects(visit, was="used")

    assert lenient.purchase(sold).forgiven == 0


@rule("R-12.1", "R-4.9")
def test_what_had_lapsed_comes_back_where_the_first_visit_never_was(business: Story) -> None:
    sold = sells_ten_days_from_the_first_visit(business)
    (visit,) = visits(business, 12)
    business.expires(on="2026-02-01")
    assert business.counts(sold) == {"used": 1, "lapsed": 3}

    business.corrects(visit, was="cancelled", verdict="release")

    assert business.counts(sold) == {"available": 4}


def _called_off_and_corrected(*, written: bool) -> Story:
    """A business that called a visit off after its package had expired, and then said that it took place."""
    business = Story()
    business.offers(package("late", inclusion("facial", 3), validity=Validity(days=6), redeem_by="booking"))
    business.sells("late", to="ana")
    (visit,) = visits(business, 20)
    if written:
        business.expires(on="2026-01-18")
    business.cancels(visit, by="business", on="2026-01-19")
    business.corrects(visit, was="used", on="2026-01-21")
    return business
