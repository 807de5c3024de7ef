"""What a ledger costs as it grows: each figure with its bound.

    python -m tests.benchmarks.ledger [LINES]

Prints, for a ledger of so many lines (1,000,000) beside one of 1,000:

- `book` and `list CLIENT --format json` as whole processes, on the long and on the short one;
- `list CLIENT` as a table beside the same as JSON;
- one durable booking in process beside lock, write and fsync of the same bytes alone.

What is compared is run by turns, and medians are compared, so that what else the machine does falls on each
alike.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from fcntl import LOCK_EX, flock
from functools import partial
from pathlib import Path

from tests.benchmarks.figures import Figure, report
from tests.benchmarks.generate import write_ledger
from tests.benchmarks.goods import CATALOGUE
from trafftpkg.bootstrap import Desk
from trafftpkg.cli.days import iso_moment
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.notice import Notice
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage

PROGRAM = Path(sys.executable).with_name("trafftpkg")
NOW = "2026-01-05T10:00"
TURNS = 30
BOOKINGS = 120
VISITS = 6
"""How many facials one package pays."""
HANDLE = "vera-lopes-new"


def main() -> int:
    """Print the figures; return the exit code."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as scratch:
        short, long = (_shop(Path(scratch) / str(each), each) for each in (1_000, lines))
        return report([*_processes(short, long), _in_process(short), _in_process(long)])


def _shop(folder: Path, lines: int) -> Path:
    """Make a ledger of so many lines, with one client more, who has units to book with."""
    folder.mkdir()
    shutil.copytree(CATALOGUE, folder / "catalog")
    write_ledger(folder / "ledger.jsonl", lines)
    _run(folder, f"client add {HANDLE}")
    for _ in range(TURNS // VISITS + 1):
        _run(folder, f"purchase {HANDLE} glow-10 --method card")
    return folder


def _processes(short: Path, long: Path) -> list[Figure]:
    took: dict[str, list[float]] = {
        name: [] for name in ("typer", "book", "booked", "json", "listed", "table")
    }
    for turn in range(TURNS):
        book = f"book {HANDLE} facial --at {_wanted(turn).at:%Y-%m-%dT%H:%M} --employee ines"
        listing = f"list {HANDLE}"
        took["typer"].append(_timed(short, [sys.executable, "-c", "import typer"]))
        took["book"].append(_run(short, book))
        took["booked"].append(_run(long, book))
        took["json"].append(_run(short, f"{listing} --format json"))
        took["listed"].append(_run(long, f"{listing} --format json"))
        took["table"].append(_run(long, listing))
    middle = {name: statistics.median(times) for name, times in took.items()}
    return [
        Figure("book, long ÷ short", middle["booked"], middle["book"], 1.10),
        Figure("list CLIENT json, long ÷ short", middle["listed"], middle["json"], 1.15),
        Figure("list CLIENT json, long ÷ import typer", middle["listed"], middle["typer"], 1.5),
        Figure("list CLIENT table ÷ json", middle["table"], middle["listed"], 2),
    ]


def _in_process(shop: Path) -> Figure:
    """Bookings of one process, beside the same bytes put durably at the end of another file."""
    ledger, plain = shop / "ledger.jsonl", shop / "plain"
    desk = Desk(
        catalogue=shop / "catalog",
        ledger=str(ledger),
        now=iso_moment(NOW, "--now"),
        actor="desk",
        notice=_unheard,
        allow_future=True,
    )
    took, alone = [], []
    for n in range(BOOKINGS):
        client = f"client-{n // VISITS}"
        if n % VISITS == 0:
            desk.clients.add(Client(key=ClientKey(f"c{n:024x}"), handle=client))
            desk.engine.execute(PurchasePackage(client=client, package="glow-10", method="card"))
        request = BookAppointment(client=client, wanted=_wanted(n + TURNS))
        before = ledger.stat().st_size
        took.append(_seconds(partial(desk.engine.execute, request)))
        alone.append(_seconds(partial(_append, plain, _end_of(ledger, before))))
    return Figure(
        f"durable booking ÷ lock, write, fsync ({shop.name})",
        statistics.median(took),
        statistics.median(alone),
        4,
    )


def _wanted(n: int) -> VisitWanted:
    """Another hour of another working day."""
    day, hour = (
        datetime(2026, 2, 2) + timedelta(weeks=n // 40, days=n // 8 % 5),
        (9, 10, 11, 12, 14, 15, 16, 17),
    )
    return VisitWanted(service="facial", at=day.replace(hour=hour[n % 8]), employee="ines")


def _end_of(ledger: Path, offset: int) -> bytes:
    with ledger.open("rb") as file:
        file.seek(offset)
        return file.read()


def _append(path: Path, line: bytes) -> None:
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT)
    flock(lock, LOCK_EX)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, line)
    os.fsync(file)
    os.close(file)
    os.close(lock)


def _unheard(notice: Notice) -> None:
    pass


def _run(folder: Path, line: str) -> float:
    return _timed(folder, [str(PROGRAM), *line.split()])


def _timed(folder: Path, command: list[str]) -> float:
    environment = {
        **os.environ,
        "TRAFFTPKG_ALLOW_FUTURE": "1",
        "TRAFFTPKG_NOW": NOW,
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder.parent / "bytecode")
    return _seconds(
        lambda: subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
    )


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
