"""Whether a page takes longer on a large ledger than on one of a thousand entries.

    python -m tests.benchmarks.web_growth [LINES | LEDGER] [ROUNDS]

LEDGER is one that `tests.benchmarks.generate` wrote, with its client book; its index is made where there is
none. Two servers, one for each ledger, are asked by turns over one connection each, every request under an
address of its own, so that each page is written anew. Like is compared with like: it is a Monday morning two
weeks or more before the last entry, when the diaries ahead are full, with as many times left that day in
both, and the accounts are of two clients with the same packages and as many visits ahead. What is compared is
the time within which the quickest tenth is answered: the rest tells what else the machine does. Exit 1 where
that is above the small ledger's by more than a tenth, and by more than a tenth of a millisecond, three times
one after the other.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from time import perf_counter

from tests.benchmarks.generate import write_ledger
from tests.benchmarks.page_server import HERE, Asked, Connection, Place, pages, served
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.header import Head
from trafftpkg.engine.questions.account import ReadAccount
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.slots import FindSlots

SERVICE = "facial"
"""The one that the pages are about: the first on the front page."""

MOST_SLOWER = 1.1
NOISE = 0.1
"""Milliseconds that two measurements of one thing may differ by."""

ATTEMPTS = 3
"""What else the machine does makes a page slower now and then, and never three times only on one side."""


def main() -> int:
    """Print the figures; return the exit code."""
    large = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        shutil.copytree(HERE.parent.parent / "catalog", Path(scratch) / "catalog")
        ledgers = [_ledger(scratch, 1_000), _ledger(scratch, int(large)) if large.isdecimal() else large]
        for ledger in ledgers:
            Place(Path(scratch) / "catalog", ledger).desk(
                "ledger head"
            )  # Makes the index where there is none.
        places = _on_like_days(*(Place(Path(scratch) / "catalog", ledger) for ledger in ledgers))
        asked = [
            (_head(place).seq, pages(place, stack.enter_context(served(place)), client))
            for place, client in zip(places, _alike(*places), strict=True)
        ]
        (few, small), (many, of_many) = asked
        print(f"{'page':<10} {few:>9,} entries {many:>12,} entries")
        grown = [_has_grown(name, small[name], page, rounds) for name, page in of_many.items()]
        return int(any(grown))


def _ledger(folder: str, lines: int) -> str:
    path = Path(folder) / f"{lines}.jsonl"
    write_ledger(path, lines)
    return str(path)


def _on_like_days(one: Place, other: Place) -> list[Place]:
    """Both on the last Mondays on which as many times are left, and some are."""
    left = {free: place for place, free in reversed(list(_mondays(one))) if free}
    return next([left[free], place] for place, free in _mondays(other) if free in left)


def _mondays(place: Place) -> Iterator[tuple[Place, int]]:
    """Yield the place on Mondays, the last first, with the number of times that are left on each."""
    head = _head(place)
    monday = head.at.date() - timedelta(days=head.at.weekday() + 14)
    for weeks in range(100):
        then = datetime.combine(monday - timedelta(weeks=weeks), time(8), head.at.tzinfo)
        there = place._replace(now=then)
        asked = FindSlots(service=SERVICE, first_day=then.date(), last_day=then.date())
        yield there, len(_desk(there).inquiry.ask(asked).slots)


def _head(place: Place) -> Head:
    with _desk(place).ledger.reading() as books:
        head = books.head()
    assert head is not None
    return head


def _alike(one: Place, other: Place) -> tuple[str, str]:
    """The handles of two clients whose accounts are of one shape."""
    shapes = dict(_shapes(one))
    return next((shapes[shape], handle) for shape, handle in _shapes(other) if shape in shapes)


def _shapes(place: Place) -> Iterator[tuple[tuple[object, ...], str]]:
    """Yield the packages and the number of visits ahead of clients who have some, with their handles."""
    desk = _desk(place)
    ahead = desk.inquiry.ask(ListAppointments(first_day=desk.read_clock().date(), limit=2_000)).appointments
    for key in dict.fromkeys(each.client for each in ahead):
        account = desk.inquiry.ask(ReadAccount(client=key))
        packages = sorted(each.terms.package for each in account.purchases)
        if packages and account.appointments:
            yield (tuple(packages), len(account.appointments)), account.client.handle


def _desk(place: Place) -> Desk:
    return Desk(
        catalogue=place.catalogue,
        ledger=place.ledger,
        now=place.now,
        actor="page",
        notice=lambda _: None,
        allow_future=True,
    )


def _has_grown(name: str, small: Asked, large: Asked, rounds: int) -> bool:
    """Print the times of one page, and tell whether they are out of bounds whenever they are measured."""
    for _ in range(ATTEMPTS):
        before, after = _times(small, large, rounds)
        grown = after > before * MOST_SLOWER and after - before > NOISE
        print(f"{name:<10} {before:>14.2f} ms {after:>17.2f} ms{'  MISSED' * grown}", flush=True)
        if not grown:
            return False
    return True


def _times(small: Asked, large: Asked, rounds: int) -> tuple[float, float]:
    """Milliseconds within which the quickest tenth is answered, of each."""
    connections = [Connection(each.port) for each in (small, large)]
    times: list[list[float]] = [[], []]
    for round_ in range(rounds):
        for number in (0, 1) if round_ % 2 else (1, 0):
            page = (small, large)[number].anew()
            began = perf_counter()
            connections[number].get(page.path, page.cookie)
            times[number].append((perf_counter() - began) * 1000)
    before, after = (statistics.quantiles(each, n=10)[0] for each in times)
    return before, after


if __name__ == "__main__":
    sys.exit(main())
