"""Programs that follow the ledger miss nothing, and are shown nothing that may still vanish."""

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Typed
from tests.faults.conftest import opened_shop, shop
from tests.faults.program import Shop
from tests.faults.soundness import BOOK
from trafftpkg.engine import changes

__all__ = ["opened_shop", "shop"]

FOLLOW = "events --follow"


def told(text: str) -> list[Any]:
    """Return what whole lines say."""
    return [json.loads(line) for line in text.split("\n")[:-1]]


def ended(process: "subprocess.Popen[str]") -> int:
    """Wait for a process that was told to end, and return its exit code."""
    process.communicate(timeout=30)
    return process.returncode


def test_an_entry_is_one_line_with_names_and_with_what_its_history_tells(sold: Typed) -> None:
    sold("reschedule apt-1 --at 2026-01-21T10:00")
    sold("adjust pur-1 --units +1 --reason 'So sorry'")

    lines = told(sold("events").out)
    (history,) = [each for each in json.loads(sold("history apt-1 --format json").out) if each["seq"] == 3]

    assert [(each["seq"], each["request"], each["things"]) for each in lines] == [
        (1, "purchase", ["pur-1"]),
        (2, "book", ["pur-1", "apt-1"]),
        (3, "reschedule", ["pur-1", "apt-1"]),
        (4, "adjust", ["pur-1"]),
    ]
    assert lines[0]["clients"] == [{"client": "ana", "client_name": "Ana"}]
    assert lines[2]["facts"] == {
        name: fact for name, fact in history["facts"].items() if name != "corrected_by"
    }
    assert lines[3]["reason"] == "So sorry"
    assert lines[3]["hash"] == json.loads(sold("ledger head --format json").out)["hash"]


def test_what_was_read_before_is_not_read_again(sold: Typed) -> None:
    assert [each["seq"] for each in told(sold("events --after 1").out)] == [2]
    assert sold("events --after 2").out == ""


def test_a_line_is_the_same_wherever_a_reader_begins(sold: Typed) -> None:
    for handle in ("rui", "mia"):
        sold(f"client add {handle}")
    sold("purchase ana yoga-20 --payer rui --method on-site --pay none")
    sold("share pur-2 mia")
    sold("freeze pur-2 --from 2026-03-05 --until 2026-03-06 --reason away")

    whole = sold("events").out.splitlines()

    assert [sold(f"events --after {n}").out.splitlines() for n in range(5)] == [whole[n:] for n in range(5)]
    assert told(f"{whole[-1]}\n")[0]["facts"]["purchases"][0]["payer"] == "rui"


def test_a_reader_who_knows_more_than_the_ledger_is_told(sold: Typed) -> None:
    printed = sold("events --after 3 --format jsonl")

    assert printed.code == 2
    assert json.loads(printed.err)["error"]["details"]["reason"] == "after_the_last"


def test_things_that_were_forgotten_are_read_again(sold: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    sold("purchase ana yoga-20 --method card")
    sold("cancel apt-1")
    sold("undo 4 --reason 'Not this one'")
    whole = sold("events").out

    monkeypatch.setattr(changes, "_KEPT", 1)

    assert sold("events").out == whole
    assert told(whole)[-1]["facts"]["corrects"] == 4


def test_a_reader_killed_anywhere_misses_nothing(shop: Shop) -> None:
    lines: list[Any] = []
    for n in range(3):
        after = lines[-1]["seq"] if lines else 0
        reader = shop.start(f"{FOLLOW} --after {after}")
        for line in (f"adjust pur-1 --units +1 --reason {n}", f"client add c{n}", "pay pur-1 1.00"):
            shop.here(line)
        assert reader.stdout is not None
        lines.append(json.loads(reader.stdout.readline()))
        reader.kill()
        ended(reader)
    lines += told(shop.here(f"events --after {lines[-1]['seq']}").out)

    assert [each["seq"] for each in lines] == [1, 2, 3, 4, 5]


def test_what_is_recorded_meanwhile_is_told_soon(shop: Shop) -> None:
    reader = shop.start(f"{FOLLOW} --after 2")
    assert shop.run(BOOK).code == 0
    assert reader.stdout is not None

    assert json.loads(reader.stdout.readline())["seq"] == 3

    reader.send_signal(signal.SIGTERM)
    assert ended(reader) == 130


def test_a_reader_ends_when_nobody_reads_it(shop: Shop) -> None:
    reader = shop.start(f"{FOLLOW} --after 1")
    assert reader.stdout is not None
    assert reader.stderr is not None
    assert json.loads(reader.stdout.readline())["seq"] == 2
    reader.stdout.close()

    assert reader.wait(timeout=10) == 141
    assert reader.stderr.read() == ""
    reader.stderr.close()


def test_an_entry_is_not_told_before_it_is_on_the_disk(shop: Shop) -> None:
    shop.struck(BOOK, "fsync", "", "signal=KILL")

    failed = shop.struck("events", "fsync", "", "error=EIO")
    synced = shop.run("events", *shop.strace("fsync", "", "delay_enter=1"))

    assert (failed.code, failed.out, failed.error) == (4, "", "outcome_unknown")
    assert "fsync(" in shop.log.read_text()
    assert [each["seq"] for each in told(synced.out)] == [1, 2, 3]


def test_a_follower_of_a_ledger_that_goes_on_elsewhere_is_told_where(shop: Shop) -> None:
    assert shop.here("ledger copy --to moved.jsonl").code == 0

    said = shop.here(f"{FOLLOW} --after 2")

    assert [each["request"] for each in told(said.out)] == ["copy"]
    assert (said.code, said.error) == (3, "ledger_sealed")


def test_a_ledger_that_is_not_there_is_not_waited_for(typed: Typed, folder: Path) -> None:
    assert typed(FOLLOW).code == 3
    assert list(folder.glob("*ledger*")) == []


def test_a_number_below_0_is_told_that_0_is_right(sold: Typed) -> None:
    assert "Give a whole number from 0," in sold("events --after -1").err
    assert sold("events --after 0").out == sold("events").out != ""
