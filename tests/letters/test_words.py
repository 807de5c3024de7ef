"""What each kind of letter says, word for word: the text that is in every letter beside its HTML."""

import re
from dataclasses import replace
from textwrap import dedent
from typing import Any

import pytest

from tests.letters.post import CONTACT, MAP, Post, client
from tests.lumen import package, service
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.catalogue import Legal
from trafftpkg.domain.letters import LetterTexts
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Validity
from trafftpkg.engine.requests.refund import RefundPurchase

CARD = f"""\
--{" "}
Studio Lumen
Knez Mihailova 1
11000 Belgrade
Mon, Tue 09:00–17:00
+381 11 555 01 00
hello@lumen.example
Show on a map: {MAP}
"""
STOP = f"""\

You get this reminder because you are a client of ours.
Get no more reminders: https://lumen.example/letters/stop/{"s" * 120}
"""
FREE = "You can move it, or cancel it free of charge, until"
TILL_THEN, MISSED = "of charge until it begins.", "If you do not come, it counts as used."
FORGIVEN = "The first time is forgiven."
LATER = "If you cancel later or do not come, it counts as used."


def told(text: str, end: str = CARD) -> str:
    return f"Hello Ana Sousa,\n\n{dedent(text).strip()}\n\n{end}"


def test_a_purchase_paid_in_full_can_be_used_at_once(business: Story, post: Post) -> None:
    glow = business.sells("glow-10", to="ana")

    letter = post.writes("purchase", purchases=[post.purchase(glow)])

    assert letter.mail["Subject"] == "Your package: Glow 10"
    assert letter.text == told("""
        Thank you for buying Glow 10. You can use it now.

        Glow 10
          Includes: 10 sessions
          Services: Facial or Massage
          Valid: until 5 July 2026
          Book a visit: https://lumen.example/account/packages/pur-1

        Payment
          Price: €480.00
          of which VAT 20\u00a0%: €80.00
          Paid: €480.00
        """)


def test_a_purchase_says_how_and_until_when_it_is_paid_and_what_was_booked_with_it(
    business: Story, post: Post
) -> None:
    visits = ("facial@2026-01-20T10:00", "facial@2026-01-27T10:00")
    starter = business.sells("starter", to="ana", pay="none", method="bank-transfer", book=visits)

    letter = post.writes(
        "purchase", purchases=[post.purchase(starter)], visits=[post.visit("apt-1"), post.visit("apt-2")]
    )

    assert letter.text == told(f"""
        Thank you for choosing Starter. It can be used as soon as it is paid.

        Starter
          Includes: 5 sessions
          Services: Facial
          Left: 3 sessions

        Payment
          Price: €200.00
          To be paid: €200.00 by Mon 12 Jan 2026, 10:00
          Account holder: Studio Lumen
          IBAN: RS35 1050 0812 3123 1231 73
          BIC: XXXXRSBG
          Payment reference: pur-1
          If it is not paid in time, it ends, and so do the visits that were booked with it.
          Pay it: https://lumen.example/account/packages/pur-1

        Facial
          When: Tue 20 Jan 2026, 10:00–10:50
          With: Mira
          Where: Centre
          Package: Starter, visit 1 of 5
          {FREE} Mon 19 Jan 2026, 10:00. {LATER}
          Move it: https://lumen.example/account/appointments/apt-1/move
          Cancel it: https://lumen.example/account/appointments/apt-1/cancel

        Facial
          When: Tue 27 Jan 2026, 10:00–10:50
          With: Mira
          Where: Centre
          Package: Starter, visit 2 of 5
          {FREE} Mon 26 Jan 2026, 10:00. {LATER}
          Move it: https://lumen.example/account/appointments/apt-2/move
          Cancel it: https://lumen.example/account/appointments/apt-2/cancel
        """)


def test_a_deposit_is_what_lets_a_purchase_be_used(business: Story, post: Post) -> None:
    glow = business.sells("glow-10", to="ana", pay="none", method="card")

    letter = post.writes("purchase", purchases=[post.purchase(glow)])

    assert "  With €144.00 paid, you can begin to use it.\n" in letter.text
    assert "IBAN" not in letter.text, "it cannot be paid by transfer"


