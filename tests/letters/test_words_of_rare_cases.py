"""What letters say where something is otherwise than usual: forgiven before, ended, shared, far away."""

from dataclasses import replace

from tests.letters.post import Post
from tests.lumen import employee, package
from tests.story import Story
from trafftpkg.domain.ids import LocationId, PackageId
from trafftpkg.domain.letters import LetterTexts


def test_what_was_forgiven_before_is_not_promised_again(business: Story, post: Post) -> None:
    business.cancellation(forgiven=1)
    glow = business.sells("glow-10", to="ana")
    first = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    second = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")

    def told() -> str:
        return post.writes("tomorrow", purchases=[post.purchase(glow)], visits=[post.visit(second)]).text

    before = told()
    business.cancels(first, on="2026-01-12T09:00")

    assert "it counts as used. The first time is forgiven.\n" in before
    assert "it counts as used.\n" in told()


def test_a_move_to_somebody_else_says_who_it_was(business: Story, post: Post) -> None:
    business.employs(employee("eva", "facial", "centre"))
    business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", employee="mira")
    before = business.appointment(visit).visit
    business.moves(visit, employee="eva")

    text = post.writes("move", visits=[post.moved(visit, before)]).text

    assert "  With: Eva\n" in text
    assert "  Before: Tue 20 Jan 2026, 10:00–10:50, Mira\n" in text


def test_what_was_used_of_an_ended_package_is_asked_without_a_day(business: Story, post: Post) -> None:
    visits = ("facial@2026-01-06T10:00", "facial@2026-01-07T10:00")
    starter = business.sells("starter", to="ana", pay="none", method="bank-transfer", book=visits)
    business.voids(starter, on="2026-01-08")

    letter = post.writes("unpaid", purchases=[post.purchase(starter)])

    assert letter.mail["Subject"] == "To be paid: €80.00 for Starter"
    assert "Starter has ended. What was used of it is not paid yet." in letter.text
    assert "  To be paid: €80.00\n" in letter.text
    assert "in time" not in letter.text


def test_units_that_go_back_to_a_package_that_has_ended_are_not_promised(business: Story, post: Post) -> None:
    facial = business.sells("facial-3", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-02-03T10:00")
    before = business.appointment(visit)
    business.cancels(visit, on="2026-02-01")
    business.now = "2026-02-10"

    told = post.cancelled(visit, before, "released", "in_time")
    text = post.writes("cancellation", purchases=[post.purchase(facial)], visits=[told]).text

    assert "  Facial 3 has ended and can no longer be used.\n" in text
    assert "Given back" not in text


def test_what_is_left_is_told_of_the_packages_that_pay(business: Story, post: Post) -> None:
    yoga, glow = business.sells("yoga-20", to="ana"), business.sells("glow-10", to="ana")
    series = business.booking("yoga", for_="ana", at="2026-01-12T10:00", repeat="FREQ=DAILY;COUNT=2")

    told = [post.purchase(yoga), post.purchase(glow)]
    text = post.writes("booking", purchases=told, visits=[post.visit(v.id) for v in series.appointments]).text

    assert "\n\nYoga 20\n  Includes: 20 sessions\n" in text
    assert "Glow 10" not in text


def test_a_validity_that_begins_with_the_first_visit_says_so(business: Story, post: Post) -> None:
    business.offers(
        replace(business.catalogue.packages[PackageId("facial-3")], validity_from="first-appointment")
    )
    facial = business.sells("facial-3", to="ana")

    text = post.writes("purchase", purchases=[post.purchase(facial)]).text
    business.books("facial", for_="ana", at="2026-01-12T10:00")

    assert "  Valid: from the day of the first visit on\n" in text
    assert (
        "  Valid: until 11 February 2026\n" in post.writes("purchase", purchases=[post.purchase(facial)]).text
    )


def test_a_client_who_lives_elsewhere_is_told_whose_time_it_is(business: Story) -> None:
    business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    near, far = Post(business, time_zone="Europe/Belgrade"), Post(business, time_zone="America/New_York")

    assert "10:00–10:50\n" in near.writes("booking", visits=[near.visit(visit)]).text
    assert "10:00–10:50 (Belgrade time)\n" in far.writes("booking", visits=[far.visit(visit)]).text


def test_own_words_come_before_how_to_reach_the_business(business: Story, post: Post) -> None:
    post.links = None
    business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    business.catalogue = replace(
        business.catalogue, letters=(LetterTexts(kind="booking", closing="See you at {location}."),)
    )

    text = post.writes("booking", visits=[post.visit(visit)]).text

    assert "\n\nSee you at Centre.\n\nTo move or cancel a visit, please call us" in text


def test_a_package_and_a_place_without_a_name_any_more_keep_their_ids(business: Story, post: Post) -> None:
    business.offers(package("gone", *business.catalogue.packages[PackageId("facial-3")].inclusions))
    gone = business.sells("gone", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    others = {key: each for key, each in business.catalogue.locations.items() if key != LocationId("centre")}
    business.catalogue = replace(business.catalogue, locations=others, packages={}, services={}, employees={})

    text = post.writes("booking", purchases=[post.purchase(gone)], visits=[post.visit(visit)]).text

    assert "\n\nfacial\n" in text
    assert "  With: mira\n" in text
    assert "  Package: Gone, visit 1 of 3, 2 left\n" in text
