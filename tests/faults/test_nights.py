"""The night job may be killed at any moment, run twice, run on two machines, or be missed for a week."""

import json
import os
import signal
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.program import Shop
from tests.stores.samples import ANA, OPENING, draft, moment, paid, sold
from trafftpkg.domain.client import Client
from trafftpkg.domain.events.ending import PurchaseLapsed
from trafftpkg.engine.expiry import GROUP
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.jsonl.client_file import client_book_at
from trafftpkg.stores.jsonl.ledger import JsonlLedger

DUE = 3 * GROUP + 100
NIGHT = "2026-03-08T03:00"
FIRST_END = moment("2026-03-01T00:00")


def expiry_of(n: int) -> datetime:
    """Return when purchase `n` expires: one a minute, all in the week before the night."""
    return FIRST_END + timedelta(minutes=n)


@pytest.fixture
def nights(tmp_path: Path) -> Shop:
    """Return a shop where very many purchases are due, and one is not."""
    shop = Shop(tmp_path / "shop")
    shop.folder.mkdir()
    sales = [
        draft(
            "2026-01-05T10:00",
            sold(n, ANA, expires_at=f"{expiry_of(n):%Y-%m-%dT%H:%M}"),
            paid(n),
            request="purchase",
        )
        for n in range(1, DUE + 1)
    ]
    later = draft("2026-01-05T10:00", sold(DUE + 1), paid(DUE + 1), request="purchase")
    with JsonlLedger(shop.ledger).writing(Scope(everything=True)) as books:
        books.append([*sales, later], OPENING)
    with closing(client_book_at(shop.file(".clients"))) as clients:
        clients.add(Client(key=ANA, handle="ana"))
    return shop


def lapses(shop: Shop) -> list[dict[str, Any]]:
    """Return all that was written off, in order."""
    events = (event for entry in shop.entries() for event in entry["events"])
    return [event for event in events if event["event"] == PurchaseLapsed.__name__]


def assert_all_lapsed_once(shop: Shop) -> None:
    """Raise AssertionError unless each that was due has lapsed, once, when it really happened."""
    found = {each["purchase"]: each["lapsed_at"] for each in lapses(shop)}
    assert set(Counter(each["purchase"] for each in lapses(shop)).values()) == {1}
    assert found == {
        f"pur-{n}": f"{expiry_of(n).astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}" for n in range(1, DUE + 1)
    }
    assert shop.run("ledger verify").code == 0


def test_killed_again_and_again_it_writes_each_lapse_down_once(nights: Shop) -> None:
    killed = 0
    for turn in range(12):
        night = nights.start("expire", now=NIGHT)
        time.sleep(0.1 + 0.05 * turn)
        night.send_signal(signal.SIGKILL)
        killed += nights.ended(night).code == -signal.SIGKILL

    finished = nights.run("expire", now=NIGHT)

    assert killed
    assert finished.code == 0
    assert_all_lapsed_once(nights)
    assert nights.run("expire", now=NIGHT).answer["expired"] == 0


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_killed_at_the_second_group_it_has_done_the_first_and_goes_on_from_there(
    nights: Shop, call: str
) -> None:
    said = nights.run("expire", *nights.strace(call, "", "signal=KILL", "2"), now=NIGHT)
    assert said.code < 0
    done = len(lapses(nights))

    again = nights.run("expire", now=NIGHT).answer

    assert done in (GROUP, 2 * GROUP)
    assert again["expired"] == DUE - done
    assert_all_lapsed_once(nights)


def test_two_machines_at_once_share_the_work(nights: Shop) -> None:
    both = [nights.start("expire", now=NIGHT, TRAFFTPKG_LOCK_WAIT="60") for _ in range(2)]
    said = [nights.ended(each) for each in both]

    assert [each.code for each in said] == [0, 0]
    assert sum(each.answer["expired"] for each in said) == DUE
    assert_all_lapsed_once(nights)


def test_a_dry_run_says_the_same_and_writes_nothing(nights: Shop) -> None:
    before = nights.ledger.read_bytes()

    foreseen = nights.run("expire --dry-run", now=NIGHT).answer

    assert nights.ledger.read_bytes() == before
    written = nights.run("expire", now=NIGHT).answer
    assert {**foreseen, "dry_run": False} == written
    assert written["value_lapsed"] == {"EUR": f"{480 * DUE}.00"}


def test_reports_are_the_same_before_and_after(nights: Shop) -> None:
    report = "report liability --from 2026-01-01 --to 2026-03-31 --by month --by client"
    before = nights.run(report, now=NIGHT).answer

    nights.run("expire", now=NIGHT)

    assert nights.run(report, now=NIGHT).answer == before
    assert [row["lapsed"] for row in before] == ["0.00", "0.00", f"{400 * DUE}.00"], "without taxes"


def test_the_metrics_are_those_of_a_whole_run_or_of_the_last_one(nights: Shop) -> None:
    path = nights.folder / "trafftpkg.prom"
    path.write_text("the last run's\n")

    killed = nights.run(
        f"expire --metrics-file {path}", *nights.strace("write", "", "signal=KILL", "2"), now=NIGHT
    )
    half = path.read_text()
    nights.run(f"expire --metrics-file {path}", now=NIGHT)

    assert killed.code < 0
    assert half == "the last run's\n"
    text = (
        path.read_text()
        .replace(f'{{ledger="{nights.ledger}"}}', "")
        .replace(f'ledger="{nights.ledger}",', "")
    )
    facts = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert json.loads(facts["trafftpkg_expire_expired_purchases"]) + GROUP >= DUE - GROUP
    assert facts['trafftpkg_expire_lapsed_units{unit="minute"}'] == "0"
    assert "trafftpkg_expire_last_run_timestamp_seconds" in facts


@pytest.mark.parametrize("chain", [1, 2])
def test_metrics_by_a_link_are_written_where_it_leads(shop: Shop, chain: int) -> None:
    itself, link = shop.folder / "away" / "itself.prom", shop.folder / "0.prom"
    itself.parent.mkdir()
    itself.write_text("the last run's\n")
    link.symlink_to(itself)
    if chain == 2:
        link = shop.folder / "1.prom"
        link.symlink_to("0.prom")

    assert shop.run(f"expire --metrics-file {link}").code == 0

    assert link.is_symlink()
    assert "trafftpkg_expire" in itself.read_text()
    assert [each.name for each in itself.parent.iterdir()] == ["itself.prom"]


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "loop"])
def test_metrics_are_written_to_nothing_but_a_file(shop: Shop, kind: str) -> None:
    path = shop.folder / "trafftpkg.prom"
    match kind:
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path.name)
        case "device" if os.geteuid() == 0:
            os.mknod(path, 0o020666, os.makedev(1, 3))
        case _:
            os.mkfifo(path)
    before = path.lstat()

    said = shop.run(f"expire --metrics-file {path}")

    assert (said.code, said.error) == (3, "store_unusable")
    assert os.path.samestat(path.lstat(), before)


def test_metrics_are_not_written_through_a_link_of_the_half_written_file(shop: Shop) -> None:
    path, kept = shop.folder / "trafftpkg.prom", shop.folder / "kept"
    kept.write_text("keep this")
    # A killed run of any number may have left it behind.
    script = f"ln -s {kept} {path}.$$.tmp; exec $PROGRAM expire --metrics-file {path}"

    assert shop.shell(script).code == 0

    assert kept.read_text() == "keep this"
    assert path.is_file()
    assert not list(shop.folder.glob("*.tmp"))