@rule("R-16.7")
def test_a_gift_is_told_to_both_and_its_price_to_who_pays(business: Story, post: Post) -> None:
    glow = business.sells("glow-10", to="eva", payer="ana")
    eva = replace(client("eva", "Eva"), key=business.key_of("eva"))
    ana = replace(client("ana", "Ana Sousa"), key=business.key_of("ana"))

    to_payer = post.writes("purchase", purchases=[post.purchase(glow, owned=False)], others=[eva])
    to_eva = Post(business, "eva", name="Eva").writes(
        "purchase", purchases=[post.purchase(glow, asked=False)], others=[ana]
    )

    assert to_payer.mail["Subject"] == "Glow 10 for Eva"
    assert "Thank you for buying Glow 10 for Eva." in to_payer.text
    assert "Book a visit" not in to_payer.text
    assert "Ana Sousa has bought Glow 10 for you." in to_eva.text
    assert "€" not in to_eva.text


def test_a_booking_says_what_when_with_whom_where_and_what_is_left(business: Story, post: Post) -> None:
    glow = business.sells("glow-10", to="ana")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")

    letter = post.writes("booking", purchases=[post.purchase(glow)], visits=[post.visit(visit)])

    assert letter.mail["Subject"] == "Booked: Facial, Tue 20 Jan 2026, 10:00"
    assert letter.text == told(f"""
        Your visit is booked.

        Facial
          When: Tue 20 Jan 2026, 10:00–10:50
          With: Mira
          Where: Centre
          Package: Glow 10, visit 2 of 10, 8 left until 5 July 2026
          {FREE} Mon 19 Jan 2026, 10:00. {LATER}
          Move it: https://lumen.example/account/appointments/apt-2/move
          Cancel it: https://lumen.example/account/appointments/apt-2/cancel
        """)


def test_ten_visits_are_one_letter_which_says_once_what_is_left(business: Story, post: Post) -> None:
    yoga = business.sells("yoga-20", to="ana")
    series = business.booking("yoga", for_="ana", at="2026-01-12T10:00", repeat="FREQ=DAILY;COUNT=10")

    visits = [post.visit(each.id) for each in series.appointments]
    letter = post.writes("booking", purchases=[post.purchase(yoga)], visits=visits)

    assert letter.mail["Subject"] == "10 visits booked"
    assert "Your 10 visits are booked." in letter.text
    assert letter.text.count("\n\nYoga\n") == 10
    assert "  Package: Yoga 20, visit 10 of 20\n" in letter.text
    assert letter.text.count("Left: 10 sessions") == 1


def test_a_visit_without_a_package_tells_its_price_and_a_party_its_size(business: Story, post: Post) -> None:
    business.gives(service("yoga", 60, "15.00", capacity=3, taxes=("vat",)))
    visit = business.makes_appointment(
        "yoga", for_="ana", at="2026-01-23T10:00", without_package=True, party=2
    )

    letter = post.writes("booking", visits=[post.visit(visit)])

    assert "\nYoga, for 2 people\n" in letter.text
    assert "  Price: €30.00\n  of which VAT 20\u00a0%: €5.00\n  To be paid: €30.00\n" in letter.text
    assert "  Account holder: Studio Lumen\n" in letter.text
    assert (
        f"  {FREE} Thu 22 Jan 2026, 10:00. If you cancel later or do not come, you still pay for it.\n"
        in letter.text
    )


def test_a_move_says_what_it_was_before(business: Story, post: Post) -> None:
    business.gives(service("massage", 60, "80.00"))
    glow = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("massage", for_="ana", at="2026-01-20T10:00", location="centre")
    before = business.appointment(visit).visit
    business.moves(visit, to="2026-01-22T11:30", location="harbour")

    letter = post.writes("move", purchases=[post.purchase(glow)], visits=[post.moved(visit, before)])

    assert letter.mail["Subject"] == "Moved: Massage, Thu 22 Jan 2026, 11:30"
    assert letter.text == told(f"""
        Your visit was moved.

        Massage
          When: Thu 22 Jan 2026, 11:30–12:30
          With: Jo
          Where: Harbour
          Before: Tue 20 Jan 2026, 10:00–11:00, Centre
          Package: Glow 10, visit 1 of 10, 9 left until 5 July 2026
          {FREE} Wed 21 Jan 2026, 11:30. {LATER}
          Move it: https://lumen.example/account/appointments/apt-1/move
          Cancel it: https://lumen.example/account/appointments/apt-1/cancel
        """)


