"""The files that put visits into a calendar, move them there, and take them out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.letters.post import Post, Read
from tests.rules import rule
from tests.story import Story


@pytest.fixture(autouse=True)
def _glow(business: Story) -> None:
    business.sells("glow-10", to="ana")


def events(read: Read) -> list[Any]:
    """Return the events of all files; their fields are what they say, whatever its type."""
    return [each for calendar in read.calendars for each in calendar.walk("VEVENT")]


@rule("R-16.8")
def test_a_visit_keeps_its_name_and_grows_its_sequence_until_it_is_cancelled(
    business: Story, post: Post
) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    booked = post.writes("booking", visits=[post.visit(visit)])
    before = business.appointment(visit)
    business.moves(visit, to="2026-01-22T11:30")
    moved = post.writes("move", visits=[post.moved(visit, before.visit)])
    standing = business.appointment(visit)
    business.cancels(visit)
    gone = post.writes(
        "cancellation", visits=[post.cancelled(visit, standing, "released", "in_time", sequence=2)]
    )

    told = [
        (each.calendars[0]["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"], event["TRANSP"])
        for each in (booked, moved, gone)
        for event in events(each)
    ]

    assert told == [
        ("PUBLISH", "apt-1.l123@trafftpkg", 0, "CONFIRMED", "OPAQUE"),
        ("PUBLISH", "apt-1.l123@trafftpkg", 1, "CONFIRMED", "OPAQUE"),
        ("CANCEL", "apt-1.l123@trafftpkg", 2, "CANCELLED", "TRANSPARENT"),
    ]
    names = [each.get_filename() for read in (booked, moved, gone) for each in read.mail.iter_attachments()]
    assert names == ["apt-1.ics", "apt-1.ics", "apt-1-cancelled.ics"]


def test_an_event_says_what_when_where_and_who(business: Story, post: Post) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-07-01T10:00")

    (event,) = events(post.writes("booking", visits=[post.visit(visit)]))

    assert event["SUMMARY"] == "Facial: Studio Lumen"
    assert event["DTSTART"].dt == datetime(2026, 7, 1, 10, tzinfo=ZoneInfo("Europe/Belgrade"))
    assert event["DTEND"].dt == datetime(2026, 7, 1, 10, 50, tzinfo=ZoneInfo("Europe/Belgrade"))
    assert event["DTSTART"].params["TZID"] == "Europe/Belgrade"
    assert event["LOCATION"] == "Centre"
    assert event["ORGANIZER"] == "mailto:hello@lumen.example"
    assert event["DESCRIPTION"] == "With Mira\n+381 11 555 01 00\nhttps://lumen.example/account"
    assert "ATTENDEE" not in event, "no calendar offers to decline, which would cancel nothing"


def test_several_visits_are_one_file_and_each_cancelled_one_its_own(business: Story, post: Post) -> None:
    visits = [
        business.makes_appointment("facial", for_="ana", at=f"2026-01-{20 + day}T10:00") for day in range(3)
    ]
    booked = post.writes("booking", visits=[post.visit(each) for each in visits])
    standing = [business.appointment(each) for each in visits]
    for each in visits:
        business.cancels(each)
    told = [post.cancelled(each.id, each, "released", "in_time") for each in standing]
    gone = post.writes("cancellation", visits=told)

    assert [len(each.walk("VEVENT")) for each in booked.calendars] == [3]
    assert [len(each.walk("VEVENT")) for each in gone.calendars] == [1, 1, 1], (
        "RFC 5546: one name in a CANCEL"
    )


def test_a_name_cannot_become_another_line_of_a_calendar(business: Story, post: Post) -> None:
    business.declares(name="Lumen\r\nATTENDEE:mailto:eve@evil.example; \\n, 👩‍🦰")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")

    read = post.writes("booking", visits=[post.visit(visit)])
    (event,) = events(read)

    assert event["SUMMARY"] == "Facial: Lumen ATTENDEE:mailto:eve@evil.example; \\n, 👩‍🦰"
    assert "ATTENDEE" not in event
    (attached,) = read.mail.iter_attachments()
    lines = str(attached.get_content()).encode().splitlines()
    assert max(map(len, lines)) <= 75, "RFC 5545, 3.1"
    assert Calendar.from_ical(str(attached.get_content())) == read.calendars[0]


def test_a_debt_is_no_date_for_a_calendar(business: Story, post: Post) -> None:
    visit = business.makes_appointment("yoga", for_="ana", at="2026-01-20T10:00", without_package=True)

    assert post.writes("unpaid", visits=[post.visit(visit)]).calendars == []
    assert len(post.writes("tomorrow", visits=[post.visit(visit)]).calendars) == 1
