"""Killed, terminated, or interrupted at each point: what was acknowledged is there once."""

import pytest

from tests.faults.program import Shop
from tests.faults.soundness import BOOK, check_recorded_once, check_sound

POINTS = {
    "before the lock": ("flock", ".lock", "1"),
    "with the lock, before it names its holder": ("pwrite64", ".lock", "1"),
    "before the index is read": ("pread64", ".index", "1"),
    "before the ledger is opened": ("openat", "", "1"),
    "before the line is written": ("write", "", "1"),
    "before the line is on the disk": ("fsync", "", "1"),
    "after the line is on the disk": ("close", "", "1"),
    "at the first byte of the index": ("pwrite64", ".index-wal", "1"),
    "amid the rows": ("pwrite64", ".index-wal", "12"),
    "before the rows are on the disk": ("fdatasync", ".index-wal", "1"),
    "amid the index's tables": ("pwrite64", ".index", "5"),
    "before the tables are on the disk": ("fdatasync", ".index", "1"),
    "before the journal goes": ("unlink", ".index-wal", "1"),
    "before the lock is given up": ("pwrite64", ".lock", "2"),
}

OPENING_POINTS = {
    "before the first lines are written": ("write", "", "1"),
    "before the first lines are on the disk": ("fsync", "", "1"),
    "amid the new index": ("pwrite64", ".index.new", "3"),
    "before the new index is on the disk": ("fsync", ".index.new", "1"),
    "before the new index is in its place": ("rename", ".index.new", "1"),
}

DEADLY = {"KILL": {-9}, "TERM": {-15}, "INT": {130, 0}}


@pytest.mark.parametrize("signal", DEADLY)
@pytest.mark.parametrize("point", POINTS)
def test_a_booking_struck_down_is_recorded_once_when_it_is_repeated(
    shop: Shop, point: str, signal: str
) -> None:
    call, path, when = POINTS[point]

    struck = shop.struck(BOOK, call, path, f"signal={signal}", when=when)

    assert struck.code in DEADLY[signal], struck.err
    recorded = shop.keys().count("again")
    assert recorded <= 1
    answer = check_recorded_once(shop)
    assert (answer["entry"]["seq"], answer["appointments"][0]["appointment"]) == (3, "apt-2")
    if struck.out:
        assert struck.answer["appointments"] == answer["appointments"]


@pytest.mark.parametrize("point", OPENING_POINTS)
def test_a_first_sale_struck_down_opens_the_ledger_once(new_shop: Shop, point: str) -> None:
    call, path, when = OPENING_POINTS[point]
    sale = "purchase ana glow-10 --method card --idempotency-key again"

    struck = new_shop.struck(sale, call, path, "signal=KILL", when=when)

    assert struck.code == -9
    check_recorded_once(new_shop, sale)
    assert [each["seq"] for each in new_shop.entries()] == [0, 1]


def test_killed_while_it_takes_back_what_a_full_disk_cut_short(shop: Shop) -> None:
    before = shop.ledger.read_bytes()
    limit = ["prlimit", f"--fsize={len(before) + 300}"]

    struck = shop.run(BOOK, *limit, *shop.strace("ftruncate", "", "signal=KILL"))

    assert struck.code == -9
    assert shop.ledger.read_bytes().startswith(before)
    assert len(shop.ledger.read_bytes()) == len(before) + 300
    answer = check_recorded_once(shop)
    assert answer["entry"]["seq"] == 3
    assert len(shop.file(".torn-3").read_bytes()) == 300


def test_a_question_struck_down_changes_nothing(shop: Shop) -> None:
    before = shop.ledger.read_bytes()
    shop.file(".index").unlink()

    struck = shop.struck("list ana", "pwrite64", ".index.new", "signal=KILL", when="4")

    assert struck.code == -9
    assert shop.ledger.read_bytes() == before
    check_sound(shop)


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_repair_struck_down_has_lost_nothing_and_is_done_when_it_is_repeated(shop: Shop, call: str) -> None:
    written = shop.ledger.read_bytes()
    found = written.replace(b"\n", b"\r\n")
    shop.ledger.write_bytes(found)

    struck = shop.struck("ledger repair --yes", call, ".mended", "signal=KILL")

    assert struck.code == -9
    assert shop.ledger.read_bytes() == found
    assert shop.run("ledger repair --yes").answer[0]["kind"] == "restored"
    assert shop.ledger.read_bytes() == written
    assert found in [path.read_bytes() for path in shop.folder.glob("*.damaged-*")]
    check_recorded_once(shop)
