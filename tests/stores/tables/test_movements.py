"""The rows of what is owed: what was foreseen and will not be is taken back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.stores.samples import OPENING, booked, cancelled, draft, sale
from trafftpkg.domain.purchase import KINDS
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.jsonl.ledger import JsonlLedger


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
    assert [(KINDS[kind], *others) for kind, *others in rows] == [
        ("sold", "", 10, 48_000),
        ("received", "card", 0, 48_000),
        ("taxed", "", 0, 48_000),
        ("lapsed", "", 10, 48_000),
        ("taxed", "", 0, -48_000),
    ]
