"""Disks that are full, fail, or write less than was asked: nothing half-done, nothing unsaid."""

import json
import os

import pytest

from tests.faults.program import Shop
from tests.faults.soundness import BOOK, check_recorded_once, check_sound

IN_A_NAMESPACE = (
    ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--user", "--map-root-user", "--mount")
)
"""Where file systems can be mounted that nobody else sees."""


def test_a_disk_full_at_the_line_takes_it_back(shop: Shop) -> None:
    before = shop.ledger.read_bytes()

    said = shop.struck(BOOK, "write", "", "error=ENOSPC")

    assert (said.code, said.error) == (4, "disk_full")
    assert shop.ledger.read_bytes() == before
    check_recorded_once(shop)


def test_an_import_on_a_full_disk_records_nothing_and_all_of_it_when_there_is_room(shop: Shop) -> None:
    rows = "\n".join(f"c{n},glow-10,A-{n},4,Client {n}" for n in range(300))
    (shop.folder / "b.csv").write_text(f"client,package,reference,left,name\n{rows}\n")
    script = """
        mkdir small && mount -t tmpfs -o size=600k tmpfs small
        cp ledger.jsonl ledger.jsonl.clients small && cd small
        $PROGRAM ledger import ../b.csv --new-clients --format json >/dev/null 2>../said || echo $? > ../code
        cmp ledger.jsonl ../ledger.jsonl
        mount -t tmpfs -o remount,size=40m tmpfs "$PWD"
        $PROGRAM ledger import ../b.csv --new-clients --format json
        cp ledger.jsonl ledger.jsonl.clients .. && rm ../ledger.jsonl.index
    """
    said = shop.shell(script, *IN_A_NAMESPACE)

    assert said.code == 0, said.err
    refused = json.loads((shop.folder / "said").read_text().splitlines()[-1])
    assert ((shop.folder / "code").read_text(), refused["error"]["code"]) == ("4\n", "disk_full")
    assert (said.answer["imported"], said.answer["imported_before"]) == (300, 0)
    assert shop.keys()[2:] == [f"import/A-{n}" for n in range(300)]
    check_sound(shop)


def test_what_cannot_be_taken_back_has_an_unknown_outcome(shop: Shop) -> None:
    limit = ["prlimit", f"--fsize={len(shop.ledger.read_bytes()) + 100}"]

    said = shop.run(BOOK, *limit, *shop.strace("ftruncate", "", "error=EIO"))

    assert (said.code, said.error) == (4, "outcome_unknown")
    answer = check_recorded_once(shop)
    assert answer["entry"]["seq"] == 3


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_a_failed_sync_is_never_tried_again_and_its_outcome_is_unknown(shop: Shop, error: str) -> None:
    said = shop.struck(BOOK, "fsync", "", f"error={error}", when="1+")

    assert (said.code, said.error) == (4, "outcome_unknown")
    assert shop.log.read_text().count("INJECTED") == 1
    check_recorded_once(shop)


def test_a_ledger_whose_folder_cannot_be_synced_has_an_unknown_beginning(new_shop: Shop) -> None:
    sale = "purchase ana glow-10 --method card --idempotency-key again"

    said = new_shop.run(sale, *new_shop.strace_at(new_shop.folder, "fsync", "error=EIO"))

    assert (said.code, said.error) == (4, "outcome_unknown")
    check_recorded_once(new_shop, sale)


@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_booking_is_acknowledged_though_its_rows_cannot_be_written(
    shop: Shop, call: str, error: str
) -> None:
    said = shop.struck(BOOK, call, ".index-wal", f"error={error}", when="1+")

    assert said.code == 0, said.err
    assert said.answer["entry"]["seq"] == 3
    answer = check_recorded_once(shop)
    assert answer["appointments"] == said.answer["appointments"]


def test_no_room_for_a_new_index_is_no_reason_to_refuse(shop: Shop) -> None:
    shop.file(".index").unlink()

    said = shop.struck(BOOK, "pwrite64", ".index.new", "error=ENOSPC", when="1+")

    assert said.code == 0, said.err
    check_recorded_once(shop)


@pytest.mark.parametrize(("call", "error"), [("write", "ENOSPC"), ("fsync", "EIO")])
def test_a_torn_tail_that_cannot_be_set_aside_stays_where_it_is(shop: Shop, call: str, error: str) -> None:
    with shop.ledger.open("ab") as file:
        file.write(b'{"v":2,"seq":3,"at"')
    before = shop.ledger.read_bytes()

    said = shop.struck(BOOK, call, ".torn-3", f"error={error}")

    assert said.code == 4
    assert shop.ledger.read_bytes() == before
    assert not shop.file(".torn-3").exists()
    check_recorded_once(shop)
    assert shop.file(".torn-3").read_bytes() == b'{"v":2,"seq":3,"at"'


