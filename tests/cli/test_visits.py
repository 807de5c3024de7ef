"""R-2.5: what is read out to a client is counted in visits, wherever units are told; scripts get units."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule

PAIRS = """
name: Pairs
services: [{service: facial, max: 6, uses: 2}]
total: 12
price: {amount: 600.00}
validity: {months: 6}
"""
MIXED = """
name: Mixed
services: [{service: facial, max: 6}, {service: massage, max: 4, uses: 3}]
total: 12
price: {amount: 600.00}
validity: {months: 6}
"""


@pytest.fixture
def several(typed: Typed, catalogue: Path) -> Typed:
    """Ana has a package of double visits (pur-1), a mixed one (pur-2), one in hours (pur-3), each booked."""
    (catalogue / "packages" / "pairs.yaml").write_text(PAIRS)
    (catalogue / "packages" / "mixed.yaml").write_text(MIXED)
    for line in (
        "client add ana",
        "client add bob",
        "purchase ana pairs --method card",
        "purchase ana mixed --method card",
        "purchase ana massage-hours --method card",
        "book ana facial --at 2026-01-20T10:00 --from pur-1",
        "book ana massage --at 2026-01-21T10:00 --employee ines --from pur-2",
        "book ana massage --at 2026-01-22T10:00 --employee ines --from pur-3",
    ):
        assert typed(f"--catalog {catalogue} {line}").code == 0
    return lambda line: typed(f"--catalog {catalogue} {line}")


def told(several: Typed, line: str) -> str:
    """Return what a command prints, problems too, with single spaces."""
    printed = several(line)
    return re.sub(r"\s+", " ", printed.out + printed.err)


TOLD = [
    ("show pur-1", "Pairs: 5 of 6 visits left, until 5 July 2026"),
    ("show pur-1", "6 visits: 5 available, 1 booked"),
    ("show pur-1", "Atlantic facial: 5 visits can be booked"),
    ("show pur-2", "Mixed: 9 of 12 sessions left (6 Atlantic facial or 3 Deep tissue massage), until"),
    ("show pur-2", "12 sessions: 9 available, 3 booked"),
    ("show pur-2", "Deep tissue massage: 3 visits can be booked"),
    ("show pur-3", "5 h of 6 h left"),
    ("show pur-3", "Reflexology: 1 h 30 min can be booked"),
    ("show ana", "Atlantic facial 5 pur-2"),
    ("show ana", "Atlantic facial 6, Deep tissue massage 3 pur-3"),
    ("show ana", "pur-1 5 visits after 5 July 2026"),
    ("show apt-1", "paid with 1 visit of pur-1"),
    ("show apt-2", "paid with 1 visit of pur-2"),
    ("show apt-3", "paid with 1 h of pur-3"),
    ("list ana", "Pairs 5 1 0 5 Jul 2026"),
    ("list ana", "Mixed 9 sessions 3 sessions 0 sessions 5 Jul 2026"),
    (
        "history pur-1",
        "book 5 1 apt-1 booked: Atlantic facial with Inês, Tue 20 Jan 2026",
    ),
    ("history pur-2", "book 9 sessions 3 sessions apt-2 booked: Deep tissue massage"),
    ("explain ana facial --at 2026-02-02T10:00", "pur-1 pays 1 visit, valid until"),
    ("explain ana massage --at 2026-02-03T10:00", "pur-2 pays 1 visit, valid until"),
    ("catalog show pairs", "contains 6 visits of 1 service Atlantic facial: up to 6, 2 sessions each"),
    ("catalog show mixed", "contains 12 sessions of 2 services Atlantic facial: up to 6 Deep"),
    ("catalog show", "visible 6 visits of"),
    ("statement ana", "5 visits left, until 5 July 2026."),
    ("statement ana", "bought +6 6 2026-01-20 Atlantic facial, visit 1 of 6, booked -1 5"),
    ("statement ana", "Atlantic facial 6 (1 session each), Deep tissue massage 3 (3 sessions each)."),
    ("statement ana", "bought +12 12 2026-01-21 Deep tissue massage, booked -3 9"),
    ("reminders --expiring-within 300d", "Pairs 5 visits"),
    (
        "transfer pur-1 --to bob --units 12 --reason x",
        "5 visits (10 sessions) free. You asked for 6 visits (12",
    ),
    ("adjust pur-2 --units=-12 --reason x", "pur-2 has 9 sessions free. You asked for 12 sessions"),
    ("adjust pur-2 --units=-12 --service massage --reason x", "has 3 visits (9 sessions) free for"),
    ("transfer pur-3 --to bob --units 7h --reason x", "pur-3 has 5 h free. You asked for 7 h"),
    ("adjust pur-1 --units +1 --reason x", "Pairs: 5 of 6 visits and 1 session left, until"),
    ("adjust pur-1 --units=-10 --reason x", "Pairs: 0 of 1 visit left, until"),
    ("transfer pur-1 --to bob --units 1 --reason x", "Pairs: 4 of 6 visits and 1 session left, until"),
    ("transfer pur-1 --to bob --units 1 --reason x", "Pairs: 1 session of 1 session left, until"),
    ("adjust pur-1 --units=-9 --reason x", "Pairs: 1 session of 1 visit left, until"),
    ("client erase ana", "5 visits left of pur-1, 9 sessions left of pur-2, 5 h left of pur-3"),
    ("void pur-1 --keep-money --cancel-appointments --reason x", "Pairs: voided, 6 visits written off"),
    ("--now 2026-07-07T10:00 show pur-1", "expired after 5 July 2026, 5 visits lapsed"),
]
"""What is typed, and some of the words that are read out."""


@rule("R-2.5")
def test_visits_are_told_where_a_visit_takes_several_units(several: Typed) -> None:
    dry = {line: f"{line} --dry-run" if "--reason" in line else line for line, _ in TOLD}
    said = {line: told(several, typed) for line, typed in dry.items()}

    assert [(line, words, said[line]) for line, words in TOLD if words not in said[line]] == []


@rule("R-2.5")
def test_a_sale_that_books_too_many_says_so_in_visits_or_hours(several: Typed) -> None:
    visits = " ".join(f"--book facial@2026-02-{day:02}T10:00" for day in (2, 3, 4, 5, 6, 9, 10))
    hours = " ".join(f"--book massage@2026-02-{day:02}T10:00/ines" for day in (2, 3, 4, 5, 6, 9, 10))

    assert "includes 6 visits of facial. You asked for 7 visits" in told(
        several, f"purchase bob pairs --method card {visits}"
    )
    assert "includes 6 h" in told(several, f"purchase bob massage-hours --method card {hours}")


@rule("R-2.5", "R-2.4")
def test_scripts_get_units_and_the_visits_of_each_service(several: Typed) -> None:
    found: list[Any] = [json.loads(several(f"show pur-{n} --format json").out) for n in (1, 2, 3)]

    assert [(each["available"], each["booked"]) for each in found] == [(10, 2), (9, 3), (300, 60)]
    services = [[(one["available"], one["visits"]) for one in each["services"]] for each in found]
    assert services == [[(10, 5)], [(6, 6), (9, 3)], [(300, None), (300, None), (90, None)]]


@rule("R-2.5")
def test_a_reminder_says_for_a_letter_what_is_left(several: Typed) -> None:
    found = json.loads(several("reminders --expiring-within 300d --format json").out)

    assert [(each["available"], each["left"]) for each in found] == [(10, "5 visits"), (9, "9 sessions")]
