"""The rows of what is owed: what was foreseen and will not be is taken back."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.stores.samples import OPENING, booked, cancelled, draft, sale
from trafftpkg.domain.moments import day_of, start_of
from trafftpkg.domain.purchase import KINDS
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.tables.movements import spans_of
from trafftpkg.stores.tables.rows import micros


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
        sums = index.execute("SELECT * FROM monthly").fetchall()
    assert len(sums) == 5
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
def test_each_moment_of_a_period_is_in_a_whole_month_or_beside_them(first: str, last: str) -> None:
    zone = "Europe/Lisbon"
    begins = date.fromisoformat(first) if first else None
    until = start_of(date.fromisoformat(last), zone)
    spans: dict[str, Any] = spans_of(begins, until, zone)
    for moment in (datetime(2025, 11, 1, 23, 30, tzinfo=UTC) + n * timedelta(hours=12) for n in range(400)):
        day, at = day_of(moment, zone), micros(moment)
        among = (
            spans["month"] <= day.isoformat()[:7] < spans["months"],
            spans["since"] <= at < spans["head"],
            spans["tail"] <= at < spans["until"],
        )
        assert sum(among) == ((begins is None or begins <= day) and moment < until), moment
