"""R-2.5: what people are told a number of units in."""

import pytest

from tests.lumen import inclusion
from tests.rules import rule
from trafftpkg.domain.terms import Measure, measure_of
from trafftpkg.domain.wording import told_in_words, told_number

SESSIONS, HOURS = Measure(unit="session"), Measure(unit="minute")
PAIRS, TRIPLES, MIXED = (Measure(unit="session", uses=uses) for uses in (2, 3, None))


@rule("R-2.5")
@pytest.mark.parametrize(
    ("units", "measure", "words", "number"),
    [
        (9, SESSIONS, "9 sessions", "9"),
        (1, SESSIONS, "1 session", "1"),
        (0, SESSIONS, "0 sessions", "0"),
        (450, HOURS, "7 h 30 min", "7 h 30 min"),
        (12, PAIRS, "6 visits", "6"),
        (2, PAIRS, "1 visit", "1"),
        (0, PAIRS, "0 visits", "0"),
        (13, PAIRS, "6 visits and 1 session", "6 visits and 1 session"),
        (1, PAIRS, "1 session", "1 session"),
        (5, TRIPLES, "1 visit and 2 sessions", "1 visit and 2 sessions"),
        (12, MIXED, "12 sessions", "12"),
    ],
)
def test_units_are_told_in_visits_where_each_takes_several(
    units: int, measure: Measure, words: str, number: str
) -> None:
    assert (told_in_words(units, measure), told_number(units, measure)) == (words, number)


@rule("R-2.5")
def test_units_are_measured_in_visits_where_all_services_take_as_many() -> None:
    pair, other, single = (
        inclusion("facial", 6, uses=2),
        inclusion("peel", 3, uses=2),
        inclusion("massage", 6),
    )

    assert measure_of("session", [pair, other]) == PAIRS
    assert measure_of("session", [single]) == SESSIONS
    assert measure_of("session", [pair, single]) == MIXED
    assert measure_of("minute", [single]) == HOURS
