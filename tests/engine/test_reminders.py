"""R-11.6: whom to write to, and when there is something new to say."""

from decimal import Decimal

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Deposit, Validity
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.questions.reminders import FindReminders
from trafftpkg.engine.requests.purchase import Pay

FOUR = package("four", inclusion("facial", 4), validity=Validity(days=30))
HOURS = package("hours", inclusion("massage", 240, unit="minute"), unit="minute", total=240)
SOON = FindReminders(expiring_within=Length(count=14, unit="d"))
LOW = FindReminders(low_balance=2)
UNPAID = FindReminders(unpaid=True)


@pytest.fixture
def sold(business: Story) -> Story:
    """Four facials of Ana's (pur-1), valid until 4 February."""
    business.offers(FOUR, HOURS)
    business.sells("four", to="ana", on="2026-01-05")
    return business


def keys(business: Story, question: FindReminders, on: str) -> list[str]:
    """Return the keys of the messages that are due on a day."""
    business.now = on
    return [each.key for each in business.engine.ask(question).reminders]


@rule("R-11.6")
def test_units_that_lapse_are_told_of_once_until_the_last_day_moves(sold: Story) -> None:
    first = [keys(sold, SOON, day) for day in ("2026-01-21", "2026-01-23", "2026-02-04")]
    sold.extends("pur-1", until="2026-02-10")

    assert first == [[], ["expiring/pur-1/2026-02-04"], ["expiring/pur-1/2026-02-04"]]
    assert keys(sold, SOON, "2026-02-04") == ["expiring/pur-1/2026-02-10"]
    assert keys(sold, SOON, "2026-02-11") == []


@rule("R-11.6")
def test_a_low_balance_is_told_of_once_until_units_were_added_and_it_ran_low_again(sold: Story) -> None:
    full = keys(sold, LOW, "2026-01-05")
    visits = [
        sold.makes_appointment("facial", for_="ana", at=f"2026-01-2{day}T10:00", on="2026-01-06")
        for day in (0, 1, 2)
    ]
    low = keys(sold, LOW, "2026-01-06")
    sold.cancels(visits[0])
    sold.books("facial", for_="ana", at="2026-01-25T10:00")

    assert (full, low) == ([], ["low_balance/pur-1/2-of-4"])
    assert keys(sold, LOW, "2026-01-07") == low
    sold.adjusts("pur-1", 3)
    assert keys(sold, LOW, "2026-01-07") == []
    sold.books("facial", for_="ana", at="2026-01-26T10:00")
    sold.books("facial", for_="ana", at="2026-01-27T10:00")
    assert keys(sold, LOW, "2026-01-07") == ["low_balance/pur-1/2-of-7"]


@rule("R-11.6")
def test_a_sale_that_is_not_paid_is_told_of_until_it_is(sold: Story) -> None:
    sold.sells("four", to="eve", on="2026-01-06", pay="none", method=None)

    assert keys(sold, UNPAID, "2026-01-07") == ["unpaid/pur-2/2026-01-13"]
    sold.takes("40.00", for_="pur-2")
    assert keys(sold, UNPAID, "2026-01-08") == ["unpaid/pur-2/2026-01-13"]
    sold.takes(None, for_="pur-2")
    assert keys(sold, UNPAID, "2026-01-08") == []


@rule("R-11.10")
def test_every_debt_is_found_whatever_it_is_of(business: Story) -> None:
    deposit = Deposit(amount=Decimal("40.00"), percent=None)
    business.offers(package("later", inclusion("facial", 4), price="200.00", deposit=deposit))
    ways: list[tuple[Pay, str | None]] = [("none", None), ("deposit", "card"), ("none", "on-site")]
    for pay, method in ways:
        business.sells("later", to="ana", on="2026-01-05", pay=pay, method=method)
    business.sells("later", to="ana", on="2026-01-05")
    business.sells("later", to="eve", on="2026-01-05", pay="deposit")
    business.books("facial", for_="eve", at="2026-01-12T10:00")
    business.books("facial", for_="eve", at="2026-01-13T10:00")
    business.booking("facial", for_="bob", at="2026-01-14T10:00", without_package=True)
    business.voids("pur-5", on="2026-01-14T10:00")

    owed = business.engine.ask(ListPurchases(due=True, sort="due")).purchases
    visits = business.engine.ask(ListAppointments(due=True)).appointments

    assert [(each.id, due_of(each)) for each in owed] == [
        ("pur-1", Decimal("200.00")),
        ("pur-3", Decimal("200.00")),
        ("pur-2", Decimal("160.00")),
        ("pur-5", Decimal("60.00")),
    ]
    assert [each.id for each in visits] == ["apt-3"]
    assert keys(business, UNPAID, "2026-01-14T11:00") == [
        *(
            "unpaid/pur-1/2026-01-12",
            "unpaid/pur-2/2026-01-12",
            "unpaid/pur-3/2026-01-12",
            "unpaid/pur-5/voided",
        ),
        "unpaid/apt-3/2026-01-14",
    ]


