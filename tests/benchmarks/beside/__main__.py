"""What the same four things take here, and with what a business could pick instead.

    python -m tests.benchmarks.beside [ENTRIES]

On the same entries (100,000), each as a whole process with its start-up, in one run: what a client has left;
one booking on the disk and what is left after it; a thousand bookings in one process, each on the disk before
the next; reading and checking everything. The least of so many turns as the table says. What is not
installed is named and left out.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.beside.books import BOOKS
from tests.benchmarks.beside.entries import Entry, entries_of
from tests.benchmarks.generate import write_ledger
from tests.benchmarks.goods import CATALOGUE

PROGRAM = Path(sys.executable).with_name("trafftpkg")
NOW = "2026-01-05T10:00"
CLASSES = ("07:00", "08:00", "09:30")
TURNS = 3
MANY = 1_000
A_PACKAGE = 20
PLACES = 12
REGULAR = "regular"
"""A client with a purchase that has all the sessions that are booked here."""

Things = dict[str, Callable[[int], list[str]]]


def compared(entries: int) -> Iterator[str]:
    """Yield the lines of a table in Markdown: one for each way to keep entries, as each is measured."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder)
        handle = write_ledger(shop / "ledger.jsonl", entries)
        kept = list(entries_of(shop / "ledger.jsonl"))
        yield f"| {entries:,} entries, seconds | balance | booking | {MANY:,} bookings | checking |"
        yield "| --- | --- | --- | --- | --- |"
        yield _row("trafftpkg", shop, _ours(shop, handle))
        for kind in BOOKS:
            if _is_installed(kind):
                yield _row(kind, shop, _theirs(kind, shop, kept))
            else:
                yield f"| {kind} | is not installed here | | | |"


def _row(name: str, shop: Path, things: Things) -> str:
    took = []
    for at, command in enumerate(things.values()):
        turns = TURNS if at < 2 else 1
        took.append(min(_seconds(shop, command(turn)) for turn in range(turns)))
    return f"| {name} | {' | '.join(f'{each:.2f}' for each in took)} |"


def _ours(shop: Path, handle: str) -> Things:
    shutil.copytree(CATALOGUE, shop / "catalog")
    program = str(PROGRAM)
    _run(shop, [program, "client", "add", REGULAR])
    _run(shop, [program, "purchase", REGULAR, "yoga-20", "--method", "card"])
    wanted = list(_classes())
    for n in range(MANY // A_PACKAGE):
        _run(shop, [program, "purchase", f"{REGULAR}-{n}", "yoga-20", "--method", "card", "--new-client"])
    (shop / "wanted.json").write_text(json.dumps(wanted[:MANY]))
    return {
        "balance": lambda _: [program, "list", handle, "--format", "json"],
        "booking": lambda turn: [program, "book", REGULAR, "yoga", "--at", f"2026-03-{16 + turn}T07:00"],
        "many": lambda _: [sys.executable, "-m", "tests.benchmarks.beside.bookings", str(shop)],
        "checking": lambda _: [program, "ledger", "verify"],
    }


def _classes() -> Iterator[tuple[str, str]]:
    """Yield who visits which class: as many as have a place, and each once a day."""
    days = [datetime(2026, 1, 6) + timedelta(days=n) for n in range(90)]
    days = [day for day in days if day.weekday() < 5]
    for n in range(MANY // A_PACKAGE):
        group, row = n // PLACES % len(CLASSES), n // (PLACES * len(CLASSES))
        for day in days[row * A_PACKAGE : (row + 1) * A_PACKAGE]:
            yield f"{REGULAR}-{n}", f"{day:%Y-%m-%d}T{CLASSES[group]}"


def _theirs(kind: str, shop: Path, kept: list[Entry]) -> Things:
    file = shop / f"{kind.replace(' ', '-')}.book"
    books = [sys.executable, "-m", "tests.benchmarks.beside.books", kind, str(file)]
    regular = Entry(NOW[:10], "cregular", "pur-regular", 2 * MANY, "purchase")
    text = "".join(json.dumps(each) + "\n" for each in [*kept, regular])
    subprocess.run([*books, "keep"], input=text, text=True, check=True)
    booking = [*books, "book", regular.client, regular.purchase]
    return {
        "balance": lambda _: [*books, "balance", kept[0].client],
        "booking": lambda _: booking,
        "many": lambda _: [*booking, str(MANY)],
        "checking": lambda _: [*books, "check"],
    }


def _is_installed(kind: str) -> bool:
    return kind in ("json lines", "sqlite") or shutil.which(kind) is not None or find_spec(kind) is not None


def _seconds(shop: Path, command: list[str]) -> float:
    began = time.perf_counter()
    _run(shop, command)
    return time.perf_counter() - began


def _run(shop: Path, command: list[str]) -> None:
    environment = os.environ | {
        "TRAFFTPKG_ALLOW_FUTURE": "1",
        "TRAFFTPKG_NOW": NOW,
        "TRAFFTPKG_CATALOG": str(shop / "catalog"),
        "TRAFFTPKG_LEDGER": str(shop / "ledger.jsonl"),
        "XDG_CACHE_HOME": str(shop / "cache"),
    }
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)


if __name__ == "__main__":
    for line in compared(int(sys.argv[1]) if sys.argv[1:] else 100_000):
        print(line, flush=True)