def test_a_cancellation_says_what_it_cost(business: Story, post: Post) -> None:
    glow = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    before = business.appointment(visit)
    business.cancels(visit, on="2026-01-20T09:00")

    letter = post.writes(
        "cancellation",
        purchases=[post.purchase(glow)],
        visits=[post.cancelled(visit, before, "kept", "late")],
    )

    assert letter.mail["Subject"] == "Cancelled: Facial, Tue 20 Jan 2026, 10:00"
    assert letter.text == told("""
        Your visit is cancelled.

        Facial
          When: Tue 20 Jan 2026, 10:00–10:50
          With: Mira
          Where: Centre
          It was cancelled later than is free of charge.
          It counts as used: 1 session of Glow 10.

        Another time?
          Book another visit: https://lumen.example/#services
        """)


def test_units_that_go_back_are_told_and_so_is_forgiveness(business: Story, post: Post) -> None:
    glow = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    before = business.appointment(visit)
    business.cancels(visit)
    back = "  Given back to Glow 10: 1 session. Now 10 left until 5 July 2026.\n"

    in_time, forgiven, by_us = (
        post.writes(
            "cancellation",
            purchases=[post.purchase(glow)],
            visits=[post.cancelled(visit, before, units, rule)],
        ).text
        for units, rule in (("released", "in_time"), ("forgiven", "forgiven"), ("released", "business"))
    )

    assert all(back in each for each in (in_time, forgiven, by_us))
    assert "later than" not in in_time
    assert "  It was cancelled later than is free of charge. This time it costs nothing.\n" in forgiven
    assert "We are sorry: we had to cancel your visit.\n" in by_us


@rule("R-16.11")
@pytest.mark.parametrize("asked", [True, False])
def test_visits_that_ended_with_a_refund_say_what_was_paid_back_and_not_that_we_are_sorry(
    business: Story, post: Post, *, asked: bool
) -> None:
    glow = business.sells("glow-10", to="ana", method="cash")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    before = business.appointment(visit)
    refund = RefundPurchase(purchase=glow, cancel_appointments=True, reason="moving")
    paid = business.does(refund, on="2026-01-10").payments

    letter = post.writes(
        "cancellation",
        purchases=[post.purchase(glow, asked=asked)],
        visits=[post.cancelled(visit, before, "released", "business")],
        payments=paid,
    )

    assert "Glow 10 has ended, and your visit was cancelled with it.\n" in letter.text
    assert "sorry" not in letter.text
    assert ("  Paid back: €480.00, Cash\n" in letter.text) == asked
    assert ("480" in letter.text) == asked


@pytest.mark.parametrize(
    ("paid", "on", "units", "said"),
    [
        (None, "2026-01-06", "released", "Nothing has to be paid for it."),
        ("15.00", "2026-01-06", "released", "You have paid €15.00 for it. We owe you that."),
        (None, "2026-01-20T09:00", "kept", "Its price of €15.00 still has to be paid."),
        ("15.00", "2026-01-20T09:00", "kept", "Its price of €15.00 is not paid back."),
    ],
)
def test_a_cancelled_visit_at_its_price_says_what_becomes_of_the_money(
    paid: str | None, on: str, units: str, said: str, business: Story, post: Post
) -> None:
    visit = business.makes_appointment("yoga", for_="ana", at="2026-01-20T10:00", without_package=True)
    if paid:
        business.takes(paid, for_=visit, method="cash")
    before = business.appointment(visit)
    business.cancels(visit, on=on)

    letter = post.writes("cancellation", visits=[post.cancelled(visit, before, units, "late")])

    assert f"  {said}\n" in letter.text


def test_a_visit_soon_is_told_with_all_its_facts(business: Story, post: Post) -> None:
    glow = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    business.now = "2026-01-19T20:00"

    letter = post.writes("tomorrow", purchases=[post.purchase(glow)], visits=[post.visit(visit)])

    assert letter.mail["Subject"] == "Reminder: Facial, Tue 20 Jan 2026, 10:00"
    assert letter.text == told(
        """
        We look forward to your visit.

        Facial
          When: Tue 20 Jan 2026, 10:00–10:50
          With: Mira
          Where: Centre
          Package: Glow 10, visit 1 of 10, 9 left until 5 July 2026
          It can no longer be moved, or be cancelled free of charge.
          Cancel it: https://lumen.example/account/appointments/apt-1/cancel
        """,
        CARD + STOP,
    )


