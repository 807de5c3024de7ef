"""What a desk takes that answers many requests in one process: bookings, an import, lists, free times."""

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fcntl import LOCK_EX, flock
from functools import partial
from json import dumps
from pathlib import Path

from tests.benchmarks.figures import Row
from tests.benchmarks.generate import write_ledger
from tests.benchmarks.goods import CATALOGUE, FIRST_DAY
from trafftpkg.bootstrap import Desk
from trafftpkg.cli.importing.rows import table_of
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.importing import BalanceImport
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.questions.slots import FindSlots
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
VISITS = 6
"""How many facials one package pays."""
HOURS = (9, 10, 11, 12, 14, 15, 16, 17)


def desk_on(folder: Path, now: datetime = NOW, catalogue: Path = CATALOGUE) -> Desk:
    """Return a desk on the ledger in a folder, begun if there is none."""
    return Desk(
        catalogue=catalogue,
        ledger=str(folder / "ledger.jsonl"),
        now=now,
        actor="desk",
        notice=lambda _: None,
        begins=True,
        allow_future=True,
    )


def bookings(folder: Path, count: int = 120) -> list[Row]:
    """Bookings, each beside the same bytes put durably at the end of another file; then many in a row."""
    desk, ledger = desk_on(folder), folder / "ledger.jsonl"
    requests = list(_requests(desk, count + 100))
    took, worked, alone = [], [], []
    for request in requests[:count]:
        size = ledger.stat().st_size
        seconds, processor = _timed(partial(desk.engine.execute, request))
        took.append(seconds)
        worked.append(processor)
        line = ledger.read_bytes()[size:]
        alone.append(_timed(partial(_append, folder / "plain", line))[0])
    rest = requests[count:]
    many, _ = _timed(lambda: [desk.engine.execute(each) for each in rest])
    desk.close()
    durable = statistics.median(alone)
    return [
        Row(
            "one durable booking ÷ lock, write and fsync of its bytes", statistics.median(took) / durable, 4.5
        ),
        Row("one durable booking, of the processor", _least(worked) * 1e3, 0.9, "ms"),
        Row("100 bookings in one process, each ÷ the same", many / len(rest) / durable, 3.5),
    ]


def _requests(desk: Desk, count: int) -> Iterator[BookAppointment]:
    """Sell packages for so many bookings, and yield these: another hour of another working day."""
    for n in range(count):
        client = f"client-{n // VISITS}"
        if n % VISITS == 0:
            desk.clients.add(Client(key=ClientKey(f"c{n:024x}"), handle=client))
            desk.engine.execute(PurchasePackage(client=client, package="glow-10", method="card"))
        day = datetime(2026, 1, 12) + timedelta(weeks=n // 40, days=n // 8 % 5)
        yield BookAppointment(client=client, wanted=_wanted("facial", day.replace(hour=HOURS[n % 8]), "ines"))


def _wanted(service: str, at: datetime, employee: str) -> VisitWanted:
    return VisitWanted(service=service, at=at, employee=employee)


def _append(path: Path, line: bytes) -> None:
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT)
    flock(lock, LOCK_EX)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, line)
    os.fsync(file)
    os.close(file)
    os.close(lock)


def importing(folder: Path, rows: int) -> list[Row]:
    """Balances from another system, looked at and recorded."""
    desk = desk_on(folder)
    lines = ["client,package,reference,granted,used,last_day,paid,email"]
    lines += [
        f"c{n // 2:06},glow-10,ref-{n},10,{n % 10},2027-06-30,480.00,c{n // 2:06}@example.com"
        for n in range(rows)
    ]

    def take() -> None:
        balances = BalanceImport(
            desk.engine, table_of("\n".join(lines).encode(), "b.csv", desk.clients).rows, "import"
        )
        assert not balances.problems()
        balances.carry_out(dry_run=False)

    _, worked = _timed(take)
    desk.close()
    return [Row("import, a row, of the processor", worked / rows * 1e3, 0.2, "ms", note=f"{rows:,} rows")]


def lists(folder: Path, lines: int) -> list[Row]:
    """All purchases as JSON lines, and a client's list two years back beside the same now."""
    write_ledger(folder / "ledger.jsonl", lines)
    desk = desk_on(folder, datetime(2022, 1, 3, 12, tzinfo=UTC))
    desk.care.rebuild()

    def all_of_them(as_of: date | None = None) -> int:
        pages = desk.inquiry.pages(ListPurchases(), as_of=as_of)
        return sum(
            len([dumps(purchase_object(each, page.view)) for each in page.purchases]) for page in pages
        )

    count = all_of_them()
    now = min(_timed(all_of_them)[1] for _ in range(3))
    back = FIRST_DAY + timedelta(days=365)
    then = min(_timed(lambda: all_of_them(back))[1] for _ in range(3))
    desk.close()
    note = f"{lines:,} lines"
    each = now / count * 1e6
    return [
        Row("list of everything as JSON, a purchase, of the processor", each, 40, "µs", note=note),
        Row("list --as-of two years back ÷ list now", then / now, 1.5, note=note),
    ]


def free_times(folder: Path) -> list[Row]:
    """A week's free times of one of 12 services that 6 people give, whose week is full."""
    catalogue = _large_catalogue(folder)
    desk = desk_on(folder, catalogue=catalogue)
    monday = datetime(2026, 1, 12)
    for n in range(6 * 5 * len(HOURS)):
        person, rest = divmod(n, 5 * len(HOURS))
        day, hour = divmod(rest, len(HOURS))
        at = (monday + timedelta(days=day)).replace(hour=HOURS[hour])
        handle = f"client-{n}"
        desk.clients.add(Client(key=ClientKey(f"c{n:024x}"), handle=handle))
        wanted = _wanted(f"care-{n % 12}", at, f"person-{person}")
        desk.engine.execute(BookAppointment(client=handle, wanted=wanted, without_package=True))
    question = FindSlots(service="care-3", first_day=date(2026, 1, 12), last_day=date(2026, 1, 18))
    desk.inquiry.ask(question)
    worked = min(_timed(lambda: desk.inquiry.ask(question))[1] for _ in range(9))
    desk.close()
    return [Row("free times of a week, 12 services, 6 people, a full diary", worked * 1e3, 20, "ms")]


def _large_catalogue(folder: Path) -> Path:
    catalogue = folder / "catalog"
    shutil.copytree(CATALOGUE, catalogue)
    names = [f"care-{n}" for n in range(12)]
    services = [
        f'- {{id: {each}, name: "{each}", duration: 50m, buffer_after: 10m, price: 60.00}}\n'
        for each in names
    ]
    (catalogue / "services.yaml").write_text((catalogue / "services.yaml").read_text() + "".join(services))
    people = [
        f"- {{id: person-{n}, name: Person {n}, services: [{', '.join(names)}], locations: [chiado],"
        ' hours: {mon-fri: ["09:00-13:00", "14:00-18:00"]}}\n'
        for n in range(6)
    ]
    (catalogue / "employees.yaml").write_text((catalogue / "employees.yaml").read_text() + "".join(people))
    return catalogue


def _least(times: list[float]) -> float:
    """The tenth of the times that is least: what else a machine does only adds to them."""
    return sorted(times)[len(times) // 10]


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return seconds, and seconds of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - worked
