"""Whatever the damage, telling what it is takes bounded time and memory, and an error names it."""

import json
import os
import subprocess
import sys
import time

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.samples import draft
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.lines.line import LONGEST

IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from trafftpkg.stores.jsonl.care import JsonlCare
resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
state = JsonlCare(Path(sys.argv[1])).verify()
print(state.damaged, state.torn)
"""


@pytest.mark.parametrize("step", ["verify", "repair", "read", "write"])
def test_the_time_for_a_ledger_printed_anew_grows_with_its_length_only(trading: Desk, step: str) -> None:
    made = b"".join(json.dumps({"n": n, "text": "x" * 50}, indent=1).encode() + b"\n" for n in range(600))
    trading.put([*trading.lines(), made])
    began = time.process_time()

    with pytest.raises(LedgerDamagedError):
        _do(trading, step)

    assert time.process_time() - began < 2


def test_a_ledger_printed_on_many_lines_is_as_it_was_after_a_repair(trading: Desk) -> None:
    written = trading.path.read_bytes()
    trading.put([json.dumps(json.loads(line), indent=2).encode() + b"\n" for line in trading.lines()])

    (shown,) = trading.care.repair(apply=False)

    assert trading.care.repair(apply=True)[0] == shown
    assert trading.path.read_bytes() == written


@pytest.mark.parametrize("step", ["verify", "repair", "read", "write"])
@pytest.mark.parametrize("text", [b"[", b'{"a":', b'"\\"', b"{}", b'{"seq":9', b'"hash":'])
def test_brackets_in_brackets_and_their_like_are_damage_like_any_other(
    trading: Desk, text: bytes, step: str
) -> None:
    trading.put([*trading.lines(), text * 100_000 + b"\n"])
    began = time.process_time()

    with pytest.raises(LedgerDamagedError):
        _do(trading, step)

    assert time.process_time() - began < 10


@pytest.mark.parametrize(("ending", "said"), [(b"\n", "1 0"), (b"", "0 600000000")])
def test_the_memory_for_one_giant_line_is_that_for_the_longest_line(
    trading: Desk, ending: bytes, said: str
) -> None:
    size = trading.path.stat().st_size
    with trading.path.open("r+b") as file:
        file.truncate(size + 600_000_000 - len(ending))
        file.seek(0, os.SEEK_END)
        file.write(ending)

    run = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_MEMORY, trading.path], capture_output=True, text=True, check=False
    )

    assert run.stdout.strip() == said, run.stderr


def test_a_line_that_nobody_could_read_is_not_written(trading: Desk) -> None:
    before = trading.path.read_bytes()

    with pytest.raises(BadArgumentError):
        trading.record(draft("2026-01-07T10:00", key="x" * LONGEST))

    assert trading.path.read_bytes() == before


def _do(desk: Desk, step: str) -> None:
    match step:
        case "verify":
            state = desk.care.verify()
            assert state.damaged
            raise LedgerDamagedError(where="", damages=state.damages)
        case "repair":
            desk.care.repair(apply=False)
        case "read":
            desk.forget_index()
            desk.head()
        case _:
            desk.record(draft("2026-01-07T10:00"))