@pytest.mark.parametrize(
    ("policy", "on", "said"),
    [
        ({}, "2026-01-19T10:00", f"{FREE} Mon 19 Jan 2026, 10:00. {LATER}"),
        ({}, "2026-01-19T10:01", "It can no longer be moved, or be cancelled free of charge."),
        (
            {"forgiven": 1},
            "2026-01-06",
            f"{FREE} Mon 19 Jan 2026, 10:00. {LATER} {FORGIVEN}",
        ),
        (
            {"late": "release"},
            "2026-01-06",
            f"You can move it until Mon 19 Jan 2026, 10:00, and cancel it free {TILL_THEN} {MISSED}",
        ),
        (
            {"late": "release", "no_show": "release"},
            "2026-01-19T10:01",
            "It can no longer be moved. You can cancel it free of charge until it begins.",
        ),
        (
            {"free_until": Length(count=0, unit="m"), "no_show": "release"},
            "2026-01-19T10:01",
            "You can move it, or cancel it free of charge, until it begins.",
        ),
    ],
)
def test_until_when_a_visit_can_be_changed_is_what_was_sold(
    policy: dict[str, Any], on: str, said: str, business: Story, post: Post
) -> None:
    business.cancellation(**policy)
    glow = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    business.now = on

    text = post.writes("tomorrow", purchases=[post.purchase(glow)], visits=[post.visit(visit)]).text

    assert f"  {said}\n" in text
    assert ("Move it" in text) == ("no longer" not in said)


def test_a_package_that_ends_soon_says_what_is_left(business: Story, post: Post) -> None:
    hours = business.sells("massage-hours", to="ana")
    business.books("massage", for_="ana", at="2026-01-20T10:00", location="centre")

    letter = post.writes("expiring", purchases=[post.purchase(hours)])

    assert letter.mail["Subject"] == "Massage hours: 3 h left until 5 January 2027"
    assert letter.text == told(
        """
        Massage hours can be used until 5 January 2027. You have 3 h left.

        Massage hours
          Includes: 4 h
          Services: Massage or Coaching
          Left: 3 h
          Valid: until 5 January 2027
          Book a visit: https://lumen.example/account/packages/pur-1
        """,
        CARD + STOP,
    )


def test_a_package_that_is_used_up_asks_for_the_next(business: Story, post: Post) -> None:
    held = business.catalogue.packages["facial-3"].inclusions  # type: ignore[index] # an id
    business.offers(package("try", *held, total=1, validity=Validity(days=30)))
    trial = business.sells("try", to="ana")
    business.books("facial", for_="ana", at="2026-01-20T10:00")

    letter = post.writes("used-up", purchases=[post.purchase(trial)])

    assert letter.mail["Subject"] == "Try is used up"
    assert letter.text == told(
        """
        Try is used up. Thank you for your visits. Shall we go on?

        Try
          Includes: 1 session
          Services: Facial
          Left: 0 sessions
          Book the next visit: https://lumen.example/#services
          See our packages: https://lumen.example/#packages
        """,
        CARD + STOP,
    )


def test_what_is_unpaid_says_how_much_and_how(business: Story, post: Post) -> None:
    yoga = business.sells("yoga-20", to="ana", pay="none", method="bank-transfer")

    letter = post.writes("unpaid", purchases=[post.purchase(yoga)])

    assert letter.mail["Subject"] == "To be paid: €240.00 for Yoga 20"
    assert letter.text == told(
        """
        Yoga 20 is not fully paid yet. If you have just paid: thank you, and please ignore this letter.

        Payment
          Price: €240.00
          To be paid: €240.00 by Mon 12 Jan 2026, 10:00
          Account holder: Studio Lumen
          IBAN: RS35 1050 0812 3123 1231 73
          BIC: XXXXRSBG
          Payment reference: pur-1
          If it is not paid in time, it ends, and so do the visits that were booked with it.
          Pay it: https://lumen.example/account/packages/pur-1
        """,
        CARD + STOP,
    )


