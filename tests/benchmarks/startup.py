"""How long a whole process takes for `list CLIENT --format json` and `book`, beside `import typer` alone.

    python tests/benchmarks/startup.py [RUNS]

All three are run by turns, so that what else the machine does falls on each alike, and their medians are
compared. All find compiled bytecode, as after an installation. Exit 1 where one is above the bound.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

BOUND = 1.5
UNITS = 6
"""How many facials one package pays."""

CATALOGUE = Path(__file__).resolve().parent.parent.parent / "catalog"
PROGRAM = Path(sys.executable).with_name("trafftpkg")


def main() -> int:
    """Print the medians in milliseconds and their ratios; return the exit code."""
    base, listing, booking = medians(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
    print(f"import typer {base:5.1f} ms")
    for name, median in (("list", listing), ("book", booking)):
        print(f"{name:<12} {median:5.1f} ms, {median / base:.2f} of import typer (bound {BOUND})")
    return int(max(listing, booking) > BOUND * base)


def medians(runs: int) -> tuple[float, float, float]:
    """Return the medians of `import typer`, `list` and `book`, in milliseconds."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(CATALOGUE, folder / "catalog")
        _trafftpkg(folder, "client add ana --name Ana")
        for _ in range(runs // UNITS + 1):
            _trafftpkg(folder, "purchase ana glow-10 --method card --override limit --reason benchmark")
        took = [_turn(folder, turn) for turn in range(runs)]
    base, listing, booking = (statistics.median(times) for times in zip(*took, strict=True))
    return base, listing, booking


def _turn(folder: Path, turn: int) -> tuple[float, float, float]:
    """One run of each, in milliseconds."""
    return (
        _timed([sys.executable, "-c", "import typer"], folder),
        _timed([str(PROGRAM), *"list ana --format json".split()], folder),
        _timed(
            [str(PROGRAM), *f"book ana facial --employee ines --at {_start(turn)} --format json".split()],
            folder,
        ),
    )


def _start(turn: int) -> str:
    """Another hour of another morning on every turn; nobody works on Sundays."""
    week, place = divmod(turn, 20)
    day, hour = divmod(place, 4)
    return f"{datetime(2026, 1, 12, 9 + hour) + timedelta(weeks=week, days=day):%Y-%m-%dT%H:%M}"


def _trafftpkg(folder: Path, line: str) -> None:
    _timed([str(PROGRAM), *line.split()], folder)


def _timed(command: list[str], folder: Path) -> float:
    environment = {
        **os.environ,
        "TRAFFTPKG_ALLOW_FUTURE": "1",
        "TRAFFTPKG_NOW": "2026-01-05T10:00",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
