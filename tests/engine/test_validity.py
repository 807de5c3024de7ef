"""R-4: until when a purchase can be redeemed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.lumen import employee, inclusion, location, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.cli.words.candidates import fate_words
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Validity


def _facials(business: Story, **changes: Any) -> None:
    """Offer `facials`: five, for 100.00."""
    business.offers(package("facials", inclusion("facial", 5), **changes))


@rule("R-4.2")
@pytest.mark.parametrize(
    ("validity", "bought", "last_day"),
    [
        (Validity(days=1), "2026-01-05", "2026-01-06"),
        (Validity(days=30), "2026-01-05", "2026-02-04"),
        (Validity(weeks=6), "2026-01-05", "2026-02-16"),
        (Validity(months=1), "2026-01-31", "2026-02-28"),
        (Validity(months=1), "2028-01-31", "2028-02-29"),
        (Validity(months=1), "2026-05-31", "2026-06-30"),
        (Validity(months=13), "2026-01-31", "2027-02-28"),
        (Validity(years=1), "2028-02-29", "2029-02-28"),
        (Validity(years=4), "2028-02-29", "2032-02-29"),
        (Validity(until=date(2026, 12, 31)), "2026-01-05", "2026-12-31"),
        (Validity(months=3, until=date(2026, 6, 30)), "2026-01-05", "2026-04-05"),
        (Validity(months=3, until=date(2026, 6, 30)), "2026-05-20", "2026-06-30"),
        (Validity(), "2026-01-05", None),
    ],
)
def test_the_last_day_is_the_day_of_sale_and_the_length_or_the_earlier_end(
    business: Story, validity: Validity, bought: str, last_day: str | None
) -> None:
    _facials(business, validity=validity)

    sold = business.sells("facials", to="ana", on=bought)

    assert business.last_day(sold) == last_day


@rule("R-4.2")
def test_the_day_of_sale_is_the_business_s_whatever_utc_says(business: Story) -> None:
    _facials(business, validity=Validity(days=1))

    sold = business.sells("facials", to="ana", on="2026-01-05T23:30:00Z")

    assert business.last_day(sold) == "2026-01-07"


@rule("R-4.1")
@pytest.mark.parametrize(
    ("zone", "until", "expires_at"),
    [
        ("Europe/Belgrade", "2026-03-28", "2026-03-28T23:00"),
        ("Europe/Belgrade", "2026-03-29", "2026-03-29T22:00"),
        ("Europe/Belgrade", "2026-10-25", "2026-10-25T23:00"),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00"),  # midnight was skipped
        ("Africa/Cairo", "2026-04-23", "2026-04-23T22:00"),  # midnight is skipped
        ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00"),  # 30 December was skipped
        ("America/St_Johns", "2026-03-08", "2026-03-09T02:30"),
        ("Asia/Kathmandu", "2026-05-01", "2026-05-01T18:15"),
    ],
)
def test_a_purchase_expires_at_the_local_midnight_after_its_last_day(
    zone: str, until: str, expires_at: str
) -> None:
    business = Story()
    business.declares(time_zone=zone)
    _facials(business, validity=Validity(until=date.fromisoformat(until)))

    sold = business.sells("facials", to="ana", on="2010-01-05")

    assert business.purchase(sold).expires_at == datetime.fromisoformat(expires_at).replace(tzinfo=UTC)


@rule("R-4.1", "R-2.3", "R-3.1")
def test_exactly_at_its_end_a_purchase_has_expired(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    assert business.status(sold, on="2026-02-04T23:59:59") == "active"
    assert business.counts(sold) == {"available": 3}
    assert business.status(sold, on="2026-02-05T00:00") == "expired"
    assert business.counts(sold) == {"lapsed": 3}


@rule("R-4.3")
def test_expire_writes_down_what_lapsed_and_changes_no_number(business: Story) -> None:
    sold = business.sells("facial-3", to="ana", book=("facial@2026-01-12T10:00",))
    before = business.counts(sold, on="2026-02-05T00:00")

    report = business.expires()

    assert (report.expired, report.units_lapsed, str(report.value_lapsed)) == (1, {"session": 2}, "100.00")
    assert business.counts(sold) == before == {"used": 1, "lapsed": 2}
    assert business.status(sold) == "expired"


@rule("R-4.3")
def test_expire_run_twice_finds_nothing_the_second_time(business: Story) -> None:
    business.sells("facial-3", to="ana")
    business.expires(on="2026-02-05T00:00")

    again = business.expires()

    assert (again.expired, again.purchases) == (0, ())
    assert business.recorded() == 2


@rule("R-4.3", "R-7.5")
def test_expire_tells_what_lapsed_from_what_was_never_paid(business: Story) -> None:
    business.sells("facial-3", to="ana")
    business.sells("massage-hours", to="ana", pay="none")
    business.sells("glow-10", to="ana", pay="none")

    report = business.expires(on="2026-02-05")

    assert (report.expired, report.voided, len(report.purchases)) == (1, 2, 3)


@rule("R-4.3")
def test_expire_a_moment_before_the_end_finds_nothing(business: Story) -> None:
    business.sells("facial-3", to="ana")

    assert business.expires(on="2026-02-04T23:59:59").expired == 0
    assert business.recorded() == 1


@rule("R-4.3", "R-1.8")
def test_a_dry_run_of_expire_says_the_same_and_writes_nothing(business: Story) -> None:
    business.sells("facial-3", to="ana")

    report = business.expires(on="2026-02-05", dry_run=True)

    assert (report.expired, report.dry_run, business.recorded()) == (1, True, 1)


@rule("R-4.3")
def test_expire_on_a_ledger_that_was_never_opened_finds_nothing(business: Story) -> None:
    assert business.expires().purchases == ()


@rule("R-4.4")
def test_redeemed_by_appointment_the_visit_must_begin_before_the_end(business: Story) -> None:
    business.sells("facial-3", to="ana")
    business.employs(employee("mira", "facial", "centre", shifts=_around_the_clock()))

    with business.refuses("nothing_to_redeem") as refusal:
        business.books("facial", for_="ana", at="2026-02-05T00:00")
    business.books("facial", for_="ana", at="2026-02-04T23:59")

    assert refusal.error.candidates[0].fate.code == "expires_before"


@rule("R-4.4")
def test_redeemed_by_booking_it_must_be_booked_before_the_end(business: Story) -> None:
    _facials(business, validity=Validity(days=30), redeem_by="booking")
    sold = business.sells("facials", to="ana")

    business.books("facial", for_="ana", at="2026-10-05T10:00", on="2026-02-04T23:59:59")
    with business.refuses("nothing_to_redeem"):
        business.books("facial", for_="ana", at="2026-10-06T10:00", on="2026-02-05T00:00")

    assert business.counts(sold) == {"booked": 1, "lapsed": 4}
    assert business.counts(sold, on="2026-10-05T10:00") == {"used": 1, "lapsed": 4}


@rule("R-4.4", "R-4.1")
def test_a_visit_elsewhere_is_compared_with_the_business_s_midnight(business: Story) -> None:
    business.opens(location("st-johns", "America/St_Johns"))
    business.employs(employee("ann", "facial", "st-johns", shifts=_around_the_clock()))
    business.sells("facial-3", to="ana")

    business.books("facial", for_="ana", at="2026-02-04T19:29", employee="ann")
    with business.refuses("nothing_to_redeem"):
        business.books("facial", for_="ana", at="2026-02-04T20:30", employee="ann")


@rule("R-4.5")
def test_a_deadline_can_start_with_the_first_appointment(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana")
    days = [business.last_day(sold)]

    business.makes_appointment("facial", for_="ana", at="2026-03-20T10:00")
    days.append(business.last_day(sold))
    earlier = business.makes_appointment("facial", for_="ana", at="2026-03-10T10:00")
    days.append(business.last_day(sold))
    business.moves(earlier, to="2026-03-12T10:00")
    days.append(business.last_day(sold))
    business.cancels(earlier)
    days.append(business.last_day(sold))

    assert days == [None, "2026-04-19", "2026-04-09", "2026-04-11", "2026-04-19"]


@rule("R-4.5")
def test_cancelling_the_only_visit_leaves_no_last_day_again(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana")
    business.cancels(business.makes_appointment("facial", for_="ana", at="2026-03-20T10:00"))

    assert (business.last_day(sold), business.purchase(sold).start_day) == (None, None)


@rule("R-4.5")
def test_a_visit_booked_with_the_sale_starts_the_deadline(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")

    sold = business.sells("facials", to="ana", book=("facial@2026-03-20T10:00", "facial@2026-03-10T10:00"))

    assert business.last_day(sold) == "2026-04-09"


@rule("R-4.5")
def test_a_first_visit_that_would_leave_another_outside_is_refused_and_names_it(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana")
    business.makes_appointment("facial", for_="ana", at="2026-03-20T10:00")
    outside = business.makes_appointment("facial", for_="ana", at="2026-04-19T10:00")

    business.books("facial", for_="ana", at="2026-03-20T12:00")
    with business.refuses("nothing_to_redeem") as refusal:
        business.books("facial", for_="ana", at="2026-03-19T10:00")

    assert refusal.error.candidates[0].fate.code == "leaves_outside"
    assert refusal.error.candidates[0].fate.appointment == outside
    assert business.last_day(sold) == "2026-04-19"


@rule("R-4.5", "R-4.1")
def test_a_visit_exactly_at_the_end_is_left_outside_and_the_first_of_several_is_named(
    business: Story,
) -> None:
    business.employs(employee("mira", "facial", "centre", shifts=_around_the_clock()))
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    business.sells("facials", to="ana", book=("facial@2026-03-20T10:00", "facial@2026-04-19T10:00"))
    business.books("facial", for_="ana", at="2026-04-19T00:00")

    with business.refuses("nothing_to_redeem") as refusal:
        business.books("facial", for_="ana", at="2026-03-19T10:00")
    assert (
        fate_words(refusal.error.candidates[0].fate)
        == "would then be valid until 18 April 2026, before apt-2"
    )
    business.cancels("apt-2")
    with business.refuses("nothing_to_redeem") as refusal:
        business.books("facial", for_="ana", at="2026-03-19T10:00")

    assert (
        fate_words(refusal.error.candidates[0].fate)
        == "would then be valid until 18 April 2026, before apt-3"
    )


@rule("R-4.5")
def test_a_first_day_that_is_over_stays_though_its_visit_was_missed_and_released(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana", book=("facial@2026-01-12T10:00",))
    business.misses("apt-1", on="2026-01-13", verdict="release")

    business.books("facial", for_="ana", at="2026-02-11T10:00")

    assert business.last_day(sold) == "2026-02-11"


@rule("R-4.5", "R-8.5")
def test_moving_the_first_visit_so_that_another_is_outside_is_refused(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    business.sells("facials", to="ana")
    first = business.makes_appointment("facial", for_="ana", at="2026-03-20T10:00")
    business.makes_appointment("facial", for_="ana", at="2026-04-19T10:00")

    with business.refuses("purchase_cannot_pay") as refusal:
        business.moves(first, to="2026-03-19T10:00")

    assert refusal.error.candidates[0].fate.code == "leaves_outside"


@rule("R-4.5")
def test_a_visit_that_was_cancelled_and_kept_cannot_be_left_outside(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana")
    business.cancels(business.makes_appointment("facial", for_="ana", at="2026-04-19T10:00"), verdict="keep")

    business.books("facial", for_="ana", at="2026-03-01T10:00")

    assert business.last_day(sold) == "2026-03-31"


@rule("R-4.5")
def test_once_its_first_visit_has_begun_the_deadline_is_fixed(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana", book=("facial@2026-01-12T10:00",))

    business.books("facial", for_="ana", at="2026-01-12T12:00", on="2026-01-12T10:00")
    business.misses("apt-1", on="2026-01-13", verdict="release")

    assert business.last_day(sold) == "2026-02-11"


@rule("R-4.5")
def test_the_deadline_is_fixed_though_the_visit_that_began_it_was_missed_and_released(
    business: Story,
) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana", book=("facial@2026-01-12T10:00",))
    business.misses("apt-1", on="2026-01-12T11:00", verdict="release")

    again = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    days = [business.last_day(sold)]
    business.moves(again, to="2026-01-21T10:00")
    days.append(business.last_day(sold))
    business.cancels(again)
    days.append(business.last_day(sold))

    assert days == ["2026-02-11"] * 3


@rule("R-4.5")
def test_on_the_first_day_the_deadline_still_moves_until_the_visit_begins(business: Story) -> None:
    business.cancellation(free_until=Length(count=0, unit="m"))
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana", book=("facial@2026-01-12T18:00",))

    business.moves("apt-1", to="2026-01-15T18:00", on="2026-01-12T17:59")

    assert business.last_day(sold) == "2026-02-14"


@rule("R-4.5")
def test_before_a_first_visit_a_fixed_end_holds(business: Story) -> None:
    validity = Validity(days=30, until=date(2026, 6, 30))
    _facials(business, validity=validity, validity_from="first-appointment")
    sold = business.sells("facials", to="ana")

    assert business.last_day(sold) == "2026-06-30"
    with business.refuses("nothing_to_redeem"):
        business.books("facial", for_="ana", at="2026-07-01T10:00")
    business.books("facial", for_="ana", at="2026-06-20T10:00")
    assert business.last_day(sold) == "2026-06-30"


@rule("R-4.5")
def test_the_first_day_is_the_business_s_also_for_a_visit_elsewhere(business: Story) -> None:
    business.opens(location("apia", "Pacific/Apia"))
    business.employs(employee("sina", "facial", "apia"))
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana")

    business.books("facial", for_="ana", at="2026-03-10T10:00", employee="sina")

    assert business.last_day(sold) == "2026-04-08"  # in Belgrade it is still 9 March


@rule("R-4.7", "R-4.9")
@pytest.mark.parametrize("written_down", [True, False])
def test_an_extension_after_expiry_brings_back_what_lapsed(business: Story, written_down: bool) -> None:
    sold = business.sells("facial-3", to="ana", book=("facial@2026-01-12T10:00",))
    if written_down:
        business.expires(on="2026-02-10")

    business.extends(sold, until="2026-03-31", on="2026-02-10")

    assert (business.status(sold), business.last_day(sold)) == ("active", "2026-03-31")
    assert business.counts(sold) == {"available": 2, "used": 1}
    business.books("facial", for_="ana", at="2026-03-31T10:00")
    assert business.expires(on="2026-04-01T00:00").units_lapsed == {"session": 1}
    assert business.counts(sold) == {"used": 2, "lapsed": 1}


@rule("R-4.7")
def test_an_extension_to_a_day_that_is_over_too_lapses_again(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.expires(on="2026-03-01")
    business.extends(sold, until="2026-02-10")

    assert business.counts(sold) == {"lapsed": 3}
    assert business.expires().expired == 1
    assert business.counts(sold) == {"lapsed": 3}


@rule("R-4.7")
def test_an_extension_by_a_length_moves_the_last_day(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    business.extends(sold, by=Length(count=2, unit="w"))

    assert business.last_day(sold) == "2026-02-18"


@rule("R-4.7")
def test_an_extension_to_the_same_day_is_refused(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    with business.refuses("usage"):
        business.extends(sold, until="2026-02-04")


@rule("R-4.7")
@pytest.mark.parametrize("how", [{"until": "2026-12-31"}, {"by": Length(count=1, unit="w")}])
def test_what_never_expires_is_not_extended(business: Story, how: dict[str, Any]) -> None:
    _facials(business)
    sold = business.sells("facials", to="ana")

    with business.refuses("usage"):
        business.extends(sold, **how)


@rule("R-4.7")
def test_an_extension_fixes_a_deadline_that_first_appointments_would_move(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana", book=("facial@2026-03-20T10:00",))
    business.extends(sold, until="2026-06-30")

    business.books("facial", for_="ana", at="2026-01-12T10:00")

    assert business.last_day(sold) == "2026-06-30"


@rule("R-4.7")
def test_an_extension_can_set_the_last_day_before_a_first_visit(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana")

    business.extends(sold, until="2026-02-28")
    business.books("facial", for_="ana", at="2026-02-20T10:00")

    assert business.last_day(sold) == "2026-02-28"


@rule("R-4.7", "R-4.6")
def test_days_frozen_before_a_first_visit_move_a_last_day_that_was_extended(business: Story) -> None:
    _facials(business, validity=Validity(months=6), validity_from="first-appointment")
    sold = business.sells("facials", to="ana", book=("facial@2026-03-10T10:00",))
    business.extends(sold, until="2026-12-01")

    business.freezes(sold, from_="2026-02-01", until="2026-02-10")

    assert business.last_day(sold) == "2026-12-11"


@rule("R-4.7")
def test_a_voided_purchase_is_not_extended(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.voids(sold)

    with business.refuses("purchase_ended"):
        business.extends(sold, until="2026-12-31")


@rule("R-4.7")
def test_the_last_day_of_all_is_refused_and_not_a_defect(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    with business.refuses("usage"):
        business.extends(sold, until="9999-12-31")
    with business.refuses("usage"):
        business.extends(sold, by=Length(count=999_999, unit="w"))
    with business.refuses("usage"):
        business.freezes(sold, from_="2026-01-10", until="9999-12-31")
    business.extends(sold, until="2999-12-31")
    business.freezes(sold, from_="2026-01-10", until="2999-12-31")


@rule("R-4.6")
def test_each_frozen_day_moves_the_last_day_by_one(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    business.freezes(sold, from_="2026-01-10", until="2026-01-19")

    assert business.last_day(sold) == "2026-02-14"


@rule("R-4.6")
def test_a_freeze_that_adds_no_day_is_refused_and_one_that_adds_a_day_is_not(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")

    with business.refuses("usage"):
        business.freezes(sold, from_="2026-01-10", until="2026-01-19")
    with business.refuses("usage"):
        business.freezes(sold, from_="2026-01-12", until="2026-01-13")
    business.freezes(sold, from_="2026-01-12", until="2026-01-20")

    assert business.last_day(sold) == "2026-02-15"


@rule("R-4.6", "R-3.1")
def test_both_days_of_a_freeze_are_frozen(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")

    statuses = [
        business.status(sold, on=day)
        for day in ("2026-01-09T23:59", "2026-01-10T00:00", "2026-01-19T23:59", "2026-01-20T00:00")
    ]

    assert statuses == ["active", "frozen", "frozen", "active"]


@rule("R-4.6", "R-6.1")
def test_a_visit_on_a_frozen_day_is_refused_and_the_days_around_it_can_be_booked(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")

    for day in ("2026-01-10T07:00", "2026-01-19T20:00"):
        with business.refuses("nothing_to_redeem") as refusal:
            business.books("facial", for_="ana", at=day)
        assert refusal.error.candidates[0].fate.code == "frozen"
    assert business.books("facial", for_="ana", at="2026-01-09T10:00") == sold
    assert business.books("facial", for_="ana", at="2026-01-20T10:00") == sold


@rule("R-4.6")
def test_freezes_that_overlap_or_touch_count_each_day_once(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    business.freezes(sold, from_="2026-01-10", until="2026-01-19")
    business.freezes(sold, from_="2026-01-15", until="2026-01-24")
    business.freezes(sold, from_="2026-01-25", until="2026-01-25")

    (freeze,) = business.purchase(sold).freezes
    assert (freeze.first, freeze.last) == (date(2026, 1, 10), date(2026, 1, 25))
    assert business.last_day(sold) == "2026-02-20"


@rule("R-4.6")
def test_freezes_apart_from_each_other_both_count(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-20", until="2026-01-21")
    business.freezes(sold, from_="2026-01-10", until="2026-01-10")

    assert business.last_day(sold) == "2026-02-07"
    for day in ("2026-01-10", "2026-01-21"):
        with business.refuses("nothing_to_redeem"):
            business.books("facial", for_="ana", at=day)
    assert business.books("facial", for_="ana", at="2026-01-15") == sold


@rule("R-4.6")
def test_a_freeze_over_the_last_day_keeps_the_days_that_were_left(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    business.freezes(sold, from_="2026-02-04", until="2026-02-28")

    assert business.last_day(sold) == "2026-03-01"


@rule("R-4.6")
def test_a_freeze_that_begins_after_the_last_day_moves_nothing(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    business.freezes(sold, from_="2026-02-05", until="2026-02-28")

    assert business.last_day(sold) == "2026-02-04"


@rule("R-4.6")
def test_a_freeze_without_an_end_makes_the_last_day_unknown(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-20")

    assert (business.last_day(sold), business.purchase(sold).expires_at) == (None, None)
    assert business.books("facial", for_="ana", at="2026-01-19T10:00") == sold
    with business.refuses("nothing_to_redeem"):
        business.books("facial", for_="ana", at="2027-01-20T10:00")
    assert business.status(sold, on="2026-12-31") == "frozen"


@rule("R-4.6", "R-1.9")
def test_visits_inside_refuse_a_freeze(business: Story) -> None:
    sold = business.sells("facial-3", to="ana", book=("facial@2026-01-19T10:00", "facial@2026-01-21T10:00"))

    with business.refuses("appointments_ahead") as refusal:
        business.freezes(sold, from_="2026-01-10", until="2026-01-19")
    assert refusal.error.appointments == ("apt-1",)
    business.freezes(sold, from_="2026-01-20", until="2026-01-20")


@rule("R-4.6")
@pytest.mark.parametrize("first", ["2026-01-19", "2026-01-12"])
def test_a_visit_that_has_begun_does_not_refuse_a_freeze_and_one_to_come_does(
    business: Story, first: str
) -> None:
    sold = business.sells("facial-3", to="ana", book=("facial@2026-01-19T10:00", "facial@2026-01-21T10:00"))

    with business.refuses("appointments_ahead") as refusal:
        business.freezes(sold, from_=first, until="2026-01-20", on="2026-01-19T09:59")
    assert refusal.error.appointments == ("apt-1",)
    with business.refuses("appointments_ahead") as refusal:
        business.freezes(sold, from_=first, until="2026-01-21", on="2026-01-19T10:00")
    assert refusal.error.appointments == ("apt-2",)
    business.freezes(sold, from_=first, until="2026-01-20")

    assert business.counts(sold) == {"available": 1, "booked": 1, "used": 1}
    frozen = (date(2026, 1, 20) - date.fromisoformat(first)).days + 1
    assert business.last_day(sold) == (date(2026, 2, 4) + timedelta(days=frozen)).isoformat()


@rule("R-4.6")
def test_a_visit_that_was_missed_and_kept_does_not_refuse_a_freeze(business: Story) -> None:
    sold = business.sells("facial-3", to="ana", book=("facial@2026-01-19T10:00",))
    business.misses("apt-1", on="2026-01-19T11:00", verdict="keep")

    business.freezes(sold, from_="2026-01-19", until="2026-01-20")

    assert business.last_day(sold) == "2026-02-06"


@rule("R-4.6")
def test_a_visit_elsewhere_is_inside_a_freeze_by_the_business_s_day(business: Story) -> None:
    """At 20:30 in New York it is tomorrow in Belgrade."""
    business.opens(location("ny", "America/New_York"))
    business.employs(employee("kim", "facial", "ny", shifts=_around_the_clock()))
    sold = business.sells("facial-3", to="ana", book=("facial@2026-01-19T20:30/kim/ny",))

    with business.refuses("appointments_ahead"):
        business.freezes(sold, from_="2026-01-20", until="2026-01-20", on="2026-01-20T02:29")
    business.freezes(sold, from_="2026-01-19", until="2026-01-19")
    business.freezes(sold, from_="2026-01-20", until="2026-01-20", on="2026-01-20T02:30")


@rule("R-4.6")
@pytest.mark.parametrize(("first", "last"), [("2026-01-20", "2026-01-19"), ("2026-01-04", "2026-01-10")])
def test_a_freeze_does_not_end_before_it_begins_nor_begin_before_the_sale(
    business: Story, first: str, last: str
) -> None:
    sold = business.sells("facial-3", to="ana")

    with business.refuses("usage"):
        business.freezes(sold, from_=first, until=last)


@rule("R-4.6")
def test_days_frozen_before_the_first_appointment_do_not_move_its_deadline(business: Story) -> None:
    _facials(business, validity=Validity(days=30), validity_from="first-appointment")
    sold = business.sells("facials", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")

    business.books("facial", for_="ana", at="2026-03-10T10:00")

    assert business.last_day(sold) == "2026-04-09"


@rule("R-4.6", "R-4.5")
def test_a_first_appointment_does_not_take_back_what_a_freeze_gave_a_fixed_end(business: Story) -> None:
    validity = Validity(days=300, until=date(2026, 6, 30))
    _facials(business, validity=validity, validity_from="first-appointment")
    sold = business.sells("facials", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")
    frozen = business.last_day(sold)

    business.books("facial", for_="ana", at="2026-07-05T10:00")

    assert (frozen, business.last_day(sold)) == ("2026-07-10", "2026-07-10")


@rule("R-4.8")
def test_an_unfreeze_counts_only_the_days_before_it(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")

    business.unfreezes(sold, on="2026-01-13T09:00")

    assert (business.last_day(sold), business.status(sold)) == ("2026-02-07", "active")
    assert business.books("facial", for_="ana", at="2026-01-13T12:00") == sold


@rule("R-4.8")
def test_an_unfreeze_ends_a_freeze_that_has_no_end(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10")

    business.unfreezes(sold, on="2026-06-10")

    assert business.last_day(sold) == "2026-07-05"  # 151 days frozen


@rule("R-4.8")
def test_an_unfreeze_on_its_first_day_or_before_leaves_nothing_of_a_freeze(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")

    for day in ("2026-01-10", "2026-01-06"):
        business.freezes(sold, from_="2026-01-10", until="2026-01-19")
        business.unfreezes(sold, day=day)
        assert (business.last_day(sold), business.purchase(sold).freezes) == ("2026-02-04", ())


@rule("R-4.8")
def test_without_a_freeze_there_is_nothing_to_unfreeze(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-06", until="2026-01-07")

    with business.refuses("not_frozen"):
        business.unfreezes(sold, on="2026-01-08")


@rule("R-4.8")
def test_visits_that_an_unfreeze_would_leave_outside_refuse_it(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")
    visit = business.makes_appointment("facial", for_="ana", at="2026-02-08T10:00")

    with business.refuses("appointments_ahead") as refusal:
        business.unfreezes(sold, on="2026-01-13")
    assert refusal.error.appointments == (visit,)
    business.unfreezes(sold, on="2026-01-14")

    assert business.last_day(sold) == "2026-02-08"


@rule("R-4.8")
def test_a_visit_that_has_begun_does_not_refuse_an_unfreeze(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")
    business.books("facial", for_="ana", at="2026-02-08T10:00")

    with business.refuses("appointments_ahead"):
        business.unfreezes(sold, day="2026-01-13", on="2026-02-08T09:59")
    business.unfreezes(sold, day="2026-01-13", on="2026-02-08T10:00")

    assert (business.status(sold), business.last_day(sold)) == ("expired", "2026-02-07")
    assert business.counts(sold) == {"used": 1, "lapsed": 2}


@rule("R-4.7", "R-4.6")
def test_an_extension_has_counted_in_the_freezes_before_it(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10", until="2026-01-19")
    business.extends(sold, until="2026-03-31")
    business.unfreezes(sold, on="2026-01-13")
    after_unfreeze = business.last_day(sold)

    business.freezes(sold, from_="2026-02-01", until="2026-02-02")

    assert (after_unfreeze, business.last_day(sold)) == ("2026-03-31", "2026-04-02")


@rule("R-4.7", "R-4.8")
def test_of_a_freeze_without_an_end_an_extension_counts_in_what_has_gone_by(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.freezes(sold, from_="2026-01-10")
    business.extends(sold, until="2026-03-31", on="2026-01-12")
    while_frozen = business.last_day(sold)

    business.unfreezes(sold, on="2026-01-15")

    assert (while_frozen, business.last_day(sold)) == (None, "2026-04-02")  # 13 and 14 January


@rule("R-4.7", "R-4.6")
def test_an_extension_in_a_freeze_without_an_end_takes_back_none_of_the_days_frozen_so_far(
    business: Story,
) -> None:
    sold = business.sells("facial-3", to="ana")  # until 4 February
    business.freezes(sold, from_="2026-01-10")

    with business.refuses("usage") as refusal:
        business.extends(sold, until="2026-02-14", on="2026-01-19")
    business.extends(sold, by=Length(count=1, unit="w"))
    business.unfreezes(sold, on="2026-01-20")

    assert str(refusal.error.limit) == "2026-02-14"
    assert business.last_day(sold) == "2026-02-21"


@rule("R-4.7", "R-4.6")
def test_an_extension_that_ends_before_a_freeze_without_an_end_begins_has_a_last_day(
    business: Story,
) -> None:
    sold = business.sells("facial-3", to="ana")  # until 4 February
    business.freezes(sold, from_="2026-02-20")

    business.extends(sold, until="2026-02-19")
    before_it = business.last_day(sold)
    business.extends(sold, until="2026-02-20")

    assert (before_it, business.last_day(sold)) == ("2026-02-19", None)


@rule("R-1.5")
def test_what_was_sold_stays_as_sold_when_the_catalogue_changes(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    before = business.purchase(sold)

    business.offers(package("facial-3", inclusion("yoga", 1), price="999.00", validity=Validity(days=1)))

    assert business.purchase(sold) == before
    assert business.books("facial", for_="ana", at="2026-02-04T10:00") == sold


def _around_the_clock() -> list[Any]:
    shifts = employee("mira", "facial", "centre").shifts
    midnight = shifts[0].start.replace(hour=0)
    return [replace(each, start=midnight, end=None) for each in shifts]


@rule("R-12.5")
def test_a_year_that_is_probably_mistyped_is_confirmed_first(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")

    business.extends(sold, until="2028-07-06", confirmed=False)
    with business.refuses("confirmation_needed") as refusal:
        business.extends(sold, until="2036-07-06", confirmed=False)
    assert f"{refusal.error.last_day} {refusal.error.given}" == "2028-07-06 2036-07-06"

    business.extends(sold, until="2036-07-06")
    assert business.last_day(sold) == "2036-07-06"


@rule("R-12.6")
def test_a_freeze_cancels_the_visits_that_stand_in_its_way_where_that_is_asked(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    inside, after = (
        business.makes_appointment("facial", for_="ana", at=f"2026-01-{day}T10:00") for day in (12, 20)
    )
    with business.refuses("appointments_ahead") as refusal:
        business.freezes(sold, from_="2026-01-10", until="2026-01-15")
    assert (refusal.error.asked, refusal.error.appointments) == ("freeze", (inside,))

    business.freezes(sold, from_="2026-01-10", until="2026-01-15", cancel_appointments=True)

    assert business.counts(sold) == {"available": 9, "booked": 1}
    assert business.appointment(inside).status == "cancelled"
    assert business.appointment(after).stands
