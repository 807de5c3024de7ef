"""Days and moments are taken as people type them; what can be read in two ways is refused."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule
from trafftpkg.cli.days import TODAY, day, moment, moment_or_day, start, time_of_day
from trafftpkg.cli.errors import AmbiguousDayError, MalformedError
from trafftpkg.cli.words.every import words_for
from trafftpkg.cli.words.names import Names


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    """It is Monday, 5 January 2026."""
    before = TODAY.set(lambda: date(2026, 1, 5))
    yield
    TODAY.reset(before)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("today", date(2026, 1, 5)),
        ("Tomorrow", date(2026, 1, 6)),
        ("yesterday", date(2026, 1, 4)),
        ("tue", date(2026, 1, 6)),
        ("sunday", date(2026, 1, 11)),
        ("mon", date(2026, 1, 12)),
        ("+0d", date(2026, 1, 5)),
        ("+3d", date(2026, 1, 8)),
        ("+2w", date(2026, 1, 19)),
    ],
)
def test_a_day_is_counted_from_today_and_a_weekday_is_the_next_one(typed: str, expected: date) -> None:
    assert day(typed, "--from") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:15", datetime(2026, 1, 5, 9, 15)),
        ("mon 9:15", datetime(2026, 1, 12, 9, 15)),
        ("tomorrowT16:00", datetime(2026, 1, 6, 16)),
        ("+3d 7:00", datetime(2026, 1, 8, 7)),
        ("2026-03-02 9:15", datetime(2026, 3, 2, 9, 15)),
    ],
)
def test_a_moment_is_a_day_and_a_time_and_a_time_alone_is_todays(typed: str, expected: datetime) -> None:
    assert moment(typed, "--at") == moment_or_day(typed, "--as-of") == expected


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("03/04/2026", ("2026-04-03", "2026-03-04")),
        ("3.4.26", ("2026-04-03", "2026-03-04")),
        ("26-03-04", ("2004-03-26", "2026-03-04")),
        ("31/12/2026", ("2026-12-31",)),
        ("2026-3-2", ("2026-03-02",)),
        ("1.2", ("2026-02-01", "2027-01-02")),
        ("29.2", ("2028-02-29",)),
        ("5/1", ("2026-01-05", "2026-05-01")),
    ],
)
def test_a_day_in_numbers_is_refused_with_what_it_may_stand_for(
    typed: str, readings: tuple[str, ...]
) -> None:
    for parse in (day, moment, moment_or_day):
        with pytest.raises(AmbiguousDayError) as refused:
            parse(typed, "--from")
        assert refused.value.readings == readings


def test_the_readings_of_a_moment_are_moments() -> None:
    with pytest.raises(AmbiguousDayError) as refused:
        moment("03/04/2026 9:15", "--at")

    assert refused.value.readings == ("2026-04-03T09:15", "2026-03-04T09:15")


@pytest.mark.parametrize("parse", [moment, moment_or_day, start])
@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("2026-12-1T9:00", "2026-12-01T09:00"),
        ("2026-12-1 9:00", "2026-12-01T09:00"),
        ("2026-02-30T9:00", "2026-03-02T10:00"),
        ("2026-02-30T09:00", "2026-03-02T10:00"),
        ("0001-01-01 9:00", "a year from 1900"),
        ("2026-12-1T25:00", "2026-03-02T10:00"),
    ],
)
def test_what_is_no_moment_is_quoted_whole_with_the_form_of_one(
    parse: Callable[[str, str], object], typed: str, form: str
) -> None:
    with pytest.raises((AmbiguousDayError, MalformedError)) as refused:
        parse(typed, "--at")

    said = words_for(refused.value, Names())
    assert f"'{typed}'" in said.problem
    assert form in said.remedy


@pytest.mark.parametrize("parse", [moment, start])
@pytest.mark.parametrize("typed", ["2026-03-02", "tomorrow", "mon", "+3d"])
def test_a_day_without_its_time_asks_for_the_time(parse: Callable[[str, str], datetime], typed: str) -> None:
    with pytest.raises(MalformedError) as refused:
        parse(typed, "--at")

    assert words_for(refused.value, Names()).remedy == f"Give the time too, as in '{typed} 10:00'."
    assert parse(f"{typed} 10:00", "--at").hour == 10


def test_a_time_of_day_has_hours_and_minutes() -> None:
    assert (time_of_day("16:00", "--after"), time_of_day("9:15", "--after")) == (time(16), time(9, 15))
    for typed in ("16", "24:00", "9.15", "9:60"):
        with pytest.raises(MalformedError):
            time_of_day(typed, "--after")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("book ana facial --at 'tomorrow 10:00'", "Tue 6 Jan 2026 10:00"),
        ("reschedule apt-1 --at 'mon 11:00'", "Mon 12 Jan 2026 11:00"),
        ("freeze pur-1 --from tomorrow --until +2d --reason ill", "until 7 July 2026"),
        ("extend pur-1 --until 2026-08-01 --reason ill", "until 1 August 2026"),
        ("block ines --from thu --until fri --reason ill", "Thu 8 Jan 2026 00:00 – Sat 10 Jan 2026 00:00"),
        ("slots facial --from tomorrow --to tomorrow --format csv", "2026-01-06T"),
        ("appointments --from today --to +15d", "apt-1"),
    ],
)
def test_every_option_takes_days_as_people_type_them_and_today_follows_now(
    sold: Typed, line: str, told: str
) -> None:
    printed = sold(line)

    assert (printed.code, told in printed.out) == (0, True), printed


def test_a_sale_that_begins_a_ledger_takes_them_too(typed: Typed) -> None:
    sale = typed("purchase ana glow-10 --method card --new-client --book 'facial@tomorrow 10:00'")

    assert "Tue 6 Jan 2026 10:00" in sale.out


def test_the_readings_are_told_to_scripts(typed: Typed) -> None:
    refused = typed("slots facial --from 03/04/2026 --to +1d --format json")

    assert refused.code == 2
    assert json.loads(refused.err)["error"]["details"] == {
        "field": "first",
        "reason": "ambiguous",
        "what": "--from",
        "typed": "03/04/2026",
        "readings": ["2026-04-03", "2026-03-04"],
    }


SERIES = (
    "book ana facial --at 2026-10-18T01:30 --repeat FREQ=WEEKLY;COUNT=2 --without-package "
    "--override hours --override horizon --reason party"
)


@rule("R-5.8")
def test_a_series_says_which_of_two_hours_it_takes(sold: Typed) -> None:
    foreseen = sold(f"{SERIES} --dry-run --format json")
    told = sold(SERIES)
    again = sold("book ana facial --at 2026-01-21T10:00")

    assert json.loads(foreseen.out)["notes"] == [
        {
            "code": "hour_comes_twice",
            "appointment": None,
            "starts_at": "2026-10-25T01:30:00+01:00",
            "taken": "first",
        }
    ]
    assert "note: Sun 25 Oct 2026 01:30 comes twice" in told.err
    assert "apt-3 is at the first, 2026-10-25T01:30:00+01:00." in told.err
    assert again.err == ""


@rule("R-1.19")
def test_a_day_as_of_means_its_end(sold: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAFFTPKG_NOW", "2026-01-06T00:00")
    sold("book ana facial --at 2026-01-21T10:00")

    def booked(when: str) -> int:
        (found,) = json.loads(sold(f"list ana --format json --as-of {when}").out)
        return int(found["booked"])

    assert [booked(each) for each in ("2026-01-05", "yesterday", "2026-01-06T00:00", "today")] == [1, 1, 2, 2]


def test_a_moment_without_an_offset_stays_as_typed() -> None:
    assert moment("2026-03-02T10:00", "--at") == datetime(2026, 3, 2, 10)


@pytest.mark.parametrize("typed", ["2026-03-02T09:00Z", "2026-03-02 10:00:00+01:00", "2026-03-02t09:00z"])
def test_a_moment_may_carry_its_offset(typed: str) -> None:
    assert moment(typed, "--at") == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-02",
        "24:00",
        "soon 9:15",
        "mon",
        "2026-02-30T10:00",
        "2026-W10-1T10:00",
        "20260302T1000",
        "٢٠٢٦-03-02T10:00",
    ],
)
def test_what_is_no_moment_is_wrong_usage(typed: str) -> None:
    with pytest.raises(MalformedError):
        moment(typed, "--at")


def test_a_day_is_written_in_full() -> None:
    assert day("2026-03-02", "--from") == date(2026, 3, 2)


@pytest.mark.parametrize("typed", ["2026-02-29", "someday", "20260302", "t", "+3", "moon", "30.2"])
def test_what_is_no_day_is_wrong_usage(typed: str) -> None:
    with pytest.raises(MalformedError):
        day(typed, "--from")