def test_hours_are_low_by_the_hour(sold: Story) -> None:
    sold.sells("hours", to="eve", on="2026-01-06")
    sold.books("massage", for_="eve", at="2026-01-20T10:00", location="centre")
    three_left = keys(sold, LOW, "2026-01-06")
    sold.books("massage", for_="eve", at="2026-01-21T10:00", location="centre")

    assert three_left == []
    assert keys(sold, LOW, "2026-01-06") == ["low_balance/pur-2/2-of-240"]


def test_nobody_is_written_to_about_what_is_used_up_or_over(sold: Story) -> None:
    for day in range(4):
        sold.books("facial", for_="ana", at=f"2026-01-2{day}T10:00")

    assert keys(sold, LOW, "2026-01-22") == ["low_balance/pur-1/2-of-4"]
    assert keys(sold, LOW, "2026-01-24") == []
    assert keys(sold, SOON, "2026-01-24") == []


def test_a_reminder_knows_whom_to_write_to(sold: Story) -> None:
    sold.now = "2026-01-30"

    found = sold.engine.ask(SOON)

    (reminder,) = found.reminders
    assert found.view.handle_of(reminder.client) == "ana"
    assert (reminder.available, reminder.due) == (4, Decimal("0.00"))


TOMORROW = FindReminders(tomorrow=True)
USED_UP = FindReminders(used_up_within=Length(count=7, unit="d"))


@rule("R-11.14")
def test_a_visit_is_told_of_from_the_day_before_until_it_begins(sold: Story) -> None:
    sold.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", on="2026-01-06")
    told = [f"tomorrow/apt-1/{'2026-01-20T09:00Z'}"]

    moments = ("2026-01-18T23:59", "2026-01-19T00:00", "2026-01-20T09:59", "2026-01-20T10:00")
    assert [keys(sold, TOMORROW, each) for each in moments] == [[], told, told, []]


@rule("R-11.14")
def test_a_visit_that_was_booked_or_moved_on_the_day_before_is_not_told_of_again(sold: Story) -> None:
    moved = sold.makes_appointment("facial", for_="ana", at="2026-01-20T12:00", on="2026-01-18T23:59")
    late = sold.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", on="2026-01-19T00:00")

    assert keys(sold, TOMORROW, "2026-01-19T09:00") == [f"tomorrow/{moved}/2026-01-20T11:00Z"]
    sold.moves(moved, to="2026-01-20T13:00", on="2026-01-19T09:00")
    sold.cancels(late)

    assert keys(sold, TOMORROW, "2026-01-19T20:00") == []


@rule("R-11.14")
def test_a_visit_that_was_called_off_is_not_told_of(sold: Story) -> None:
    visit = sold.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", on="2026-01-06")
    sold.cancels(visit)

    assert keys(sold, TOMORROW, "2026-01-19T09:00") == []


@rule("R-11.15")
def test_a_package_is_told_of_when_its_last_visit_has_begun_and_again_after_more_units(sold: Story) -> None:
    for day in (12, 13, 14, 15):
        sold.makes_appointment("facial", for_="ana", at=f"2026-01-{day}T10:00", on="2026-01-06")

    assert keys(sold, USED_UP, "2026-01-15T09:59") == []
    assert keys(sold, USED_UP, "2026-01-15T10:01") == ["used_up/pur-1/4"]
    sold.adjusts("pur-1", 1)
    assert keys(sold, USED_UP, "2026-01-16T10:00") == []
    sold.makes_appointment("facial", for_="ana", at="2026-01-19T10:00", on="2026-01-16T10:00")
    assert keys(sold, USED_UP, "2026-01-20T10:00") == ["used_up/pur-1/5"]
    assert keys(sold, USED_UP, "2026-01-26T10:01") == []
