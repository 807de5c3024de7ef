"""A ledger on a server is followed as one in a file is."""

from pathlib import Path

from tests.stores.jsonl.desk import Desk as FileDesk
from tests.stores.postgres.test_backups import record
from tests.stores.postgres.test_copying import place
from tests.stores.samples import booked, cancelled, draft, sale
from trafftpkg.engine.recorded import RecordedEntries

STORY = (
    sale("2026-01-05T10:00", 1),
    draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")),
    draft("2026-01-07T10:00", cancelled(1)),
)


def test_what_is_told_is_the_same_wherever_it_is_recorded(address: str, tmp_path: Path) -> None:
    pages = []
    FileDesk(tmp_path / "ledger.jsonl").record(*STORY)
    record(place(address, tmp_path), *STORY)
    for where in (address, tmp_path / "ledger.jsonl"):
        desk = place(where, tmp_path)
        pages.append(RecordedEntries(desk.inquiry, 0).page())
        desk.close()

    assert [each.entry.seq for each in pages[0].rows] == [1, 2, 3]
    assert pages[0].rows == pages[1].rows


def test_what_is_recorded_by_another_is_news(address: str, tmp_path: Path) -> None:
    desk, other = place(address, tmp_path), place(address, tmp_path)
    record(other, STORY[0])
    recorded = RecordedEntries(desk.inquiry, 0)
    first, before = recorded.page(), desk.stamp(None)
    record(other, *STORY[1:])

    assert desk.stamp(None) != before
    assert [each.entry.seq for each in (*first.rows, *recorded.page().rows)] == [1, 2, 3]
    assert recorded.page().is_last
