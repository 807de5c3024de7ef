"""Many processes at once: one wins; a held lock is waited for so long, and its holder named."""

import os
import signal
import time
from collections import Counter

import pytest

from tests.faults.program import Shop
from tests.faults.soundness import BOOK, check_recorded_once, check_sound

HOLD = """
import os, sys, time
from pathlib import Path
from trafftpkg.stores.jsonl.ledger import JsonlLedger
with JsonlLedger(Path("ledger.jsonl")).writing(None):
    child = os.fork() if "fork" in sys.argv else 1
    if child and "fork" in sys.argv:
        os._exit(0)
    Path("held").write_text(str(os.getpid()))
    time.sleep(60)
"""


@pytest.mark.parametrize("processes", [2, 12])
def test_the_last_unit_goes_to_one(shop: Shop, processes: int) -> None:
    for day in (14, 15, 16, 19):
        assert shop.run(f"book ana facial --at 2026-01-{day}T10:00").code == 0
    lines = [
        f"book ana facial --at 2026-02-{2 + n % 5:02}T{9 + n // 5:02}:00 --idempotency-key k{n}"
        for n in range(processes)
    ]

    said = [shop.ended(process) for process in [shop.start(line, TRAFFTPKG_LOCK_WAIT="50") for line in lines]]

    assert Counter(each.code for each in said) == {0: 1, 1: processes - 1}
    assert {each.error for each in said if each.code} <= {"nothing_to_redeem", "outside_hours"}
    assert len(shop.keys()) == 3
    check_sound(shop)


def test_one_employee_at_one_time_goes_to_one(shop: Shop) -> None:
    assert shop.run("client add eve --name Eve").code == 0
    assert shop.run("purchase eve glow-10 --method card").code == 0
    lines = [
        f"book {'ana' if n % 2 else 'eve'} facial --at 2026-02-02T10:00 --idempotency-key k{n}"
        for n in range(8)
    ]

    said = [shop.ended(process) for process in [shop.start(line, TRAFFTPKG_LOCK_WAIT="50") for line in lines]]

    assert Counter(each.code for each in said) == {0: 1, 1: 7}
    assert {each.error for each in said if each.code} <= {"employee_not_available", "already_booked"}
    check_sound(shop)


def test_one_key_from_many_processes_is_one_booking(shop: Shop) -> None:
    said = [shop.ended(process) for process in [shop.start(BOOK, TRAFFTPKG_LOCK_WAIT="50") for _ in range(6)]]

    assert {each.code for each in said} == {0}
    assert Counter(each.answer["entry"]["replayed"] for each in said) == {False: 1, True: 5}
    check_recorded_once(shop)


@pytest.mark.parametrize("state", ["running", "stopped", "forked"])
def test_a_held_lock_is_waited_for_so_long_and_its_holder_is_named(shop: Shop, state: str) -> None:
    holder = shop.start_python(HOLD, *(["fork"] if state == "forked" else []))
    holding = wait_for(shop)
    if state == "forked":
        holder.wait()
    if state == "stopped":
        os.kill(holding, signal.SIGSTOP)
    began = time.monotonic()

    said = shop.run(BOOK, TRAFFTPKG_LOCK_WAIT="0.3")
    listed = shop.run("list ana")

    waited = time.monotonic() - began
    os.kill(holding, signal.SIGKILL)
    holder.wait()
    assert (said.code, said.error) == (4, "ledger_locked")
    assert f"process {holder.pid} on {os.uname().nodename} since" in said.err
    assert ("has left running" in said.err) == (state == "forked")
    assert 0.3 <= waited < 30
    assert listed.answer[0]["booked"] == 1
    check_recorded_once(shop)


def test_a_killed_holder_holds_nothing_and_is_not_named(shop: Shop) -> None:
    holder = shop.start_python(HOLD)
    wait_for(shop)
    holder.kill()
    holder.wait()

    assert shop.run(BOOK).code == 0
    assert shop.file(".lock").read_text().strip() == ""


def wait_for(shop: Shop) -> int:
    """Return the process that holds the lock, once it does."""
    held = shop.folder / "held"
    for _ in range(2000):
        if held.exists() and held.read_text():
            return int(held.read_text())
        time.sleep(0.01)
    raise AssertionError("nobody came to hold the lock")
