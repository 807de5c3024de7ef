"""What people type is taken as it is meant, or refused with the form it should have."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from tests.rules import rule
from trafftpkg.cli.errors import MalformedError
from trafftpkg.cli.parsing import (
    amount,
    amount_or_nothing,
    change,
    count,
    length,
    one_of,
    override,
    overrides,
    text,
    units,
    wanted,
    zone,
)
from trafftpkg.domain.errors.base import UsageError


def test_a_length_has_one_unit() -> None:
    assert [str(length(typed, "--by")) for typed in ("90m", "12h", "30d", "2w")] == [
        "90m",
        "12h",
        "30d",
        "2w",
    ]


@pytest.mark.parametrize("typed", ["0d", "-1d", "1", "1h30m", "1.5h", "1y"])
def test_a_length_of_another_form_is_wrong_usage(typed: str) -> None:
    with pytest.raises(MalformedError):
        length(typed, "--by")


def test_an_amount_is_exact() -> None:
    assert str(amount("480.10", "AMOUNT")) == "480.10"


@pytest.mark.parametrize("typed", ["0", "0.00", "-1", "1e3", "1'000.00", "12 EUR", "NaN", ""])
def test_an_amount_of_nothing_or_less_is_wrong_usage(typed: str) -> None:
    with pytest.raises(MalformedError):
        amount(typed, "AMOUNT")


def test_an_amount_with_a_comma_is_told_how_it_is_written() -> None:
    with pytest.raises(MalformedError) as refused:
        amount("12,50", "AMOUNT")

    assert refused.value.expected == "the amount with a point: 12.50"


def test_a_refund_may_be_of_nothing() -> None:
    assert amount_or_nothing("0", "--amount") == Decimal(0)


@rule("R-9.6")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", (3, "session")),
        ("03", (3, "session")),
        ("90m", (90, "minute")),
        ("1h", (60, "minute")),
        ("1.5h", (90, "minute")),
        ("0.25h", (15, "minute")),
        ("30.0m", (30, "minute")),
    ],
)
def test_units_are_sessions_or_a_length_in_whole_minutes(typed: str, meant: tuple[int, str]) -> None:
    assert units(typed, "--units") == meant
    assert change(typed, "--units") == meant
    assert change(f"+{typed}", "--units") == meant
    assert change(f"-{typed}", "--units") == (-meant[0], meant[1])


@pytest.mark.parametrize(
    "typed",
    ["0", "0h", "0.001h", "1.33h", "0.5", "1,5h", "1h30m", "2d", "h", "", "two", "+", "+-2", "--2", " 2"],
)
def test_units_of_another_form_are_wrong_usage(typed: str) -> None:
    for parse in (units, change):
        with pytest.raises(MalformedError):
            parse(typed, "--units")


def test_hours_with_a_comma_are_told_how_they_are_written() -> None:
    with pytest.raises(MalformedError) as refused:
        units("1,5h", "--units")

    assert refused.value.expected == "hours with a point: 1.5h"


@pytest.mark.parametrize("typed", ["+2", "-2", "+90m"])
def test_what_is_given_away_has_no_sign(typed: str) -> None:
    with pytest.raises(MalformedError):
        units(typed, "--units")


@pytest.mark.parametrize(("parse", "typed"), [(count, "0"), (count, "-1"), (count, "2.0")])
def test_a_number_of_another_form_is_wrong_usage(parse: Callable[[str, str], int], typed: str) -> None:
    with pytest.raises(MalformedError):
        parse(typed, "--units")


def test_units_are_added_or_taken() -> None:
    assert [change(typed, "--units")[0] for typed in ("+2", "2", "-1")] == [2, 2, -1]


def test_a_spec_gives_service_start_employee_and_location() -> None:
    found = wanted("facial@2026-03-02T10:00/mira/centre", "--book")

    assert (found.service, found.at, found.employee, found.location) == (
        "facial",
        datetime(2026, 3, 2, 10),
        "mira",
        "centre",
    )


def test_a_spec_may_leave_out_employee_and_location() -> None:
    found = wanted("facial@2026-03-02T10:00+01:00", "--book")

    assert (found.employee, found.location) == (None, None)


@pytest.mark.parametrize(
    "typed",
    ["facial", "@2026-03-02T10:00", "facial@", "facial@2026-03-02T10:00/", "facial@2026-03-02T10:00/a/b/c"],
)
def test_a_spec_of_another_form_is_wrong_usage(typed: str) -> None:
    with pytest.raises(MalformedError):
        wanted(typed, "--book")


def test_overrides_are_told_once_each_in_one_order() -> None:
    assert overrides([override("hours"), override("past"), override("hours")]) == ("past", "hours")


def test_a_choice_that_is_none_names_those_that_are() -> None:
    with pytest.raises(UsageError) as refused:
        one_of("xml", ("table", "json"), "--format")

    assert vars(refused.value) == {"what": "--format", "typed": "xml", "expected": "one of table, json"}


def test_a_text_of_nothing_but_space_is_no_text() -> None:
    assert (text("  "), text(None), text(" ill ")) == (None, None, "ill")


@pytest.mark.parametrize("typed", ["Mars/Olympus", "", "../etc", "Europe"])
def test_what_is_no_time_zone_is_wrong_usage(typed: str) -> None:
    with pytest.raises(MalformedError):
        zone(typed, "--time-zone")