def test_an_unpaid_visit_that_is_over_offers_no_move(business: Story, post: Post) -> None:
    visit = business.makes_appointment("yoga", for_="ana", at="2026-01-20T10:00", without_package=True)
    business.now = "2026-01-21T10:00"

    letter = post.writes("unpaid", visits=[post.visit(visit)])

    assert letter.mail["Subject"] == "To be paid: €15.00 for Yoga"
    assert "Your visit is not paid yet." in letter.text
    assert "Move it" not in letter.text
    assert "free of charge" not in letter.text


def test_an_unpaid_visit_that_was_cancelled_late_says_that_it_did_not_take_place(
    business: Story, post: Post
) -> None:
    visit = business.makes_appointment("yoga", for_="ana", at="2026-01-20T10:00", without_package=True)
    business.cancels(visit, on="2026-01-20T09:00")

    letter = post.writes("unpaid", visits=[post.visit(visit)])

    assert "Your visit did not take place, and its price still has to be paid." in letter.text


def test_without_a_page_a_letter_says_whom_to_call(business: Story, post: Post) -> None:
    business.sells("glow-10", to="ana")
    visit = post.visit(business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00"))
    post.links = None

    with_contact = post.writes("booking", visits=[visit])
    business.declares(contact=replace(CONTACT, phone=None, email=None))
    without = post.writes("booking", visits=[visit])

    ways = "+381 11 555 01 00 or hello@lumen.example"

    assert re.findall("https:.*", with_contact.text) == [MAP]
    assert f"To move or cancel a visit, please call us or write to us: {ways}.\n" in with_contact.text
    assert "To move or cancel a visit, please tell us.\n" in without.text


def test_a_visit_in_another_zone_says_whose_time_it_is(business: Story, post: Post) -> None:
    business.opens(replace(business.catalogue.locations["harbour"], time_zone="Europe/Lisbon"))  # type: ignore[index] # an id
    business.declares(contact=CONTACT)
    visit = business.makes_appointment("yoga", for_="ana", at="2026-01-20T10:00", without_package=True)
    far = Post(business, time_zone="America/New_York")

    assert (
        "  When: Tue 20 Jan 2026, 10:00–11:00 (Lisbon time)\n"
        in post.writes("booking", visits=[post.visit(visit)]).text
    )
    assert "(Lisbon time)" in far.writes("booking", visits=[post.visit(visit)]).text


def test_the_only_place_is_told_with_its_address(business: Story, post: Post) -> None:
    centre = business.catalogue.locations["centre"]  # type: ignore[index] # an id
    business.sells("glow-10", to="ana")
    visit = post.visit(business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00"))
    business.catalogue = replace(business.catalogue, locations={centre.id: centre})

    assert (
        "  Where: Centre, Knez Mihailova 1, 11000 Belgrade\n" in post.writes("booking", visits=[visit]).text
    )


@rule("R-16.10")
def test_a_business_says_it_in_its_own_words(business: Story, post: Post) -> None:
    business.sells("glow-10", to="ana")
    visit = post.visit(business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00"))
    own = LetterTexts(
        kind="booking",
        subject="{service} on {day} at {time}",
        opening="Dear {client},\n\n{employee} awaits you\nat {location}.",
        closing="Yours, {business}",
    )
    business.catalogue = replace(business.catalogue, letters=(own,))

    letter = post.writes("booking", visits=[visit])

    assert letter.mail["Subject"] == "Facial on Tue 20 Jan 2026 at 10:00"
    assert letter.text.startswith("Dear Ana Sousa,\n\nMira awaits you\nat Centre.\n\nFacial\n")
    assert f"\n\nYours, Studio Lumen\n\n{CARD}" in letter.text
    assert "Mira awaits you<br>at Centre." in letter.html


def test_the_card_leads_to_what_the_law_asks_for(business: Story, post: Post) -> None:
    business.declares(
        legal=Legal(imprint="https://lumen.example/imprint", terms="https://lumen.example/terms")
    )
    glow = business.sells("glow-10", to="ana")

    text = post.writes("purchase", purchases=[post.purchase(glow)]).text

    assert text.endswith(
        "Imprint: https://lumen.example/imprint\nTerms of business: https://lumen.example/terms\n"
    )
