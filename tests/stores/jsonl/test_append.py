"""A line is durable, or not there at all, or its fate is said to be unknown."""

import errno
import multiprocessing
import os
import resource
import signal
from pathlib import Path

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.samples import booked, draft, sale
from trafftpkg.domain.errors.unavailable import (
    DiskFullError,
    LedgerLockedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from trafftpkg.domain.errors.unusable import StoreUnusableError

FORK = multiprocessing.get_context("fork")


def test_all_lines_of_one_append_are_one_piece_of_bytes(desk: Desk) -> None:
    desk.record(sale("2026-01-05T10:00", 1), sale("2026-01-05T10:00", 2))

    assert [line[:14] for line in desk.lines()] == [b'{"v":2,"seq":%d' % n for n in range(3)]


@pytest.mark.parametrize("room", [0, 1, 700, 2500])
def test_a_full_disk_takes_back_what_was_begun(trading: Desk, room: int) -> None:
    before = trading.path.read_bytes()
    said = FORK.SimpleQueue()

    def record_with_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            trading.record(*(sale("2026-01-07T10:00", n) for n in range(2, 5)))
        except DiskFullError as error:
            said.put(error.where)
        else:
            said.put("recorded")

    child = FORK.Process(target=record_with_little_room)
    child.start()
    child.join()

    assert said.get() == str(trading.path)
    assert trading.path.read_bytes() == before
    assert trading.record(sale("2026-01-07T10:00", 2))[0].seq == 5


def test_a_ledger_begun_on_a_full_disk_is_still_to_be_begun(desk: Desk) -> None:
    def record_without_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
        with pytest.raises(DiskFullError):
            desk.record(sale("2026-01-07T10:00", 1))

    child = FORK.Process(target=record_without_room)
    child.start()
    child.join()

    assert child.exitcode == 0
    assert desk.head() == -1
    assert desk.record(sale("2026-01-07T10:00", 1))[0].seq == 1


def test_a_failed_sync_is_not_tried_again_and_the_outcome_is_unknown(
    trading: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(file: int) -> None:
        tried.append(file)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(os, "fsync", fail)
        with pytest.raises(OutcomeUnknownError):
            trading.record(draft("2026-01-07T10:00", booked(4, "2026-01-24T10:00")))

    assert len(tried) == 1
    assert trading.holds() == ["apt-1", "apt-2", "apt-3", "apt-4"]


def test_a_write_that_cannot_be_taken_back_has_an_unknown_outcome(
    trading: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: int | bytes) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def fail_to_cut(file: int, size: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(OutcomeUnknownError), trading.ledger.writing(None) as books:
        monkeypatch.setattr(os, "write", fail)
        monkeypatch.setattr(os, "ftruncate", fail_to_cut)
        books.append([sale("2026-01-07T10:00", 2)])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "missing" / "ledger.jsonl")

    assert desk.head() == -1
    with pytest.raises(StoreUnavailableError) as refused:
        desk.record(sale("2026-01-05T10:00", 1))

    assert refused.value.reason == "no_folder"


def test_a_folder_in_the_ledgers_place_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").mkdir()
    desk = Desk(tmp_path / "ledger.jsonl")

    with pytest.raises(StoreUnusableError):
        desk.head()
    with pytest.raises(StoreUnusableError):
        desk.record(sale("2026-01-05T10:00", 1))


def test_a_second_writer_waits_so_long_and_is_told_who_holds_the_ledger(trading: Desk) -> None:
    with trading.ledger.writing(None), pytest.raises(LedgerLockedError) as refused:
        trading.record(sale("2026-01-07T10:00", 2))

    assert refused.value.waited == 0.05
    assert refused.value.where == str(trading.path)
    assert refused.value.holder is not None
    assert f"process {os.getpid()} on {os.uname().nodename}" in refused.value.holder
    assert refused.value.since is not None


def test_a_lock_ends_with_its_holder(trading: Desk) -> None:
    def die_while_holding() -> None:
        with trading.ledger.writing(None):
            os.kill(os.getpid(), signal.SIGKILL)

    child = FORK.Process(target=die_while_holding)
    child.start()
    child.join()

    assert trading.record(sale("2026-01-07T10:00", 2))[0].seq == 5


def test_two_processes_writing_at_once_make_one_chain(tmp_path: Path) -> None:
    def trade(half: int) -> None:
        desk = Desk(tmp_path / "ledger.jsonl")
        for _ in range(40):
            with desk.patient.writing(None) as books:
                given = books.given("pur")
                books.append([sale("2026-01-05T10:00", given + 1, key=f"{half}-{given}")], desk.opening)

    children = [FORK.Process(target=trade, args=(half,)) for half in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()

    desk = Desk(tmp_path / "ledger.jsonl")
    assert [child.exitcode for child in children] == [0, 0]
    assert desk.head() == 80
    assert desk.care.verify().damaged == 0
    with desk.ledger.reading() as books:
        assert (books.given("pur"), books.given("apt")) == (80, 0)
