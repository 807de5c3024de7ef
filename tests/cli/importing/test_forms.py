"""Numbers, days and hours as other systems write them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trafftpkg.cli.errors import AmbiguousDayError, MalformedError
from trafftpkg.cli.importing.forms import amount, day, units, units_above_zero
from trafftpkg.domain.wording import units_in_words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("480", "480"),
        ("480.00", "480.00"),
        ("480,00", "480.00"),
        ("480,5", "480.5"),
        ("1.480,00", "1480.00"),
        ("1,480.00", "1480.00"),
        ("12 480,00", "12480.00"),
        ("1'234'567.89", "1234567.89"),
        ("1.480", "1.480"),
    ],
)
def test_an_amount_may_have_a_decimal_comma_and_groups(typed: str, meant: str) -> None:
    assert str(amount(typed, "paid")) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-06-30", date(2026, 6, 30)),
        ("2026/6/30", date(2026, 6, 30)),
        ("30.6.2026", date(2026, 6, 30)),
        ("05.06.2026", date(2026, 6, 5)),
        ("30/06/2026", date(2026, 6, 30)),
        ("06/30/2026", date(2026, 6, 30)),
        ("06-06-2026", date(2026, 6, 6)),
        ("2026-06-30 00:00:00", date(2026, 6, 30)),
    ],
)
def test_a_day_may_be_written_as_people_do_where_it_can_be_meant_in_one_way(typed: str, meant: date) -> None:
    assert day(typed, "last_day") == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6", (6, "session")),
        ("6.0", (6, "session")),
        ("0", (0, "session")),
        ("6h", (360, "minute")),
        ("1,5 h", (90, "minute")),
        ("90m", (90, "minute")),
        ("1h30", None),
        ("4 h 30 min", (270, "minute")),
        ("", None),
        ("h", None),
        ("-6", None),
        ("6.5", None),
        ("0.01h", None),
    ],
)
def test_units_are_sessions_or_hours(typed: str, meant: tuple[int, str] | None) -> None:
    if meant is None:
        with pytest.raises(MalformedError):
            units(typed, "left")
    else:
        assert units(typed, "left") == meant


@pytest.mark.parametrize(
    ("form", "typed", "expected"),
    [
        (amount, "1,480", "1480 or 1.48:"),
        (amount, "€ 5", "an amount without a currency"),
        (amount, "1,48,0", "an amount without a currency"),
        (amount, "-5", "an amount without a currency"),
        (day, "30.06.26", "a day as year-month-day"),
        (day, "31/06/2026", "a day"),
        (day, "13/13/2026", "a day"),
        (day, "2026-06-30 18:00", "a day as year-month-day"),
        (units_above_zero, "0", "above 0"),
    ],
)
def test_what_can_be_meant_in_two_ways_or_none_is_refused_with_what_to_write(
    form: Callable[[str, str], Decimal | date], typed: str, expected: str
) -> None:
    with pytest.raises(MalformedError) as error:
        form(typed, "cell")

    assert expected in error.value.expected


def test_a_day_whose_month_cannot_be_told_is_refused_with_its_readings() -> None:
    with pytest.raises(AmbiguousDayError) as error:
        day("05/06/2026", "last_day")

    assert error.value.readings == ("2026-06-05", "2026-05-06")


@given(st.integers(0, 10**9), st.sampled_from([",.", ".,", " ,", "'.", "’,"]))
def test_amounts_with_groups_and_cents_are_read_as_every_country_writes_them(cents: int, marks: str) -> None:
    group, point = marks[0], marks[1]
    written = f"{Decimal(cents) / 100:,.2f}".translate(str.maketrans(",.", f"{group}{point}"))

    assert amount(written, "paid") == Decimal(cents) / 100


@given(st.integers(1, 100_000))
def test_hours_are_read_as_our_own_tables_write_them(minutes: int) -> None:
    assert units(units_in_words(minutes, "minute"), "left") == (minutes, "minute")


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1,000", "1000 or 1: a comma"),
        ("6.000", "6000 or 6: a point"),
        ("1,500h", "1500h or 1.5h: a comma"),
        ("12.345 H", "12345 H or 12.345 H: a point"),
    ],
)
def test_units_with_three_digits_after_a_separator_may_be_thousands_and_are_refused(
    typed: str, readings: str
) -> None:
    with pytest.raises(MalformedError) as refused:
        units(typed, "granted")

    assert refused.value.expected.startswith(readings)