def test_a_torn_tail_stays_where_it_is_until_its_copy_has_its_name_on_the_disk(shop: Shop) -> None:
    with shop.ledger.open("ab") as file:
        file.write(b"torn")

    said = shop.run(BOOK, *shop.strace_at(shop.folder, "fsync", "error=EIO"))

    assert (said.code, said.error) == (4, "outcome_unknown")
    assert shop.ledger.read_bytes().endswith(b"\ntorn")
    check_recorded_once(shop)


@pytest.mark.parametrize("line", ["ledger verify", "history pur-1"])
def test_a_ledger_that_cannot_be_read_says_so(shop: Shop, line: str) -> None:
    said = shop.struck(line, "read", "", "error=EIO", when="1+")

    assert (said.code, said.error) == (4, "store_unavailable")
    check_sound(shop)


@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO"])
@pytest.mark.parametrize("index", ["kept", "removed", "no file"])
def test_an_entry_is_on_the_disk_before_it_is_answered_again(shop: Shop, fault: str, index: str) -> None:
    shop.struck(BOOK, "fsync", "", fault)
    if index != "kept":
        for path in shop.folder.glob("ledger.jsonl.index*"):
            path.unlink()
    if index == "no file":
        shop.file(".index").mkdir()

    said = shop.run(BOOK, *shop.strace("fsync", "", "delay_enter=1"))

    assert said.code == 0, said.err
    assert said.answer["entry"]["replayed"]
    assert "fsync(" in shop.log.read_text()


def test_an_entry_that_cannot_be_put_on_the_disk_is_not_answered(shop: Shop) -> None:
    shop.struck(BOOK, "fsync", "", "signal=KILL")

    said = shop.struck(BOOK, "fsync", "", "error=EIO")

    assert (said.code, said.error) == (4, "outcome_unknown")
    check_recorded_once(shop)


@pytest.mark.parametrize("line", ["list ana", "show pur-1", "appointments"])
def test_a_question_of_a_quiet_ledger_syncs_nothing(shop: Shop, line: str) -> None:
    shop.run(line)

    said = shop.run(line, *shop.strace("fsync,fdatasync,sync_file_range", "", "delay_enter=1"))

    assert said.code == 0
    assert "sync" not in shop.log.read_text()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ledger rebuild", 4),
        ("ledger repair --yes", 4),
        ("ledger repair", 4),
        ("ledger copy --to small/other.jsonl", 4),
        ("client add eve --name Eve", 4),
        ("ledger verify", 3),
    ],
)
def test_care_on_a_full_disk_says_so_and_leaves_nothing_behind(shop: Shop, line: str, code: int) -> None:
    if line != "client add eve --name Eve" and "copy" not in line and "rebuild" not in line:
        shop.ledger.write_bytes(shop.ledger.read_bytes().replace(b"\n", b"\r\n", 1))
    script = f"""
        mkdir small && mount -t tmpfs -o size=600k tmpfs small
        cp ledger.jsonl* small && rm small/ledger.jsonl.lock && ls -A small > before
        head -c 2M /dev/zero > small/filler 2>/dev/null || true
        set +e
        $PROGRAM --ledger small/ledger.jsonl {line} --format json >/dev/null 2>said; echo $? > code
        rm -f small/filler small/ledger.jsonl.lock; ls -A small > after
        $PROGRAM --ledger small/ledger.jsonl {line} --format json >/dev/null 2>again; echo $? > code_again
    """
    shop.shell(script, *IN_A_NAMESPACE)

    said, after = (shop.folder / "said").read_text(), (shop.folder / "after").read_text().split()
    assert int((shop.folder / "code").read_text()) == code, said
    assert code == 3 or '"disk_full"' in said
    # SQLite keeps its own files while there is no room, and what was copied is gone on from.
    kept = {"ledger.jsonl.index-wal", "ledger.jsonl.index-shm", "other.jsonl", "other.jsonl.lock"}
    assert set(after) - kept == set((shop.folder / "before").read_text().split())
    assert int((shop.folder / "code_again").read_text()) == (0 if code == 4 else 3), (
        shop.folder / "again"
    ).read_text()
