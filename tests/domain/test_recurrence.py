"""R-5.8: when the appointments of a series start."""

from datetime import datetime, timedelta
from time import process_time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import rule
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.recurrence import starts_of
from trafftpkg.domain.recurrence_fit import gives, is_ever
from trafftpkg.domain.recurrence_parts import forbidden_part, parts_of

FIRST = datetime(2026, 1, 12, 10)  # a Monday
ZONE = "Europe/Belgrade"


@rule("R-5.8")
@pytest.mark.parametrize(
    ("repeat", "starts"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["01-12", "01-19", "01-26"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["01-12", "01-26"]),
        ("freq=weekly;byday=mo,we;count=3", ["01-12", "01-14", "01-19"]),
        ("FREQ=DAILY;UNTIL=20260114", ["01-12", "01-13", "01-14"]),
        ("FREQ=DAILY;UNTIL=20260114T095959", ["01-12", "01-13"]),
        ("FREQ=DAILY;UNTIL=20260114T090000Z", ["01-12", "01-13", "01-14"]),
        ("FREQ=DAILY;UNTIL=20260114T085959Z", ["01-12", "01-13"]),
        ("FREQ=MONTHLY;BYDAY=2MO;COUNT=2", ["01-12", "02-09"]),
        (" FREQ=DAILY;COUNT=1 ", ["01-12"]),
    ],
)
def test_a_series_follows_its_rule(repeat: str, starts: list[str]) -> None:
    found = starts_of(repeat, FIRST, ZONE)

    assert [f"{each:%m-%d}" for each in found] == starts
    assert {f"{each:%H:%M}" for each in found} == {"10:00"}


@rule("R-5.8")
def test_the_most_appointments_is_a_leap_year_of_days() -> None:
    assert len(starts_of("FREQ=DAILY;COUNT=366", FIRST, ZONE)) == 366
    with pytest.raises(BadArgumentError):
        starts_of("FREQ=DAILY;COUNT=367", FIRST, ZONE)


@rule("R-5.8")
def test_an_offset_names_the_first_moment_only() -> None:
    first = datetime.fromisoformat("2026-10-25T02:30:00+01:00")

    found = starts_of("FREQ=DAILY;COUNT=2", first, ZONE)

    assert found == [first, datetime(2026, 10, 26, 2, 30)]


@rule("R-5.8")
@pytest.mark.parametrize(
    "repeat",
    [
        "",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=9999999999",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=DAILY;UNTIL=2026Z",
        "A\nB;COUNT=1",
    ],
)
def test_what_is_no_rule_with_an_end_is_malformed(repeat: str) -> None:
    with pytest.raises(BadArgumentError):
        starts_of(repeat, FIRST, ZONE)


@rule("R-5.8")
def test_a_start_that_the_rule_does_not_give_is_refused_with_the_first_that_it_gives() -> None:
    with pytest.raises(BadArgumentError) as refused:
        starts_of("FREQ=WEEKLY;BYDAY=TU;COUNT=2", FIRST, ZONE)

    assert refused.value.nearest == datetime(2026, 1, 13, 10)


@rule("R-5.8")
@pytest.mark.parametrize(
    "repeat", ["FREQ=SECONDLY;BYMONTHDAY=31;COUNT=2", "FREQ=HOURLY;COUNT=2", "FREQ=DAILY;INTERVAL=0;COUNT=2"]
)
def test_a_series_that_might_never_come_to_its_end_is_no_rule(repeat: str) -> None:
    with pytest.raises(BadArgumentError):
        starts_of(repeat, FIRST, ZONE)


