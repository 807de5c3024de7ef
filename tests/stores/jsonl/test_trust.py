"""Whatever becomes of the index, the answers are the ledger's; what becomes of the ledger is noticed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.samples import booked, draft, sale
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.untrusted import IndexAheadError, LedgerDamagedError, LedgerTooNewError
from trafftpkg.domain.ids import AppointmentId
from trafftpkg.stores.lines.line import TAIL, chained, hash_in, sealed

ALL = ["apt-1", "apt-2", "apt-3"]


def roll_index_back(desk: Desk, keep: Path) -> None:
    """Put an older index in the place of the present one."""
    desk.forget_index()
    shutil.copy(keep, desk.index)


def stat(path: Path) -> tuple[int, int]:
    """Return what changes when a file is replaced or written."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def test_a_deleted_index_changes_no_answer(trading: Desk) -> None:
    trading.forget_index()

    assert trading.holds() == ALL
    assert trading.index.exists()


def test_an_index_that_is_no_database_is_replaced(trading: Desk) -> None:
    trading.forget_index()
    trading.index.write_bytes(b"not a database at all" * 100)

    assert trading.holds() == ALL
    trading.record(sale("2026-01-07T10:00", 2))
    assert trading.head() == 5


def test_an_index_of_another_format_is_replaced(trading: Desk) -> None:
    with closing(sqlite3.connect(trading.index)) as connection, connection:
        connection.execute("PRAGMA user_version = 1")

    assert trading.holds() == ALL


