"""A ledger of every version of the format is read for ever, and means what it meant."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.soundness import rows_of
from tests.stores.jsonl.desk import Desk
from trafftpkg.stores.jsonl import replay
from trafftpkg.stores.lines.event_modules import EVENT_MODULES
from trafftpkg.stores.lines.line import TAIL, VERSION, compact, entry_of
from trafftpkg.stores.lines.wire import encode
from trafftpkg.stores.tables import fold

GOLDEN = Path(__file__).parent / "golden"
LEDGERS = sorted(GOLDEN.glob("v*.jsonl"))
WRITTEN_ELSEWHERE = {"BalanceImported", "LedgerSealed"}
"""Events of importing and of moving to a server, which the golden ledger's shop has not done."""


@pytest.fixture
def copy(tmp_path: Path) -> Desk:
    """Return an empty place for a copy."""
    return Desk(tmp_path / "ledger.jsonl")


def states_in(index: Path) -> dict[str, Any]:
    """Return what the purchases and appointments are, by their ids."""
    with closing(sqlite3.connect(index)) as connection, connection:
        rows = [
            json.loads(state)
            for table in ("purchases", "appointments")
            for (state,) in connection.execute(f"SELECT state FROM {table} ORDER BY n")
        ]
    connection.close()
    return {each["id"]: each for each in rows}


def test_every_version_has_its_ledger() -> None:
    assert [path.stem for path in LEDGERS] == [f"v{version}" for version in range(1, VERSION + 1)]


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_an_old_ledger_verifies_and_means_what_it_meant(ledger: Path, copy: Desk) -> None:
    shutil.copy(ledger, copy.path)

    copy.care.rebuild()

    assert copy.care.verify().damaged == 0
    assert states_in(copy.index) == json.loads(ledger.with_suffix(".json").read_text("utf-8"))


def test_the_newest_golden_ledger_has_every_event_and_is_written_the_same_today() -> None:
    lines = LEDGERS[-1].read_bytes().splitlines(keepends=True)

    entries = [entry_of(line) for line in lines]

    met = {type(event).__name__ for entry in entries for event in entry.events}
    assert met == EVENT_MODULES.keys() - WRITTEN_ELSEWHERE
    for line, entry in zip(lines, entries, strict=True):
        assert compact(encode(entry)).encode()[: -TAIL + 1] == line[:-TAIL]


def test_things_put_aside_while_many_lines_are_read_come_out_the_same(
    copy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(LEDGERS[-1], copy.path)
    copy.care.rebuild()
    at_once = rows_of(sqlite3.connect(copy.index))

    monkeypatch.setattr(replay, "BATCH", 2)
    monkeypatch.setattr(fold, "_KEPT_PURCHASES", 1)
    monkeypatch.setattr(fold, "_KEPT_APPOINTMENTS", 1)
    monkeypatch.setattr(fold, "_KEPT_TERMS", 1)
    copy.care.rebuild()

    assert rows_of(sqlite3.connect(copy.index)) == at_once
