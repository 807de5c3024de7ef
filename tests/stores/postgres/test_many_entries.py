"""Very many entries at once: the tables are what entry by entry makes of them, whatever ends it midway."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from tests.benchmarks.generate import write_ledger
from tests.stores.jsonl.desk import Desk as FileDesk
from tests.stores.samples import booked, draft, rescheduled, sale
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.purchase import KINDS
from trafftpkg.stores.lines import copying
from trafftpkg.stores.postgres import rebuilding

LINES = 3_000
NOW = datetime(2026, 2, 1, 10, tzinfo=UTC)

COPY = """
import sys
from trafftpkg.cli.main import run
from trafftpkg.stores.lines import copying
from trafftpkg.stores.postgres import rebuilding
copying.BATCH = 100
sys.exit(run(["--ledger", sys.argv[1], "ledger", "copy", "--to", sys.argv[2], "--format", "json"]))
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a ledger of some years' trade."""
    path = tmp_path / "ledger.jsonl"
    write_ledger(path, LINES)
    return path


def place(where: Path | str, tmp_path: Path) -> Desk:
    """Return the desk of a command line."""
    return Desk(
        catalogue=tmp_path / "catalog", ledger=str(where), now=NOW, actor="desk", notice=lambda _: None
    )


def test_in_large_batches_the_tables_become_what_the_index_of_the_file_is(
    old: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH", 700)
    monkeypatch.setattr(rebuilding, "_BATCH", 900)

    place(old, tmp_path).copy_to(address)

    with place(old, tmp_path).ledger.reading() as before, place(address, tmp_path).ledger.reading() as after:
        assert list(after.purchases(PurchaseFilter(), NOW)) == list(before.purchases(PurchaseFilter(), NOW))
        assert list(after.appointments(AppointmentFilter(), NOW)) == list(
            before.appointments(AppointmentFilter(), NOW)
        )
        year = date(2019, 1, 1), datetime(2030, 1, 1, tzinfo=UTC)
        assert sorted(map(repr, after.flows(KINDS, ("package", "part"), *year))) == sorted(
            map(repr, before.flows(KINDS, ("package", "part"), *year))
        )
    assert place(address, tmp_path).clients.clients() == place(old, tmp_path).clients.clients()
    assert place(address, tmp_path).care.repair(apply=False) == ()


def test_a_visit_comes_to_the_place_that_another_leaves_in_the_same_batch(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH", 3)
    monkeypatch.setattr(rebuilding, "_BATCH", 3)
    old = FileDesk(tmp_path / "ledger.jsonl")
    old.record(sale("2026-01-05T10:00", 1))
    old.record(draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00"), booked(2, "2026-01-20T11:00")))
    old.record(draft("2026-01-07T10:00", rescheduled(2, "2026-01-20T12:00")))
    old.record(draft("2026-01-07T11:00", rescheduled(1, "2026-01-20T11:00")))

    place(old.path, tmp_path).copy_to(address)
    place(address, tmp_path).care.rebuild()

    with place(address, tmp_path).ledger.reading() as books:
        visits = [each.visit for each in books.appointments(AppointmentFilter(), NOW)]
        assert [f"{each.starts_at:%d %H:%M}" for each in visits] == ["20 11:00", "20 12:00"]


WORKING = "FROM pg_stat_activity WHERE application_name = 'trafftpkg' AND state <> 'idle'"


def killed(copy: "subprocess.Popen[str]", _: "psycopg.Connection[object]") -> None:
    copy.kill()


def cut_off(copy: "subprocess.Popen[str]", watching: "psycopg.Connection[object]") -> None:
    while copy.poll() is None:  # cut off once, it only opens another connection
        watching.execute("SELECT pg_stat_clear_snapshot()")
        watching.execute(f"SELECT pg_terminate_backend(pid) {WORKING} AND wait_event_type = 'Lock'".encode())
        time.sleep(0.01)


@pytest.mark.parametrize(("ended", "code"), [(killed, -9), (cut_off, 4)])
def test_a_copy_ended_on_the_way_leaves_whole_batches_and_goes_on_from_there(
    old: Path, address: str, tmp_path: Path, ended: Callable[..., None], code: int
) -> None:
    lines = old.read_bytes()
    with psycopg.connect(address, autocommit=True) as watching, (tmp_path / "said").open("w") as said:
        copy = subprocess.Popen([sys.executable, "-c", COPY, str(old), address], stderr=said, text=True)
        _hold_up(copy, watching, 300)
        ended(copy, watching)
        assert copy.wait(30) == code, (tmp_path / "said").read_text()
        watching.execute("COMMIT")
        while watching.execute(f"SELECT {WORKING}".encode()).fetchone() is not None:
            time.sleep(0.01)  # the server sees only now that nobody hears it
    there = place(address, tmp_path)
    with there.ledger.reading() as books:
        head = books.head()
    assert head is not None
    assert 300 <= head.seq < LINES - 1
    assert there.care.repair(apply=False) == ()

    rest = place(old, tmp_path).copy_to(address)

    assert rest.entries == LINES - 1 - head.seq
    assert place(address, tmp_path).copy_to(str(tmp_path / "back.jsonl")).entries == LINES
    assert (tmp_path / "back.jsonl").read_bytes() == lines


def _hold_up(copy: "subprocess.Popen[str]", watching: "psycopg.Connection[object]", seq: int) -> None:
    """Let a copy do one batch after the other, until so many entries are there: it waits amid the next."""
    while True:
        watching.execute("BEGIN; LOCK TABLE entries IN SHARE MODE")
        row = watching.execute("SELECT seq FROM head").fetchone()
        if row[0] >= seq:  # type: ignore[index]
            return
        assert copy.poll() is None
        watching.execute("COMMIT")


def test_a_session_that_began_on_empty_tables_does_not_read_all_visits_for_each(address: str) -> None:
    columns = (
        "n, client, employee, location, service, status, starts_at, ends_at, occupied_from, occupied_until,"
        " state, capacity"
    )
    visit = (
        "n, 'c', 'ines', 'chiado', 'facial', 'booked', n * 100, n * 100 + 50, n * 100, n * 100 + 60, '{}', 1"
    )

    with psycopg.connect(address) as connection:
        connection.execute(
            f"INSERT INTO appointments ({columns}) SELECT {visit} FROM generate_series(1, 300) AS n"
        )
        (read,) = connection.execute(
            "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'appointments'"
        ).fetchone() or (None,)
        connection.rollback()

    assert read <= 2 * 300
