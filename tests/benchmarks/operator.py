"""What an operator waits for: `expire`, `list --expiring-within`, and a report, on small and large ledgers.

    python -m tests.benchmarks.operator [PURCHASES] [FOLDER]

Every ledger is due 10,000 lapses a night. FOLDER keeps the ledgers, so that another run need not write them;
nights that were used up are not measured again. Exit 1 where a figure is above its bound.
"""

import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.benchmarks.goods import CATALOGUE, DAY, FIRST_DAY, GOODS, moment_text
from trafftpkg.bootstrap import Desk
from trafftpkg.cli.views.report import question_for
from trafftpkg.domain.client import Client
from trafftpkg.domain.header import GENESIS_HASH
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.expiry import expire
from trafftpkg.engine.questions.slots import FindSlots
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.stores.jsonl.client_file import client_book_at

DUE, HITS, FEW = 10_000, 1_000, 20_000
NIGHTS = 3
SOLD_OVER = 365 * DAY

_PAID = (
    '{"event":"PaymentReceived","purchase":"pur-%d","appointment":null,"amount":"%s","method":"card",'
    '"reference":null}'
)
_VISIT = '{"event":"AppointmentBooked","appointment":"apt-%d","client":"%s","visit":%s,"allocation":[%s]}'
_OPENING = '{"event":"LedgerOpened","ledger":"00","time_zone":"Europe/Lisbon","currency":"EUR","format":1}'


def main() -> int:
    """Print each figure with its bound; return the exit code."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else scratch)
        large = ready(folder / f"large-{many}", many, NIGHTS)
        small = [ready(folder / f"small-{n}", FEW, 1) for n in range(NIGHTS)]
        good = [_lapses(large, small), _single(large), _listing(large), _liability(large)]
    return int(not all(good))


def ready(folder: Path, purchases: int, nights: int) -> Path:
    """Return a ledger of so many purchases, with its index; written where it is not there yet."""
    path = folder / "ledger.jsonl"
    if not path.exists():
        folder.mkdir(parents=True)
        began = time.perf_counter()
        _write(path, purchases, nights)
        wrote = time.perf_counter()
        _run(path, 0, "ledger rebuild")
        done = time.perf_counter()
        print(f"{purchases} purchases: written in {wrote - began:.0f} s, indexed in {done - wrote:.0f} s")
    return path


def _lapses(large: Path, small: list[Path]) -> bool:
    """The same number due, among many and among few, by turns."""
    times = []
    for night, few in enumerate(small, start=1):
        times.append((_timed(lambda: _run(large, night, "expire")), _timed(lambda: _run(few, 1, "expire"))))  # noqa: B023
    among_many, among_few = (statistics.median(each) for each in zip(*times, strict=True))
    what = f"expire {DUE}: {among_many:.2f} s among many, {among_few:.2f} s among {FEW}"
    return _told(what, among_many / among_few, 1.3)


def _single(large: Path) -> bool:
    """One lapse among many, beside a request that is recorded by itself; both in this process."""
    engine = _desk(large, NIGHTS).engine
    first = _moment(NIGHTS).date() + timedelta(days=2)
    free = engine.ask(FindSlots(service="facial", first_day=first, last_day=first + timedelta(days=20))).slots
    took = []
    for n, slot in enumerate(free[::5][:100]):
        wanted = VisitWanted(
            service="facial", at=slot.starts_at, employee=slot.employee, location=slot.location
        )
        request = BookAppointment(client=f"c-{n}", wanted=wanted, without_package=True)
        took.append(_timed(lambda: engine.execute(request)))  # noqa: B023
    single = statistics.median(took)
    lapse = _timed(lambda: expire(_desk(large, NIGHTS + 1).engine)) / DUE
    what = f"one of {DUE} lapses {lapse * 1000:.2f} ms, one request {single * 1000:.2f} ms"
    return _told(what, lapse / single, 0.15)


def _listing(large: Path) -> bool:
    """A thousand hits among many, beside one client's purchases."""
    moment = NIGHTS + 1
    times = [
        (
            _timed(lambda: _run(large, moment, "list --expiring-within 7d --format jsonl")),
            _timed(lambda: _run(large, moment, "list c-7 --format jsonl")),
        )
        for _ in range(15)
    ]
    hits, one = (statistics.median(each) for each in zip(*times, strict=True))
    return _told(f"list {HITS} expiring {hits * 1000:.0f} ms, list CLIENT {one * 1000:.0f} ms", hits / one, 3)


