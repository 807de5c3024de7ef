"""R-4 as pure functions: last days and freezes, on any days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import rule
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.validity import last_day, merged

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
spans = st.builds(
    lambda first, length: DaySpan(first=first, last=first + timedelta(days=length)),
    st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    st.integers(0, 9),
)


@rule("R-4.2")
@given(day=days, months=st.integers(1, 60))
def test_months_end_on_the_same_day_or_on_the_month_s_last(day: date, months: int) -> None:
    found = last_day(day, Validity(months=months))

    assert found is not None
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@rule("R-4.2")
@given(day=days, first=st.integers(1, 30), second=st.integers(1, 30))
def test_a_longer_validity_never_ends_sooner(day: date, first: int, second: int) -> None:
    ends = [last_day(day, Validity(months=each)) for each in sorted((first, second))]

    assert ends == sorted(each for each in ends if each is not None)


@rule("R-4.2")
@given(day=days, later=st.integers(0, 40), months=st.integers(1, 30))
def test_who_starts_later_never_ends_sooner(day: date, later: int, months: int) -> None:
    first, second = (last_day(each, Validity(months=months)) for each in (day, day + timedelta(days=later)))

    assert first is not None
    assert second is not None
    assert first <= second


@rule("R-4.6")
@given(freezes=st.lists(spans, max_size=6))
def test_merged_freezes_have_the_same_days_each_once(freezes: list[DaySpan]) -> None:
    found = merged(tuple(freezes))

    assert _days(found) == sorted(set(_days(freezes)))
    assert all(
        one.last is not None and one.last + timedelta(days=1) < other.first for one, other in pairwise(found)
    )


@rule("R-4.6")
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_freeze_without_an_end_takes_in_all_after_it(order: tuple[int, int]) -> None:
    freezes = (
        DaySpan(first=date(2026, 1, 10), last=None),
        DaySpan(first=date(2026, 2, 1), last=date(2026, 2, 5)),
    )

    assert merged(tuple(freezes[each] for each in order)) == (DaySpan(first=date(2026, 1, 10), last=None),)


def _days(freezes: "list[DaySpan] | tuple[DaySpan, ...]") -> list[date]:
    return [
        each.first + timedelta(days=day)
        for each in freezes
        if each.last is not None
        for day in range((each.last - each.first).days + 1)
    ]
