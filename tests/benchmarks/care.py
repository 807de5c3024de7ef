"""What looking after a long ledger costs: `ledger verify` and `ledger rebuild`, beside the least they could.

    python -m tests.benchmarks.care [LINES] [MEMORY_LINES]

Prints, for a ledger of so many lines (1,000,000):

- verify, beside reading each line and taking its sha256;
- rebuild, beside parsing each line with `json` and inserting one row for it;
- the memory of both at MEMORY_LINES (2,000,000), beside theirs at a twentieth of that.

Times are of the processor, best of two by turns, so that a busy machine changes them little.
"""

import gc
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from tests.benchmarks.figures import Figure, report
from tests.benchmarks.generate import write_ledger
from trafftpkg.stores.jsonl.care import JsonlCare

PROGRAM = Path(sys.executable).with_name("trafftpkg")


def main() -> int:
    """Print the figures; return the exit code."""
    gc.set_threshold(50_000)  # as the program itself has it
    lines, most = (int(each) for each in (*sys.argv[1:], "1000000", "2000000")[:2])
    if len(sys.argv) == 2:
        most = 2 * lines
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        missed = report(_times(folder, lines))
        return missed | report(_memory(folder, most))


def _times(folder: Path, lines: int) -> list[Figure]:
    ledger = folder / "ledger.jsonl"
    write_ledger(ledger, lines)
    care = JsonlCare(ledger)
    rebuild, insert = _by_turns(care.rebuild, lambda: _insert_each(ledger, folder / "rows"))
    verify, hash_each = _by_turns(care.verify, lambda: _hash_each(ledger))
    return [
        Figure("verify ÷ reading and sha256 of each line", verify, hash_each, 2),
        Figure("rebuild ÷ parsing and inserting each line", rebuild, insert, 3),
    ]


def _hash_each(ledger: Path) -> None:
    with ledger.open("rb") as file:
        for line in file:
            sha256(line).digest()


def _insert_each(ledger: Path, rows: Path) -> None:
    rows.unlink(missing_ok=True)
    connection = sqlite3.connect(rows, isolation_level=None)
    connection.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, hash TEXT)")
    connection.execute("BEGIN")
    with ledger.open("rb") as file:
        for line in file:
            entry = json.loads(line)
            connection.execute("INSERT INTO entries VALUES (?, ?)", (entry["seq"], entry["hash"]))
    connection.execute("COMMIT")
    connection.close()


def _by_turns(*jobs: Callable[[], object]) -> list[float]:
    """Seconds of the processor for each, the better of two."""
    return [min(took) for took in zip(*([_seconds(job) for job in jobs] for _ in range(2)), strict=True)]


def _seconds(job: Callable[[], object]) -> float:
    began = time.process_time()
    job()
    return time.process_time() - began


def _memory(folder: Path, most: int) -> list[Figure]:
    small, large = folder / "small.jsonl", folder / "large.jsonl"
    write_ledger(small, most // 20)
    write_ledger(large, most)
    return [
        Figure(f"memory of {job}, {most:,} ÷ {most // 20:,} lines", _most(job, large), _most(job, small), 1.2)
        for job in ("rebuild", "verify")
    ]


_LAUNCH = """
import os, sys
quiet = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[quiet])
_, status, used = os.wait4(child, 0)
assert status == 0, f"{sys.argv} failed"
print(used.ru_maxrss)
"""
"""A small process that starts the job: what one takes at most is never told below what its parent took."""


def _most(job: str, ledger: Path) -> float:
    """Return the most memory that a process took, in bytes."""
    program = [str(PROGRAM), "--ledger", str(ledger), "ledger", job, "--format", "json"]
    told = subprocess.run(
        [sys.executable, "-S", "-c", _LAUNCH, *program], check=True, capture_output=True, text=True
    )
    return int(told.stdout) * 1024.0


if __name__ == "__main__":
    sys.exit(main())