def test_a_line_that_died_before_its_rows_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    desk.record(sale("2026-01-05T10:00", 1))
    older = Path(shutil.copy(desk.index, tmp_path / "older"))
    desk.record(draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")))
    roll_index_back(desk, older)

    assert desk.holds() == ["apt-1"]


def test_a_writer_takes_in_what_died_before_its_rows(desk: Desk, tmp_path: Path) -> None:
    desk.record(sale("2026-01-05T10:00", 1))
    older = Path(shutil.copy(desk.index, tmp_path / "older"))
    desk.record(draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")))
    roll_index_back(desk, older)

    (entry,) = desk.record(draft("2026-01-06T11:00", booked(2, "2026-01-21T10:00")))

    assert entry.seq == 3
    assert desk.holds() == ["apt-1", "apt-2"]


def test_a_fit_index_is_not_touched_by_reading(trading: Desk) -> None:
    before = stat(trading.index)

    trading.holds()

    assert stat(trading.index) == before


def test_a_reader_goes_on_with_what_was_said_while_a_writer_is_at_work(desk: Desk, tmp_path: Path) -> None:
    desk.record(sale("2026-01-05T10:00", 1))
    older = Path(shutil.copy(desk.index, tmp_path / "older"))
    desk.record(draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")))

    with desk.ledger.writing(None):
        roll_index_back(desk, older)
        assert desk.holds() == []


def test_a_reader_without_any_index_reads_the_lines_while_a_writer_is_at_work(trading: Desk) -> None:
    with trading.ledger.writing(None):
        trading.forget_index()

        assert trading.holds() == ALL
        assert not trading.index.exists()


def test_a_folder_where_nothing_can_be_written_is_read_all_the_same(trading: Desk) -> None:
    trading.forget_index()
    for suffix in ("", ".new"):
        trading.index.with_name(trading.index.name + suffix).mkdir()

    assert trading.holds() == ALL


def test_an_index_whose_shared_memory_cannot_be_made_is_read_as_it_stands(trading: Desk) -> None:
    trading.ledger.close()
    for path in trading.path.parent.glob(trading.index.name + "-*"):
        path.unlink()
    trading.index.with_name(trading.index.name + "-shm").mkdir()
    before = stat(trading.index)

    assert trading.holds() == ALL
    assert stat(trading.index) == before


def test_an_entry_is_recorded_though_its_rows_cannot_be(trading: Desk) -> None:
    trading.forget_index()
    for suffix in ("", ".new"):
        trading.index.with_name(trading.index.name + suffix).mkdir()

    with trading.ledger.writing(None) as books:
        books.append([draft("2026-01-07T10:00", booked(4, "2026-01-24T10:00"))])
        appointment = books.thing(AppointmentId("apt-4"))

    assert appointment is not None
    assert trading.holds() == [*ALL, "apt-4"]


def test_a_ledger_copied_without_its_index_goes_on(trading: Desk, tmp_path: Path) -> None:
    copy = Desk(tmp_path / "copy.jsonl")
    shutil.copy(trading.path, copy.path)

    copy.record(sale("2026-01-07T10:00", 2))

    assert (copy.head(), trading.head()) == (5, 4)


def test_a_ledger_copied_with_its_index_is_verified_and_goes_on(trading: Desk, tmp_path: Path) -> None:
    copy = Desk(tmp_path / "copy.jsonl")
    shutil.copy(trading.path, copy.path)
    shutil.copy(trading.index, copy.index)

    copy.record(sale("2026-01-07T10:00", 2))

    assert (copy.head(), copy.holds()) == (5, ALL)


def test_a_changed_line_in_the_middle_stops_all_writing_and_is_named(trading: Desk) -> None:
    lines = trading.lines()
    lines[2] = lines[2].replace(b'"desk"', b'"dusk"')
    trading.put(lines)
    before = trading.path.read_bytes()

    with pytest.raises(LedgerDamagedError) as stopped:
        trading.record(sale("2026-01-07T10:00", 2))

    (damage,) = stopped.value.damages
    assert (damage.line, damage.offset, damage.kind) == (3, len(lines[0] + lines[1]), "changed")
    assert trading.path.read_bytes() == before


def test_a_changed_line_is_no_ones_answer(trading: Desk) -> None:
    lines = trading.lines()
    lines[2] = lines[2].replace(b'"desk"', b'"dusk"')
    trading.put(lines)

    with pytest.raises(LedgerDamagedError):
        trading.holds()


def test_lines_added_by_hand_stop_all_writing(trading: Desk) -> None:
    with trading.path.open("ab") as file:
        file.write(b'{"v":2,"seq":5}\n')

    with pytest.raises(LedgerDamagedError) as stopped:
        trading.record(sale("2026-01-07T10:00", 2))

    assert [each.line for each in stopped.value.damages] == [6]


def test_an_older_copy_put_back_is_not_written_to(trading: Desk) -> None:
    trading.put(trading.lines()[:3])

    with pytest.raises(IndexAheadError) as stopped:
        trading.record(sale("2026-01-07T10:00", 2))

    assert (stopped.value.ledger_seq, stopped.value.index_seq) == (2, 4)


def test_an_older_copy_put_back_is_read_with_a_warning(trading: Desk) -> None:
    trading.put(trading.lines()[:3])

    assert trading.holds() == ["apt-1"]
    assert {(each.code, each.seq) for each in trading.notices} == {("index_ahead", 2)}


def test_a_ledger_that_vanished_is_not_begun_anew(trading: Desk) -> None:
    trading.path.unlink()

    with pytest.raises(IndexAheadError) as stopped:
        trading.record(sale("2026-01-07T10:00", 1))

    assert stopped.value.index_seq == 4
    assert trading.head() == -1
    assert {(each.code, each.seq) for each in trading.notices} == {("index_ahead", -1)}


def test_a_ledger_cut_in_the_middle_of_a_line_is_left_as_it_is(trading: Desk) -> None:
    trading.put([trading.path.read_bytes()[:-100]])

    with pytest.raises(IndexAheadError):
        trading.record(sale("2026-01-07T10:00", 2))

    assert trading.names() == {"ledger.jsonl", "ledger.jsonl.index", "ledger.jsonl.lock"}


def test_another_ledger_in_its_place_is_not_written_to(trading: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other.jsonl")
    for n in range(1, 8):
        other.record(sale(f"2026-02-05T1{n}:00", n))
    trading.put(other.lines())

    with pytest.raises(IndexAheadError):
        trading.record(sale("2026-03-07T10:00", 8))


def test_a_touched_ledger_is_verified_once(trading: Desk) -> None:
    os.utime(trading.path, ns=(1, 1))

    trading.record(sale("2026-01-07T10:00", 2))

    assert trading.head() == 5


def test_a_line_of_a_later_version_says_so(trading: Desk) -> None:
    lines = trading.lines()

    body = lines[-1][:-TAIL].replace(b'{"v":2,"seq":4', b'{"v":3,"seq":5')
    trading.put([*lines, sealed(body, chained(body, hash_in(lines[-1])))])

    with pytest.raises(LedgerTooNewError) as stopped:
        trading.record(sale("2026-01-07T10:00", 2))

    assert (stopped.value.version, stopped.value.known, stopped.value.line) == (3, 2, 6)


def test_a_request_that_is_refused_first_of_all_leaves_only_the_lock(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.ledger.writing(None):
        raise ZeroDivisionError

    assert desk.names() == {"ledger.jsonl.lock"}


def test_reading_a_ledger_that_is_not_there_leaves_nothing(desk: Desk) -> None:
    assert desk.head() == -1
    assert desk.names() == set()


def test_an_index_is_fit_for_another_process_too(trading: Desk) -> None:
    before = stat(trading.index)
    program = (
        "import sys; from pathlib import Path\n"
        "from trafftpkg.stores.jsonl.ledger import JsonlLedger\n"
        "with JsonlLedger(Path(sys.argv[1])).reading() as books: print(books.head().seq)\n"
    )

    found = subprocess.run(
        [sys.executable, "-c", program, trading.path], capture_output=True, text=True, check=True
    )

    assert found.stdout == "4\n"
    assert stat(trading.index) == before


def test_an_index_found_damaged_on_the_way_is_thrown_away_and_made_anew(trading: Desk) -> None:
    trading.care.rebuild()
    with closing(sqlite3.connect(trading.index)) as connection, connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'purchases'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with trading.index.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)

    with pytest.raises(StoreUnavailableError):
        trading.holds()

    assert trading.holds() == ALL


def test_books_that_had_to_be_brought_up_first_show_one_moment_too(trading: Desk) -> None:
    trading.forget_index()

    with trading.ledger.reading() as books:
        books.head()
        trading.record(draft("2026-01-07T10:00", booked(4, "2026-01-24T10:00")))

        assert books.thing(AppointmentId("apt-4")) is None


def test_an_old_journal_is_not_read_into_a_new_index(trading: Desk) -> None:
    journal = trading.index.with_name(f"{trading.index.name}-wal")
    old = journal.read_bytes()
    trading.ledger.close()
    trading.index.unlink()
    journal.write_bytes(old)

    trading.care.rebuild()

    assert old
    assert not journal.exists()
    assert trading.holds() == ALL


def test_a_process_with_many_requests_keeps_the_journal_and_one_with_one_leaves_none(trading: Desk) -> None:
    journal = trading.path.with_name("ledger.jsonl.index-wal")
    one = Desk(trading.path)
    trading.ledger.close()

    one.record(sale("2026-01-07T10:00", 2))
    left_by_one = journal.exists()
    one.record(sale("2026-01-07T10:00", 3))

    assert not left_by_one
    assert journal.exists()
    assert Desk(trading.path).head() == 6
    one.ledger.close()
    assert Desk(trading.path).record(sale("2026-01-07T10:00", 4))[0].seq == 7
    assert not journal.exists()