def _liability(large: Path) -> bool:
    """A month's liability, beside one aggregate over a plain table of the purchases."""
    last = FIRST_DAY + timedelta(days=330)
    question = question_for("liability", last - timedelta(days=29), last, ())
    inquiry = _desk(large, NIGHTS + 1).inquiry
    table = sqlite3.connect(large.with_name("sales.db"))
    table.executescript(
        "DROP TABLE IF EXISTS sales; CREATE TABLE sales (n INTEGER PRIMARY KEY, day TEXT, value INTEGER)"
    )
    source = sqlite3.connect(f"{large}.index")
    rows = source.execute("SELECT n, date(at / 1000000, 'unixepoch'), value FROM movements WHERE kind = 0")
    table.executemany("INSERT INTO sales VALUES (?,?,?)", rows)
    table.commit()
    aggregate = "SELECT sum(value), sum(CASE WHEN day >= '2019-11-01' THEN value END) FROM sales"
    times = [
        (_timed(lambda: inquiry.ask(question)), _timed(lambda: table.execute(aggregate).fetchall()))
        for _ in range(15)
    ]
    report, sums = (statistics.median(each) for each in zip(*times, strict=True))
    return _told(f"liability {report * 1000:.0f} ms, one aggregate {sums * 1000:.0f} ms", report / sums, 2)


def _told(what: str, ratio: float, bound: float) -> bool:
    print(f"{what}: {ratio:.2f} (bound {bound})", flush=True)
    return ratio <= bound


def _write(path: Path, purchases: int, nights: int) -> None:
    random = Random(1)
    keys = [f"c{random.getrandbits(96):024x}" for _ in range(purchases // 4)]
    book = client_book_at(Path(f"{path}.clients"))
    book.add_all([Client(key=ClientKey(key), handle=f"c-{n}") for n, key in enumerate(keys)])
    before, seq = GENESIS_HASH.encode(), 0
    with path.open("wb", buffering=1 << 20) as file:
        for at, request, client, events in _requests(purchases, nights, keys, random):
            clients = f'"{client}"' if client else ""
            body = (
                f'{{"v":2,"seq":{seq},"at":"{moment_text(at)}","by":"desk","request":"{request}","key":null,'
                f'"fingerprint":"","rules":2,"clients":[{clients}],"events":[{events}]'
            ).encode()
            before, seq = sha256(before + body).hexdigest().encode(), seq + 1
            file.write(b'%b,"hash":"%b"}\n' % (body, before))


def _requests(
    purchases: int, nights: int, keys: list[str], random: Random
) -> Iterator[tuple[int, str, str, str]]:
    """One sale after another over a year; every third is used once within a week."""
    yield 0, "open", "", _OPENING
    ends = _ends(purchases, nights, random)
    visits = 0
    for n in range(1, purchases + 1):
        at = SOLD_OVER * n // purchases
        good, client = GOODS[n % 3], keys[n % len(keys)]
        sale = good.sale % (n, client, moment_text(at + good.pay_within), _expiry(n, at // DAY, ends[n - 1]))
        yield at, "purchase", client, f"{sale},{_PAID % (n, good.total)}"
        if n % 3 == 0:
            visits += 1
            place = good.places[0]
            start = at + random.randrange(60, 5 * DAY)
            moments = (moment_text(start + after) for after in (0, 50, 0, 60))
            pays = f'{{"purchase":"pur-{n}","units":{place.units}}}'
            visit = place.visit % (f"e{visits % 50}", *moments)
            yield at, "book", client, _VISIT % (visits, client, visit, pays)


def _ends(purchases: int, nights: int, random: Random) -> list[int]:
    """The day each expires: so many a night, so many in the week after the last, all others later."""
    days = [night for night in range(1, nights + (nights > 1) + 1) for _ in range(DUE)]
    after = len(days) // DUE
    days += [after + 1 + n % 6 for n in range(HITS)]
    days += [after + 9 + n % 360 for n in range(purchases - len(days))]
    random.shuffle(days)
    return [SOLD_OVER // DAY + 7 + day for day in days]


def _expiry(n: int, start_day: int, end_day: int) -> str:
    last = FIRST_DAY + timedelta(days=end_day - 1)
    return (
        f'{{"purchase":"pur-{n}","start_day":"{FIRST_DAY + timedelta(days=start_day)}","base_day":"{last}",'
        f'"last_day":"{last}","expires_at":"{moment_text(end_day * DAY)}"}}'
    )


def _moment(night: int) -> datetime:
    """An hour after the midnight at which the night's purchases expire."""
    midnight = datetime(*FIRST_DAY.timetuple()[:3], tzinfo=UTC)
    return midnight + timedelta(days=SOLD_OVER // DAY + 7 + night, hours=1)


def _desk(ledger: Path, night: int) -> Desk:
    return Desk(
        catalogue=CATALOGUE,
        ledger=str(ledger),
        now=_moment(night),
        actor="benchmark",
        notice=lambda _: None,
        allow_future=True,
    )


def _run(ledger: Path, night: int, line: str) -> None:
    command = [
        sys.executable,
        "-m",
        "trafftpkg",
        "--ledger",
        str(ledger),
        "--now",
        _moment(night).isoformat(),
        *line.split(),
    ]
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=CATALOGUE.parent
    )


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
