"""What a ledger in PostgreSQL costs: beside the same statements sent by hand, and as it grows.

    python tests/benchmarks/postgres.py rate
    python tests/benchmarks/postgres.py race
    python tests/benchmarks/postgres.py growth [ENTRIES]

`rate`: bookings a second with 1, 4 and 16 desks, each a process of its own, beside as many processes that
send nothing but the statements of a booking. `race`: 24 desks want one place. `growth`: `book` and
`list CLIENT` at 1,000 entries and at ENTRIES, 1,000,000 unless given. Exit 1 where a bound is missed.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.benchmarks.postgres_by_hand import send_bookings
from tests.benchmarks.postgres_growth import grown, seconds_to_copy
from tests.benchmarks.postgres_shop import VISITS, desk_for, start_of_visit
from tests.stores.postgres.desks import Desk, at_once
from tests.stores.postgres.server import Server, begun, running
from trafftpkg.engine.questions.purchases import ListPurchases

ON_DISK = ("shared_buffers = 512MB", "max_wal_size = 4GB")
TURNS = 5
_COLLECTED = 50_000
"""After how many objects garbage is looked for: as the program itself has it."""
LEAST_RATE, MOST_SPREAD, MOST_GROWTH = 0.6, 20.0, 1.15


def rate(server: Server) -> bool:
    """Bookings a second, beside the same statements sent by hand; by turns, as other work comes and goes."""
    good = True
    for desks, visits in ((1, 200), (4, 100), (16, 40)):
        ours, by_hand, each_turn = zip(*rates(server, desks, visits, TURNS), strict=True)
        ratios = sorted(each_turn)
        good &= statistics.median(ratios) >= LEAST_RATE
        print(
            f"{desks:2} desks: {statistics.median(ours):6.0f} bookings a second,"
            f" by hand {statistics.median(by_hand):6.0f}:"
            f" {statistics.median(ratios):.2f}, in {TURNS} turns from {ratios[0]:.2f} to {ratios[-1]:.2f}"
        )
    return good


def rates(server: Server, desks: int, visits: int, turns: int) -> Iterator[tuple[float, float, float]]:
    """Yield bookings a second, by our program and by hand, and their ratio, of each turn."""
    for turn in range(turns):
        address = begun(server.address(f"rate_{desks}_{turn}"))
        _prepare(address, desks, visits)
        ours, by_hand = (_together(desks, visits, work, address) for work in (_book, send_bookings))
        yield ours, by_hand, ours / by_hand


def copied_in(server: Server, entries: int) -> float:
    """Return how many seconds `ledger copy` takes for so many entries."""
    return seconds_to_copy(begun(server.address("copied")), entries)


def race(server: Server) -> bool:
    """24 desks, one place."""
    address = begun(server.address("race"))
    first = desk_for(address, 0)
    for n in range(24):
        first.sells("ten-0", f"racer-{n}")
    first.close()

    def book(desk: Desk, n: int) -> tuple[float, str]:
        desk.clients.find("racer-0")
        began = time.perf_counter()
        try:
            said = desk.books(f"racer-{n}", "2026-01-12T10:00", service="visit-0")
        except Exception as refused:  # noqa: BLE001 - what it is refused by is what is counted
            said = getattr(refused, "code", type(refused).__name__)
        return time.perf_counter() - began, said

    done: list[Any] = at_once([desk_for(address, 0) for _ in range(24)], book)
    times = sorted(took for took, _ in done)
    winners = [said for _, said in done if said.startswith("apt-")]
    others = {said for _, said in done if not said.startswith("apt-")}
    print(f"24 desks, one place: {len(winners)} won, the others {others}")
    print(f"quickest {times[0] * 1000:.1f} ms, slowest {times[-1] * 1000:.1f} ms: {times[-1] / times[0]:.1f}")
    return len(winners) == 1 and times[-1] <= MOST_SPREAD * times[0]


def growth(server: Server, entries: int) -> bool:
    """`book` and `list CLIENT`, as the ledger grows; taken by turns."""
    desks = [grown(begun(server.address(f"grown_{count}")), count) for count in (1_000, entries)]
    took: dict[str, list[list[float]]] = {"book": [[], []], "list CLIENT": [[], []]}
    for turn in range(120):
        for place, desk in enumerate(desks):
            client = f"late-{turn // VISITS}"
            if turn % VISITS == 0:
                desk.sells("ten-0", client)
            at = start_of_visit(20_000 + turn)
            booking = partial(desk.books, client, at, service="visit-0")
            listing = partial(desk.engine.ask, ListPurchases(client=client))
            took["book"][place].append(_timed(booking))
            took["list CLIENT"][place].extend(_timed(listing) for _ in range(5))
    good = True
    for what, (few, many) in took.items():
        ratio = statistics.median(many) / statistics.median(few)
        good &= ratio <= MOST_GROWTH
        before, after = statistics.median(few), statistics.median(many)
        print(f"{what}: {before:.2f} ms at 1,000, {after:.2f} ms at {entries:,}: {ratio:.2f}")
    return good


def _prepare(address: str, desks: int, visits: int) -> None:
    first = desk_for(address, 0)
    for desk in range(desks):
        for client in range(visits // VISITS + 2):
            first.sells(f"ten-{desk}", f"client-{desk}-{client}")
    first.close()


def _book(address: str, place: int, visits: int, wait: Callable[[], None]) -> None:
    desk = desk_for(address, place)
    wait()
    for n in range(VISITS):
        desk.books(f"client-{place}-0", start_of_visit(n), service=f"visit-{place}")
    wait()
    for n in range(VISITS, VISITS + visits):
        desk.books(f"client-{place}-{n // VISITS}", start_of_visit(n), service=f"visit-{place}")
    desk.close()


def _together(desks: int, visits: int, work: Callable[..., None], address: str) -> float:
    """Let as many processes work at the same time, and return what they did a second in all."""
    context = get_context("spawn")
    ready, go = context.Barrier(desks + 1), context.Barrier(desks + 1)
    processes = [
        context.Process(target=_worker, args=(work, address, place, visits, ready, go))
        for place in range(desks)
    ]
    for each in processes:
        each.start()
    for _ in ("all know what to do", "all are warm"):
        ready.wait(120)
    began = time.perf_counter()
    go.wait()
    took = time.perf_counter() - began
    for each in processes:
        each.join()
        assert each.exitcode == 0
    return desks * visits / took


def _worker(work: Callable[..., None], address: str, place: int, visits: int, ready: Any, go: Any) -> None:
    gc.set_threshold(_COLLECTED)
    work(address, place, visits, ready.wait)
    go.wait()


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def main(words: list[str]) -> int:
    """Run what was asked for, or all; return the exit code."""
    asked = words[0] if words else "all"
    entries = int(words[1]) if len(words) > 1 else 1_000_000
    gc.set_threshold(_COLLECTED)
    with running(ON_DISK) as server:
        good = True
        if asked in ("rate", "all"):
            good &= rate(server)
        if asked in ("race", "all"):
            good &= race(server)
        if asked in ("growth", "all"):
            good &= growth(server, entries)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