@rule("R-5.8")
@pytest.mark.parametrize(
    ("repeat", "part"),
    [
        ("FREQ=WEEKLY;BYMONTHDAY=12;COUNT=2", "BYMONTHDAY=12"),
        ("FREQ=DAILY;BYYEARDAY=12;COUNT=2", "BYYEARDAY=12"),
        ("FREQ=MONTHLY;BYWEEKNO=3;COUNT=2", "BYWEEKNO=3"),
        ("FREQ=WEEKLY;BYDAY=2MO;COUNT=2", "BYDAY=2MO"),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=2MO;COUNT=2", "BYDAY=2MO"),
        ("FREQ=MONTHLY;BYDAY=6MO;COUNT=2", "BYDAY=6MO"),
        ("FREQ=DAILY;BYSETPOS=1;COUNT=2", "BYSETPOS=1"),
        ("FREQ=DAILY;BYMONTH=13;COUNT=2", "BYMONTH=13"),
        ("FREQ=DAILY;BYMONTH=-1;COUNT=2", "BYMONTH=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=0;COUNT=2", "BYMONTHDAY=0"),
        ("FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2", "BYMONTHDAY=32"),
        ("FREQ=DAILY;BYHOUR=24;COUNT=2", "BYHOUR=24"),
        ("FREQ=DAILY;BYEASTER=1;COUNT=2", "BYEASTER=1"),
        ("FREQ=DAILY;COUNT=2;COUNT=3", "COUNT=3"),
        ("FREQ=DAILY;COUNT=2;WKST=MON", "WKST=MON"),
        ("FREQ=DAILY;COUNT=2;weekly", "WEEKLY"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL=20260230"),
    ],
)
def test_a_part_that_the_standard_forbids_is_named(repeat: str, part: str) -> None:
    with pytest.raises(BadArgumentError) as refused:
        starts_of(repeat, FIRST, ZONE)

    assert (refused.value.reason, refused.value.thing) == ("forbidden_rule_part", part)


@rule("R-5.8")
@pytest.mark.parametrize(
    ("repeat", "reason"),
    [
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "start_not_in_rule"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "start_not_in_rule"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=50;COUNT=2", "start_not_in_rule"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=2", "start_not_in_rule"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=2;COUNT=2", "start_not_in_rule"),
        ("FREQ=DAILY;UNTIL=20260111", "start_not_in_rule"),
        ("FREQ=DAILY;UNTIL=00010101T000000Z", "start_not_in_rule"),
        ("FREQ=YEARLY;INTERVAL=60;COUNT=3", "too_rare"),
    ],
)
def test_a_rule_that_gives_nothing_or_too_little_is_refused_at_once(repeat: str, reason: str) -> None:
    began = process_time()
    with pytest.raises(BadArgumentError) as refused:
        starts_of(repeat, FIRST, ZONE)

    assert refused.value.reason == reason
    assert process_time() - began < 0.5


@rule("R-5.8")
@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/New_York", "Pacific/Kiritimati"])
def test_a_series_may_go_on_until_the_last_day_of_the_calendar(zone: str) -> None:
    assert len(starts_of("FREQ=YEARLY;UNTIL=99991231T235959Z", FIRST, zone)) == 101


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.lists(
        st.sampled_from(
            "BYMONTH=1,2 BYMONTHDAY=12,-1 BYMONTHDAY=31 BYYEARDAY=12,-353 BYWEEKNO=3,-1 BYDAY=MO,SA"
            " BYDAY=2MO,-3MO BYDAY=-51MO BYHOUR=10,11 BYSETPOS=1,-1 BYSETPOS=2 WKST=SU".split()
        ),
        max_size=3,
    ),
    st.integers(0, 400),
)
def test_what_a_rule_gives_is_what_the_library_would_begin_with(
    frequency: str, more: list[str], days: int
) -> None:
    written = ";".join([f"FREQ={frequency}", *more])
    parts, wall = parts_of(written), FIRST + timedelta(days=days)
    if forbidden_part(parts) is not None:
        return

    given_at_once = gives(parts, wall)

    if given_at_once or is_ever(parts):
        assert (next(iter(rrulestr(written, dtstart=wall))) == wall) == given_at_once, (written, wall)
