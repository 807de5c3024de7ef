"""Moments, whole days, and lengths of time."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import rule
from trafftpkg.domain.errors.usage import SkippedTimeError, TwiceOccurringTimeError
from trafftpkg.domain.moments import (
    DaySpan,
    Length,
    LengthUnit,
    Span,
    day_of,
    days_of,
    earlier,
    end_of,
    later,
    minutes_of,
    moment_typed,
    start_of,
    which_of_two,
)

ZONES = [
    "Europe/Belgrade",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Australia/Lord_Howe",
]


def utc(text: str) -> datetime:
    """Return `2026-03-29T10:00` as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone", "moment"),
    [
        ("2026-01-05T10:00", "Europe/Belgrade", "2026-01-05T09:00"),
        ("2026-07-05T10:00", "Europe/Belgrade", "2026-07-05T08:00"),
        ("2026-03-29T01:59", "Europe/Belgrade", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "Europe/Belgrade", "2026-03-29T01:00"),
        ("2026-01-05T10:00+05:30", "Europe/Belgrade", "2026-01-05T04:30"),
        ("2026-10-25T02:30+01:00", "Europe/Belgrade", "2026-10-25T01:30"),
        ("2026-01-05T10:00", "America/St_Johns", "2026-01-05T13:30"),
    ],
)
def test_without_an_offset_a_moment_is_local(typed: str, zone: str, moment: str) -> None:
    assert moment_typed(datetime.fromisoformat(typed), zone) == utc(moment)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("2026-03-29T02:00", "Europe/Belgrade"),
        ("2026-03-29T02:59:59", "Europe/Belgrade"),
        ("2018-11-04T00:30", "America/Sao_Paulo"),
        ("2011-12-30T12:00", "Pacific/Apia"),
    ],
)
def test_a_local_time_that_is_skipped_is_refused(typed: str, zone: str) -> None:
    with pytest.raises(SkippedTimeError):
        moment_typed(datetime.fromisoformat(typed), zone)


def test_a_local_time_that_occurs_twice_is_refused_with_both() -> None:
    with pytest.raises(TwiceOccurringTimeError) as refused:
        moment_typed(datetime(2026, 10, 25, 2, 30), "Europe/Belgrade")

    assert (refused.value.first, refused.value.second) == (utc("2026-10-25T00:30"), utc("2026-10-25T01:30"))


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ("2026-03-28T09:00", 24, "h", "2026-03-29T09:00"),
        ("2026-03-28T09:00", 1, "d", "2026-03-29T08:00"),
        ("2026-03-28T09:00", 1, "w", "2026-04-04T08:00"),
        ("2026-03-28T09:00", 90, "m", "2026-03-28T10:30"),
        ("2026-10-24T08:00", 1, "d", "2026-10-25T09:00"),
    ],
)
def test_days_and_weeks_keep_the_wall_clock_while_hours_and_minutes_are_absolute(
    start: str, count: int, unit: LengthUnit, end: str
) -> None:
    length = Length(count=count, unit=unit)

    assert later(utc(start), length, "Europe/Belgrade") == utc(end)
    assert earlier(utc(end), length, "Europe/Belgrade") == utc(start)


def test_a_length_has_minutes_and_perhaps_days() -> None:
    lengths = [
        Length(count=3, unit="m"),
        Length(count=3, unit="h"),
        Length(count=3, unit="d"),
        Length(count=3, unit="w"),
    ]

    assert [minutes_of(each) for each in lengths] == [3, 180, 4320, 30240]
    assert [days_of(each) for each in lengths] == [None, None, 3, 21]
    assert [str(each) for each in lengths] == ["3m", "3h", "3d", "3w"]


@rule("R-4.1")
@given(zone=st.sampled_from(ZONES), moment=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)))
def test_a_moment_lies_between_its_day_s_start_and_end(zone: str, moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    day = day_of(at, zone)

    # St John's set its clock back at one minute past midnight until 2011: its day before came back.
    if zone != "America/St_Johns" or at.year > 2011:
        assert start_of(day, zone) <= at < end_of(day, zone)


@rule("R-4.1")
@given(zone=st.sampled_from(ZONES), day=st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_days_follow_each_other_without_a_gap(zone: str, day: date) -> None:
    assert end_of(day, zone) == start_of(date.fromordinal(day.toordinal() + 1), zone)
    assert start_of(day, zone) <= end_of(day, zone)


def test_touching_is_not_overlapping() -> None:
    morning = Span(start=utc("2026-01-05T08:00"), end=utc("2026-01-05T12:00"))
    noon = Span(start=utc("2026-01-05T12:00"), end=utc("2026-01-05T13:00"))
    late_morning = Span(start=utc("2026-01-05T11:59"), end=utc("2026-01-05T12:01"))

    assert not morning.overlaps(noon)
    assert not noon.overlaps(morning)
    assert late_morning.overlaps(noon)
    assert morning.overlaps(late_morning)


def test_days_of_a_span_are_both_included() -> None:
    span = DaySpan(first=date(2026, 1, 5), last=date(2026, 1, 7))

    assert [date(2026, 1, day) in span for day in (4, 5, 7, 8)] == [False, True, True, False]
    assert date(2999, 1, 1) in DaySpan(first=date(2026, 1, 5), last=None)


@pytest.mark.parametrize(
    ("moment", "which"),
    [
        ("2026-10-24T23:59+00:00", None),
        ("2026-10-25T00:00+00:00", "first"),
        ("2026-10-25T00:59+00:00", "first"),
        ("2026-10-25T01:00+00:00", "second"),
        ("2026-10-25T02:00+00:00", None),
        ("2026-03-29T01:00+00:00", None),
    ],
)
def test_of_an_hour_that_occurs_twice_a_moment_is_the_first_or_the_second(
    moment: str, which: str | None
) -> None:
    assert which_of_two(datetime.fromisoformat(moment), "Europe/Belgrade") == which
