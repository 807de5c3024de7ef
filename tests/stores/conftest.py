"""A ledger of five entries in a folder of its own."""

from pathlib import Path

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.samples import booked, draft, sale


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a ledger where nothing is recorded."""
    return Desk(tmp_path / "ledger.jsonl")


@pytest.fixture
def trading(desk: Desk) -> Desk:
    """Return a ledger with one sale and three visits, in entries 1 to 4."""
    desk.record(sale("2026-01-05T10:00", 1, key="k1"))
    for n in range(1, 4):
        desk.record(draft(f"2026-01-06T1{n}:00", booked(n, f"2026-01-2{n}T10:00"), key=f"b{n}"))
    desk.notices.clear()
    return desk
