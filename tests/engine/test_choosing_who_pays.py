"""R-6: who pays for an appointment, and why the others do not."""

from datetime import date
from typing import Any

import pytest

from tests.lumen import employee, inclusion, location, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.package import Package
from trafftpkg.domain.terms import Validity


@rule("R-6.2")
def test_the_package_that_expires_soonest_pays_first(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", on="2026-01-05")
    trial = business.sells("staff-only", to="ana", on="2026-01-06")

    payers = [
        business.books("facial", for_="ana", at=day) for day in ("2026-01-10T10:00", "2026-01-11T10:00")
    ]

    assert payers == [trial, glow]


@rule("R-6.2")
def test_the_package_without_an_end_pays_last(business: Story) -> None:
    business.offers(package("for-ever", inclusion("facial", 1), price="1.00"))
    business.sells("for-ever", to="ana")
    facials = business.sells("facial-3", to="ana")

    assert business.books("facial", for_="ana", at="2026-01-10T10:00") == facials


@rule("R-6.2")
def test_lower_priority_comes_before_sooner_expiry(business: Story) -> None:
    business.offers(package("last", inclusion("facial", 3), validity=Validity(days=3), priority=51))
    business.sells("last", to="ana")
    glow = business.sells("glow-10", to="ana")

    assert business.books("facial", for_="ana", at="2026-01-06T10:00") == glow


@rule("R-6.2")
def test_of_two_that_expire_together_the_narrower_pays(business: Story) -> None:
    business.offers(
        package("broad", inclusion("facial", 1), inclusion("massage", 1), price="1.00"),
        package("narrow", inclusion("facial", 1), price="99.00"),
    )
    business.sells("broad", to="ana")
    narrow = business.sells("narrow", to="ana")

    assert business.books("facial", for_="ana", at="2026-01-10T10:00") == narrow


@rule("R-6.2")
def test_of_two_equally_narrow_the_cheaper_per_unit_pays(business: Story) -> None:
    business.offers(
        package("dear", inclusion("facial", 1), price="50.00"),
        package("cheap", inclusion("facial", 10), price="400.00"),
    )
    business.sells("dear", to="ana")
    cheap = business.sells("cheap", to="ana")

    assert business.books("facial", for_="ana", at="2026-01-10T10:00") == cheap


@rule("R-6.2")
def test_a_gift_is_as_dear_per_unit_as_what_it_came_from(business: Story) -> None:
    business.offers(
        package("tens", inclusion("facial", 10), price="100.00"),
        package("nines", inclusion("facial", 1), price="9.00"),
    )
    source = business.sells("tens", to="eve")
    gift = business.transfers(5, of=source, to="ana")
    nines = business.sells("nines", to="ana")

    payers = [
        business.books("facial", for_="ana", at=day) for day in ("2026-01-10T10:00", "2026-01-11T10:00")
    ]

    assert payers == [nines, gift]


@rule("R-6.2")
def test_two_alike_pay_in_the_order_bought_also_past_nine(business: Story) -> None:
    bought = [business.sells("staff-only", to="ana") for _ in range(11)]

    payers = [business.books("facial", for_="ana", at=f"2026-01-{day}T10:00") for day in range(10, 21)]

    assert payers == bought
    assert bought[-1] == "pur-11"


@rule("R-6.3")
def test_the_purchase_that_is_named_pays_whatever_the_order(business: Story) -> None:
    business.sells("facial-3", to="ana")
    glow = business.sells("glow-10", to="ana")

    assert business.books("facial", for_="ana", at="2026-01-10T10:00", payer=glow) == glow


@rule("R-6.3")
def test_the_purchase_that_is_named_must_be_able_to_pay(business: Story) -> None:
    facials = business.sells("facial-3", to="ana")
    business.sells("glow-10", to="ana")

    with business.refuses("purchase_cannot_pay") as refusal:
        business.books("facial", for_="ana", at="2026-02-05T10:00", payer=facials)

    assert [each.fate.code for each in refusal.error.candidates] == ["expires_before", "pays"]


@rule("R-6.3")
def test_another_clients_purchase_cannot_be_named(business: Story) -> None:
    theirs = business.sells("glow-10", to="eve")
    business.sells("glow-10", to="ana")

    with business.refuses("not_a_member") as refusal:
        business.books("facial", for_="ana", at="2026-01-10T10:00", payer=theirs)

    assert refusal.error.owner == business.key_of("eve")


@rule("R-6.3")
def test_a_named_hour_package_is_completed_by_the_next(business: Story) -> None:
    business.offers(_hours("half-hour", 30))
    first = business.sells("half-hour", to="ana")
    second = business.sells("half-hour", to="ana")

    (visit,) = business.booking("coaching", for_="ana", at="2026-01-12T10:00", payer=second).appointments

    assert [(each.purchase, each.units) for each in visit.allocation] == [(second, 30), (first, 15)]


@rule("R-6.4")
def test_an_hour_package_gives_what_it_has_and_the_next_completes_it(business: Story) -> None:
    business.offers(_hours("half-hour", 30))
    first = business.sells("half-hour", to="ana")
    second = business.sells("half-hour", to="ana")

    (visit,) = business.booking("coaching", for_="ana", at="2026-01-12T10:00").appointments

    assert [(each.purchase, each.units) for each in visit.allocation] == [(first, 30), (second, 15)]


@rule("R-6.4")
def test_an_hour_package_that_nothing_completes_is_passed_over(business: Story) -> None:
    business.offers(_hours("half-hour", 30), package("sessions", inclusion("coaching", 1), priority=60))
    hours = business.sells("half-hour", to="ana")
    sessions = business.sells("sessions", to="ana")

    reasons = business.explains("coaching", for_="ana", at="2026-01-12T10:00")

    assert business.books("coaching", for_="ana", at="2026-01-12T10:00") == sessions
    assert (reasons[hours].code, reasons[sessions].code) == ("too_few", "pays")
    assert (
        reasons[hours].words
        == "has 30 min left, but a visit takes 45 min, and no other hour package adds the rest"
    )


@rule("R-6.4")
def test_a_session_package_between_two_hour_packages_does_not_mix_with_them(business: Story) -> None:
    business.offers(
        _hours("soon", 30, validity=Validity(days=10)),
        package("between", inclusion("coaching", 1), validity=Validity(days=20)),
        _hours("late", 30, validity=Validity(days=30)),
    )
    soon, between, late = (business.sells(each, to="ana") for each in ("soon", "between", "late"))

    reasons = business.explains("coaching", for_="ana", at="2026-01-12T10:00")

    assert {each: reasons[each].code for each in reasons} == {soon: "pays", between: "later", late: "pays"}


@rule("R-6.4")
def test_exactly_the_minutes_that_are_left_pay_a_visit(business: Story) -> None:
    business.offers(_hours("three-quarters", 45))
    hours = business.sells("three-quarters", to="ana")

    assert business.books("coaching", for_="ana", at="2026-01-12T10:00") == hours
    assert business.counts(hours) == {"booked": 45}


@rule("R-6.4", "R-8.3")
def test_what_was_combined_goes_back_to_where_it_came_from(business: Story) -> None:
    business.offers(_hours("half-hour", 30))
    first = business.sells("half-hour", to="ana")
    second = business.sells("half-hour", to="ana")
    visit = business.makes_appointment("coaching", for_="ana", at="2026-01-12T10:00")

    outcome = business.cancels(visit)

    assert [each.id for each in outcome.purchases] == [first, second]
    assert (business.counts(first), business.counts(second)) == ({"available": 30}, {"available": 30})


@rule("R-6.5")
def test_a_visit_booked_with_a_sale_is_paid_by_it_whatever_the_order(business: Story) -> None:
    business.sells("facial-3", to="ana")
    starter = business.sells("starter", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-13T10:00"))

    assert business.counts(starter) == {"available": 3, "booked": 2}


@rule("R-6.5")
def test_a_sale_that_books_more_of_a_service_than_it_gives_is_refused(business: Story) -> None:
    visits = tuple(f"facial@2026-01-1{day}T10:00" for day in range(2, 6))

    with business.refuses("maximum_exceeded") as refusal:
        business.sells("facial-3", to="ana", book=visits)

    assert (refusal.error.service, refusal.error.most, refusal.error.asked) == ("facial", 3, 4)


@rule("R-6.5")
def test_what_a_sale_cannot_pay_is_not_paid_by_another_purchase(business: Story) -> None:
    glow = business.sells("glow-10", to="ana")

    with business.refuses("maximum_exceeded"):
        business.sells("staff-only", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-13T10:00"))

    assert business.counts(glow) == {"available": 10}


@rule("R-6.5")
def test_a_sale_that_books_more_in_all_than_it_gives_is_refused(business: Story) -> None:
    business.offers(package("two", inclusion("facial", 2), inclusion("coaching", 2), total=2))
    visits = ("facial@2026-01-12T10:00", "facial@2026-01-13T10:00", "coaching@2026-01-14T10:00")

    with business.refuses("maximum_exceeded") as refusal:
        business.sells("two", to="ana", book=visits)

    assert (refusal.error.service, refusal.error.most, refusal.error.asked) == (None, 2, 3)


@rule("R-6.5")
def test_a_sale_does_not_book_what_its_package_does_not_include(business: Story) -> None:
    with business.refuses("purchase_cannot_pay") as refusal:
        business.sells("facial-3", to="ana", book=("yoga@2026-01-12T10:00",))

    assert refusal.error.candidates[0].fate.code == "not_included"


@rule("R-6.1")
def test_every_purchase_has_one_reason(business: Story) -> None:
    business.offers(
        package("short", inclusion("facial", 1), validity=Validity(until=date(2026, 1, 19))),
        package("peels", inclusion("facial", 5, uses=2), total=1),
        package("one-facial", inclusion("facial", 1), inclusion("massage", 5)),
    )
    voided = business.sells("facial-3", to="ana", on="2026-01-05T10:00")
    business.voids(voided)
    refunded = business.sells("facial-3", to="ana")
    business.refunds(refunded)
    yoga = business.sells("yoga-20", to="ana")
    over = business.sells("short", to="ana")
    pending = business.sells("glow-10", to="ana", pay="none")
    frozen = business.sells("facial-3", to="ana")
    business.freezes(frozen, from_="2026-01-20", until="2026-01-20")
    used_up = business.sells("staff-only", to="ana", book=("facial@2026-01-12T10:00",))
    maximum = business.sells("one-facial", to="ana", book=("facial@2026-01-13T10:00",))
    too_few = business.sells("peels", to="ana")
    pays = business.sells("facial-3", to="ana")
    later = business.sells("glow-10", to="ana")

    reasons = business.explains("facial", for_="ana", at="2026-01-20T10:00")

    assert {each: (found.code, found.words, found.rank) for each, found in reasons.items()} == {
        voided: ("voided", "was voided", None),
        refunded: ("refunded", "was refunded", None),
        yoga: ("not_included", "does not include facial", None),
        over: ("expires_before", "is valid until 19 January 2026, before the visit", None),
        pending: ("pending", "is not paid yet", None),
        frozen: ("frozen", "is frozen on 20 January 2026", None),
        used_up: ("used_up", "has nothing left to book", None),
        maximum: ("maximum", "covers facial for at most 1 session, and all are taken", None),
        too_few: ("too_few", "has 1 session left, but a visit takes 2", None),
        pays: ("pays", "pays 1 session, valid until 4 February 2026", 1),
        later: ("later", "pays later, valid until 5 July 2026", 2),
    }


@rule("R-6.1")
def test_an_expired_purchase_says_until_when_it_was_valid(business: Story) -> None:
    business.offers(
        package("by-booking", inclusion("facial", 1), validity=Validity(days=30), redeem_by="booking")
    )
    gone = business.sells("by-booking", to="ana")

    reasons = business.explains("facial", for_="ana", at="2026-03-20T10:00", on="2026-02-05T00:00")

    assert (reasons[gone].code, reasons[gone].words) == ("expired", "was valid until 4 February 2026")


@rule("R-6.1")
def test_a_refusal_carries_the_reason_of_every_purchase(business: Story) -> None:
    business.sells("yoga-20", to="ana")
    business.sells("facial-3", to="ana")

    with business.refuses("nothing_to_redeem") as refusal:
        business.books("massage", for_="ana", at="2026-01-20T10:00", employee="jo", location="centre")

    assert [each.fate.code for each in refusal.error.candidates] == ["not_included", "not_included"]


@rule("R-6.1")
def test_asking_who_would_pay_needs_no_employee(business: Story) -> None:
    business.employs(employee("zoe", "massage", "centre harbour"))
    glow = business.sells("glow-10", to="ana")

    assert business.explains("massage", for_="ana", at="2026-01-20T10:00")[glow].code == "pays"


@rule("R-6.1")
def test_asking_who_would_pay_needs_the_location_where_the_time_depends_on_it(business: Story) -> None:
    business.opens(location("apia", "Pacific/Apia"))
    business.employs(employee("jo", "massage", "centre apia"))
    glow = business.sells("glow-10", to="ana")

    with business.refuses("location_required"):
        business.explains("massage", for_="ana", at="2026-01-20T10:00")
    assert business.explains("massage", for_="ana", at="2026-01-20T10:00+01:00")[glow].code == "pays"


@rule("R-6.1")
def test_a_purchase_whose_last_day_is_not_known_yet_says_so(business: Story) -> None:
    frozen = business.sells("facial-3", to="ana")
    business.freezes(frozen, from_="2026-01-20")

    reasons = business.explains("facial", for_="ana", at="2026-01-19T10:00")

    assert reasons[frozen].words == "pays 1 session, its last day not known yet"


@rule("R-2.2", "R-2.4")
@pytest.mark.parametrize(("bought", "left"), [(2, 0), (3, 0), (4, 2), (5, 2)])
def test_a_service_of_two_uses_is_booked_in_whole_appointments(
    business: Story, bought: int, left: int
) -> None:
    business.offers(package("doubles", inclusion("facial", 5, uses=2), total=bought))
    doubles = business.sells("doubles", to="ana")

    business.books("facial", for_="ana", at="2026-01-12T10:00")

    assert business.bookable(doubles, "facial") == left
    assert business.counts(doubles) == {"available": bought - 2, "booked": 2} if bought > 2 else {"booked": 2}


@rule("R-2.2")
def test_a_visit_takes_its_minutes_from_an_hour_package(business: Story) -> None:
    hours = business.sells("massage-hours", to="ana")

    business.books("coaching", for_="ana", at="2026-01-12T10:00")
    business.books("massage", for_="ana", at="2026-01-13T10:00", location="harbour")

    assert business.counts(hours) == {"available": 240 - 45 - 60, "booked": 45 + 60}


@rule("R-2.4")
def test_a_maximum_and_the_total_both_hold(business: Story) -> None:
    glow = business.sells("glow-10", to="ana")
    business.booking("facial", for_="ana", at="2026-01-12T10:00", repeat="FREQ=WEEKLY;COUNT=6")

    assert (business.bookable(glow, "facial"), business.bookable(glow, "massage")) == (0, 4)
    with business.refuses("nothing_to_redeem"):
        business.books("facial", for_="ana", at="2026-03-20T10:00")


@rule("R-2.4")
def test_what_is_released_can_be_booked_again_under_the_maximum(business: Story) -> None:
    one = business.sells("staff-only", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    business.cancels(visit)

    assert business.books("facial", for_="ana", at="2026-01-12T10:00") == one


def _hours(named: str, minutes: int, **changes: Any) -> Package:
    return package(
        named,
        inclusion("coaching", minutes, unit="minute"),
        unit="minute",
        total=minutes,
        price="50.00",
        **changes,
    )


@rule("R-2.5", "R-6.1")
def test_a_reason_counts_in_visits_where_each_takes_several_units(business: Story) -> None:
    business.offers(package("pairs", inclusion("facial", 1, uses=2), inclusion("massage", 3, uses=2)))
    sold = business.sells("pairs", to="ana")

    first = business.explains("facial", for_="ana", at="2026-01-12T10:00")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    second = business.explains("facial", for_="ana", at="2026-01-13T10:00")

    assert first[sold].words.startswith("pays 1 visit, ")
    assert second[sold].words == "covers facial for at most 1 visit, and all are taken"


@rule("R-6.10")
def test_all_that_could_pay_can_be_chosen_and_hours_are_completed(business: Story) -> None:
    hours = package(
        "half-hour", inclusion("massage", 30, unit="minute"), unit="minute", total=30, priority=10
    )
    business.offers(hours)
    glow = business.sells("glow-10", to="ana")
    first, other = business.sells("half-hour", to="ana"), business.sells("half-hour", to="ana")
    business.sells("facial-3", to="ana")

    alone = business.ways("massage", for_="ana", at="2026-01-10T10:00", location="centre")
    together = business.ways("massage", for_="ana", at="2026-01-10T10:00", party=2, location="centre")

    assert alone == [[(first, 30), (other, 30)], [(other, 30), (first, 30)], [(glow, 1)]]
    assert together == [[(glow, 2)]]
    for way in alone:
        payer = way[0][0]
        booked = business.booking(
            "massage", for_="ana", at="2026-01-10T10:00", payer=payer, location="centre", dry_run=True
        )
        assert [(each.purchase, each.units) for each in booked.appointments[0].allocation] == way


@rule("R-6.10")
def test_what_is_shared_can_be_chosen_after_what_is_ones_own(business: Story) -> None:
    business.offers(package("for-two", inclusion("facial", 2), priority=1, members=1))
    shared = business.sells("for-two", to="bo")
    own = business.sells("glow-10", to="ana")
    business.shares(shared, "ana")

    assert business.ways("facial", for_="ana", at="2026-01-10T10:00") == [[(own, 1)], [(shared, 1)]]
