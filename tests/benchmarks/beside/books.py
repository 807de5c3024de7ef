"""Plain ways to keep the units of clients: lines of JSON, SQLite, hledger, Beancount.

    python -m tests.benchmarks.beside.books KIND FILE keep < entries
    python -m tests.benchmarks.beside.books KIND FILE balance CLIENT
    python -m tests.benchmarks.beside.books KIND FILE book CLIENT PURCHASE [TIMES]
    python -m tests.benchmarks.beside.books KIND FILE check

Each is what a careful person would write in an afternoon: a lock, a balance that is looked at before it is
taken from, and every booking on the disk before the next. None knows a diary, a last day, money, or who may
have changed a line.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Protocol

from tests.benchmarks.beside.entries import Entry

_TODAY = "2026-01-05"


class Book(Protocol):
    """A file in which units are kept."""

    def keep(self, entries: Iterable[Entry]) -> None:
        """Write the file."""

    def units(self, client: str | None = None) -> Counter[str]:
        """Return what is left of each purchase, of one client or of all."""

    def add(self, entry: Entry) -> None:
        """Put an entry durably at the end."""

    def check(self) -> None:
        """Read everything, and find a purchase that has gone below 0."""


class _Lines(ABC):
    """A text file: what is added goes to its end, and is synced."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, entries: Iterable[Entry]) -> None:
        with self._file.open("w", encoding="utf-8") as file:
            file.writelines(map(self._line, entries))

    def add(self, entry: Entry) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(self._line(entry))
            file.flush()
            os.fsync(file.fileno())

    @abstractmethod
    def units(self, client: str | None = None) -> Counter[str]: ...

    def check(self) -> None:
        _none_below_zero(self.units())

    @abstractmethod
    def _line(self, entry: Entry) -> str: ...


class JsonLines(_Lines):
    """One object a line, read from the first to the last for every answer."""

    def units(self, client: str | None = None) -> Counter[str]:
        found: Counter[str] = Counter()
        with self._file.open(encoding="utf-8") as lines:
            for each in map(json.loads, lines):
                if client is None or each["client"] == client:
                    found[each["purchase"]] += each["units"]
        return found

    def _line(self, entry: Entry) -> str:
        return json.dumps(entry._asdict()) + "\n"


class Sqlite:
    """A table with an index over clients; a transaction for each booking, synced."""

    def __init__(self, file: Path) -> None:
        # Each statement is its own transaction.
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")

    def keep(self, entries: Iterable[Entry]) -> None:
        self._db.execute(
            "CREATE TABLE entries (day TEXT, client TEXT, purchase TEXT, units INTEGER, what TEXT)"
        )
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", entries)
        self._db.execute("COMMIT")
        self._db.execute("CREATE INDEX of_client ON entries (client, purchase)")

    def units(self, client: str | None = None) -> Counter[str]:
        which = "" if client is None else " WHERE client = ?"
        select = f"SELECT purchase, sum(units) FROM entries{which} GROUP BY purchase"
        return Counter(dict(self._db.execute(select, () if client is None else (client,))))

    def add(self, entry: Entry) -> None:
        self._db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", entry)

    def check(self) -> None:
        assert self._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        _none_below_zero(self.units())


class Hledger(_Lines):
    """A journal in plain text, read by hledger."""

    def units(self, client: str | None = None) -> Counter[str]:
        said = self._run("balance", "--flat", "--no-total", f"owed:{client or ''}")
        return Counter(
            {match[2]: int(match[1]) for match in re.finditer(r"(-?\d+) session +\S+:(\S+)", said)}
        )

    def check(self) -> None:
        self._run("check")
        _none_below_zero(self.units())

    def _run(self, *words: str) -> str:
        command = ["hledger", "--file", str(self._file), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def _line(self, entry: Entry) -> str:
        owed = f"owed:{entry.client}:{entry.purchase}"
        return f"{entry.day} {entry.what}\n  {owed}  {entry.units} session\n  moved\n\n"


class Beancount(_Lines):
    """A journal in plain text, read by Beancount."""

    def keep(self, entries: Iterable[Entry]) -> None:
        kept = list(entries)
        super().keep(kept)
        with self._file.open("a", encoding="utf-8") as file:
            file.writelines(f"2000-01-01 open {owed}\n" for owed in sorted({_owed(each) for each in kept}))
            file.write("2000-01-01 open Expenses:Moved\n")

    def units(self, client: str | None = None) -> Counter[str]:
        from beancount import loader
        from beancount.core.data import Transaction

        entries, errors, _ = loader.load_file(str(self._file))
        assert not errors, errors[:3]
        found: Counter[str] = Counter()
        for posting in (
            each for entry in entries if isinstance(entry, Transaction) for each in entry.postings
        ):
            *_, of, purchase = posting.account.split(":")
            if of.lower() == client or (client is None and of != "Expenses"):
                found[purchase.lower()] += int(posting.units.number)  # type: ignore[union-attr, arg-type]  # each has one
        return found

    def _line(self, entry: Entry) -> str:
        return f'{entry.day} * "{entry.what}"\n  {_owed(entry)}  {entry.units} SESSION\n  Expenses:Moved\n\n'


def _owed(entry: Entry) -> str:
    return f"Liabilities:{entry.client.capitalize()}:{entry.purchase.capitalize()}"


def _none_below_zero(units: Counter[str]) -> None:
    assert min(units.values(), default=0) >= 0


BOOKS: dict[str, Callable[[Path], Book]] = {
    "json lines": JsonLines,
    "sqlite": Sqlite,
    "hledger": Hledger,
    "beancount": Beancount,
}


def _book(book: Book, client: str, purchase: str, times: int) -> None:
    """Take one session so many times, each on the disk before the next; a thousand are looked up once."""
    left = book.units(client)
    for _ in range(times):
        if left[purchase] < 1:
            raise SystemExit(f"{purchase} has nothing left")
        book.add(Entry(_TODAY, client, purchase, -1, "book"))
        left[purchase] -= 1
    print(book.units(client)[purchase])


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def main(kind: str, file: Path, what: str, *names: str) -> None:
    """Do one of the four things."""
    book = BOOKS[kind](file)
    match what, names:
        case "keep", ():
            book.keep(Entry(*json.loads(line)) for line in sys.stdin)
        case "balance", (client,):
            print(dict(book.units(client)))
        case "book", (client, purchase, *times):
            with _locked(file):
                _book(book, client, purchase, int(times[0]) if times else 1)
        case "check", ():
            book.check()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
