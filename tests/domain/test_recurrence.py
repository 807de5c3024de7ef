"""R-5.8: when the appointments of a series start."""

from datetime import datetime

import pytest

from tests.rules import rule
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.recurrence import starts_of

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
