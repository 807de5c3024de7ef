"""What a dead writer left behind: moved aside and named, or completed if only the line feed is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.samples import booked, draft, sale


@pytest.fixture
def dying(desk: Desk) -> tuple[Desk, bytes, bytes]:
    """Return a ledger, what stood in it before the last entry, and the last entry's line."""
    desk.record(sale("2026-01-05T10:00", 1))
    before = desk.path.read_bytes()
    desk.record(draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")))
    desk.forget_index()
    return desk, before, desk.path.read_bytes()[len(before) :]


def _sizes(length: int) -> Iterator[int]:
    """Yield every size at both ends of a line, where its form is, and each seventh between."""
    yield from range(1, 30)
    yield from range(30, length - 90, 7)
    yield from range(length - 90, length - 1)


def test_a_line_torn_at_any_byte_is_not_recorded_and_stands_aside(
    dying: tuple[Desk, bytes, bytes],
) -> None:
    desk, before, line = dying
    torn = desk.path.with_name("ledger.jsonl.torn-2")
    again = draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00"))
    for size in _sizes(len(line)):
        desk.put([before, line[:size]])
        assert desk.holds() == []
        assert desk.path.read_bytes() == before + line[:size]

        (entry,) = desk.record(again)

        assert entry.seq == 2
        assert desk.path.read_bytes() == before + line
        assert torn.read_bytes() == line[:size]
        assert [(each.code, each.seq, each.moved_to) for each in desk.notices] == [
            ("torn_tail", 2, str(torn))
        ]
        torn.unlink()
        desk.notices.clear()
        desk.forget_index()


def test_a_line_that_lacks_only_its_line_feed_is_completed(dying: tuple[Desk, bytes, bytes]) -> None:
    desk, before, line = dying
    desk.put([before, line[:-1]])
    assert desk.holds() == []

    (entry,) = desk.record(draft("2026-01-06T11:00", booked(2, "2026-01-21T10:00")))

    assert entry.seq == 3
    assert desk.holds() == ["apt-1", "apt-2"]
    assert [(each.code, each.seq) for each in desk.notices] == [("line_completed", 2)]


def test_a_torn_header_is_moved_aside_and_the_ledger_begins_anew(desk: Desk) -> None:
    desk.path.write_bytes(b'{"v":2,"seq":0,"at":"2026-')
    assert desk.head() == -1

    (entry,) = desk.record(sale("2026-01-05T10:00", 1))

    assert entry.seq == 1
    assert desk.head() == 1
    assert desk.path.with_name("ledger.jsonl.torn-0").exists()


def test_a_torn_line_never_replaces_an_earlier_one(dying: tuple[Desk, bytes, bytes], tmp_path: Path) -> None:
    desk, before, _ = dying
    (tmp_path / "ledger.jsonl.torn-2").write_bytes(b"earlier")
    desk.put([before, b"torn"])

    desk.record(sale("2026-01-06T10:00", 2))

    assert (tmp_path / "ledger.jsonl.torn-2").read_bytes() == b"earlier"
    assert (tmp_path / "ledger.jsonl.torn-2.2").read_bytes() == b"torn"


def test_a_refused_request_still_puts_a_torn_line_aside(dying: tuple[Desk, bytes, bytes]) -> None:
    desk, before, _ = dying
    desk.put([before, b"torn"])

    with desk.ledger.writing(None):
        pass

    assert desk.path.read_bytes() == before


def test_bytes_that_are_no_text_at_all_are_a_torn_tail_too(dying: tuple[Desk, bytes, bytes]) -> None:
    desk, before, _ = dying
    desk.put([before, b"\0" * 5000])

    desk.record(sale("2026-01-06T10:00", 2))

    assert desk.head() == 2


def test_a_whole_line_with_another_hash_is_a_torn_tail(dying: tuple[Desk, bytes, bytes]) -> None:
    desk, before, line = dying
    changed = line[:-1].replace(b'"desk"', b'"dusk"')
    desk.put([before, changed])

    desk.record(sale("2026-01-06T10:00", 2))

    assert desk.path.with_name("ledger.jsonl.torn-2").read_bytes() == changed
    assert desk.holds() == []
