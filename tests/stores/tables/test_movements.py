"""The rows of what is owed: what was foreseen and will not be is taken back."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.stores.samples import OPENING, booked, cancelled, draft, sale
from trafftpkg.domain.purchase import KINDS
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.tables.movements import spans_of


def test_a_visit_that_is_cancelled_leaves_no_row_behind(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    entries = [
        sale("2026-01-05T10:00", 1),
        draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")),
        draft("2026-01-07T10:00", cancelled(1)),
    ]
    for entry in entries:
        with JsonlLedger(path).writing(Scope(everything=True)) as books:
            books.append([entry], OPENING)

    with closing(sqlite3.connect(f"{path}.index")) as index:
        rows = index.execute("SELECT kind, part, units, gross FROM movements ORDER BY at, kind").fetchall()
        sums = [index.execute(f"SELECT * FROM {each}").fetchall() for each in ("daily", "monthly")]
    assert [len(each) for each in sums] == [5, 5]
    assert [(KINDS[kind], *others) for kind, *others in rows] == [
        ("sold", "", 10, 48_000),
        ("received", "card", 0, 48_000),
        ("taxed", "", 0, 48_000),
        ("lapsed", "", 10, 48_000),
        ("taxed", "", 0, -48_000),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("", "2026-03-01"),
        ("", "2026-03-17"),
        ("2026-01-01", "2026-03-01"),
        ("2026-01-02", "2026-02-28"),
        ("2026-01-31", "2026-03-02"),
        ("2026-01-05", "2026-01-20"),
        ("2025-12-31", "2026-01-01"),
        ("2026-03-10", "2026-03-05"),
        ("2026-03-01", "2026-02-20"),
    ],
)
def test_each_day_of_a_period_is_in_a_whole_month_or_beside_them(first: str, last: str) -> None:
    spans = spans_of(first, last)
    for day in (date(2025, 11, 1) + timedelta(days=n) for n in range(200)):
        text = day.isoformat()
        among = (
            spans["month"] <= text[:7] < spans["months"],
            spans["first"] <= text < spans["head"],
            spans["tail"] <= text < spans["last"],
        )
        assert sum(among) == (first <= text < last), text
