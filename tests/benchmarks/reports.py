"""What reports cost on a large ledger: `python -m tests.benchmarks.reports [LINES]`.

Prints, for a ledger of so many lines (1,000,000):

- each report over a month and over all its days, as a whole process, beside `list CLIENT`;
- by client, processor time and memory beside those of a quarter of the ledger, with a quarter of the clients;
- the journal, without a bound.

What is compared is run by turns, and medians are compared.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.figures import Figure, report
from tests.source_code import ROOT

PROGRAM = Path(sys.executable).with_name("trafftpkg")
MONTH = "--from 2020-06-01 --to 2020-06-30"
EVER = "--from 2019-01-01 --to 2022-06-30"
BY = {
    "liability": ("", "--by package", "--by month"),
    "revenue": ("", "--by service", "--by employee"),
    "sales": ("", "--by package"),
    "usage": ("", "--by employee"),
    "payments": ("", "--by month --by method"),
    "tax": ("", "--by month"),
    "receivables": ("--by package", "--by month"),
}
BY_CLIENT = ("liability --by client", "receivables", "receivables --by client", "payments --by client")
BOUND = 3
TURNS = 5


def main() -> int:
    """Print the figures; return the exit code."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as scratch:
        large, small = (_shop(Path(scratch) / str(each), each) for each in (lines, lines // 4))
        missed = report([*_beside_list(large), *_by_client(large, small)])
        _journal(large)
    return missed


class Run(NamedTuple):
    """What a command took: seconds, seconds of a processor, and bytes of memory at most."""

    took: float
    worked: float
    memory: float


class _Shop:
    def __init__(self, folder: Path, client: str) -> None:
        self.folder, self.client = folder, client

    def run(self, line: str) -> Run:
        """Run a command."""
        environment = {
            **os.environ,
            "TRAFFTPKG_ALLOW_FUTURE": "1",
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "PYTHONPYCACHEPREFIX": str(self.folder.parent / "bytecode"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        began = time.perf_counter()
        with subprocess.Popen(
            [PROGRAM, *line.split()], cwd=self.folder, env=environment, stdout=subprocess.DEVNULL
        ) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, line
        took = time.perf_counter() - began
        return Run(took, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def _shop(folder: Path, lines: int) -> _Shop:
    folder.mkdir()
    shutil.copytree(ROOT / "catalog", folder / "catalog")
    # By another process: what runs a command counts as its memory until it has begun.
    writes = f"print(write_ledger(Path({str(folder / 'ledger.jsonl')!r}), {lines}))"
    code = f"from pathlib import Path; from tests.benchmarks.generate import write_ledger; {writes}"
    written = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    shop = _Shop(folder, written.stdout.strip())
    began = time.perf_counter()
    shop.run("ledger rebuild")
    shop.run(f"list {shop.client}")
    print(f"{lines} lines, index in {time.perf_counter() - began:.0f} s", flush=True)
    return shop


def _beside_list(shop: _Shop) -> list[Figure]:
    reports = [
        f"report {name} {by} {days}" for name, ways in BY.items() for by in ways for days in (MONTH, EVER)
    ]
    took: dict[str, list[float]] = {each: [] for each in ("list", *reports)}
    for _ in range(TURNS):
        took["list"].append(shop.run(f"list {shop.client}").took)
        for each in reports:
            took[each].append(shop.run(each).took)
    listing = statistics.median(took["list"])
    print(f"list CLIENT: {listing * 1000:.0f} ms")
    return [Figure(f"{each} ÷ list", statistics.median(took[each]), listing, BOUND) for each in reports]


def _by_client(large: _Shop, small: _Shop) -> list[Figure]:
    """Four times the clients: at most so much more, with a little for what each process costs at once."""
    found = []
    for each in BY_CLIENT:
        line = f"report {each} {EVER} --format jsonl"
        runs = [[shop.run(line) for _ in range(3)] for shop in (large, small)]
        (_, took, memory), (_, beside, less) = (
            map(statistics.median, zip(*run, strict=True)) for run in runs
        )
        said = f"{took:.2f} s, {memory / 2**20:.0f} MB; a quarter {beside:.2f} s, {less / 2**20:.0f} MB"
        print(f"{each}: {said}", flush=True)
        found += [Figure(f"{each}, time", took, beside, 4.4), Figure(f"{each}, memory", memory, less, 4.4)]
    return found


def _journal(shop: _Shop) -> None:
    took, worked, memory = shop.run("report journal")
    plain = shop.run(f"report payments {MONTH}").memory
    used = f"{worked:.1f} s of a processor, {memory / 2**20:.0f} MB; a small report {plain / 2**20:.0f} MB"
    print(f"journal: {took:.1f} s, {used}")


if __name__ == "__main__":
    sys.exit(main())
