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
from trafftpkg.stores.lines.copying import NOTHING
from trafftpkg.stores.postgres import copying, rebuilding
from trafftpkg.stores.postgres.copying import PostgresChain
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.fold import PostgresFold

LINES = 3_000
NOW = datetime(2026, 2, 1, 10, tzinfo=UTC)

COPY = """
import sys
from trafftpkg.cli.main import run
from trafftpkg.stores.postgres import copying
copying.AT_ONCE = 100
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
    monkeypatch.setattr(PostgresFold, "kept", {"pur": 20})
    monkeypatch.setattr(copying, "AT_ONCE", 700)
    monkeypatch.setattr(rebuilding, "AT_ONCE", 900)

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
    monkeypatch.setattr(copying, "AT_ONCE", 3)
    monkeypatch.setattr(rebuilding, "AT_ONCE", 3)
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
def test_a_copy_ended_on_the_way_leaves_nothing_and_is_made_whole_when_it_is_run_again(
    old: Path, address: str, tmp_path: Path, ended: Callable[..., None], code: int
) -> None:
    lines = old.read_bytes()
    with psycopg.connect(address, autocommit=True) as watching, (tmp_path / "said").open("w") as said:
        watching.execute("BEGIN; LOCK TABLE movements IN SHARE MODE")  # it waits when it has written lines
        copy = subprocess.Popen([sys.executable, "-c", COPY, str(old), address], stderr=said, text=True)
        _until_it_waits(copy, watching)
        ended(copy, watching)
        assert copy.wait(30) == code, (tmp_path / "said").read_text()
        watching.execute("COMMIT")
        while watching.execute(f"SELECT {WORKING}".encode()).fetchone() is not None:
            time.sleep(0.01)  # the server sees only now that nobody hears it
    there = place(address, tmp_path)
    with there.ledger.reading() as books:
        assert books.head() is None
    assert there.care.repair(apply=False) == ()

    rest = place(old, tmp_path).copy_to(address)

    assert rest.entries == LINES
    assert place(address, tmp_path).copy_to(str(tmp_path / "back.jsonl")).entries == LINES
    assert (tmp_path / "back.jsonl").read_bytes() == lines


def _until_it_waits(copy: "subprocess.Popen[str]", watching: "psycopg.Connection[object]") -> None:
    while watching.execute(f"SELECT {WORKING} AND wait_event_type = 'Lock'".encode()).fetchone() is None:
        assert copy.poll() is None
        watching.execute("SELECT pg_stat_clear_snapshot()")
        time.sleep(0.01)


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


def test_a_package_that_is_booked_again_and_again_is_written_once_in_a_copy(
    old: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "AT_ONCE", 100)
    database = Database(address)

    with database.changes() as statements, old.open("rb") as lines:
        PostgresChain(database).take(lines, NOTHING)
        (changed,) = statements.one(
            "SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relid = 'purchases'::regclass"
        )

    assert changed == 0
