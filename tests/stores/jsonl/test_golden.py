"""A ledger of every version of the format is read for ever, and means what it meant."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.soundness import rows_of
from tests.stores.jsonl.desk import Desk
from tests.stores.jsonl.golden_story import states_in
from trafftpkg.domain.events.booking import Release
from trafftpkg.domain.events.modules import EVENT_MODULES
from trafftpkg.domain.terms import TaxSold
from trafftpkg.stores.jsonl import replay
from trafftpkg.stores.lines.line import TAIL, VERSION, entry_of
from trafftpkg.stores.lines.wire_writing import written
from trafftpkg.stores.tables import fold

GOLDEN = Path(__file__).parent / "golden"
LEDGERS = sorted(GOLDEN.glob("v*.jsonl"))
NEVER_WRITTEN = {("AppointmentMissed", "expiries")}
"""A visit that has begun has fixed the validity: missing it moves no last day."""


@pytest.fixture
def copy(tmp_path: Path) -> Desk:
    """Return an empty place for a copy."""
    return Desk(tmp_path / "ledger.jsonl")


def fields_met(value: Any) -> Iterator[tuple[str, str]]:
    """Yield each field of values and events in which something else than its default stands."""
    if isinstance(value, tuple):
        for each in value:
            yield from fields_met(each)
    elif is_dataclass(value):
        for each in fields(value):
            told = getattr(value, each.name)
            if told != each.default:
                yield type(value).__name__, each.name
            yield from fields_met(told)


def test_every_version_has_its_ledger() -> None:
    assert [path.stem for path in LEDGERS] == [f"v{version}" for version in range(1, VERSION + 1)]


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_an_old_ledger_verifies_and_means_what_it_meant(ledger: Path, copy: Desk) -> None:
    shutil.copy(ledger, copy.path)

    copy.care.rebuild()

    assert copy.care.verify().damaged == 0
    assert states_in(copy.index) == json.loads(ledger.with_suffix(".json").read_text("utf-8"))


def test_the_newest_golden_ledger_is_written_the_same_today() -> None:
    for line in LEDGERS[-1].read_bytes().splitlines(keepends=True):
        assert written(entry_of(line)).encode()[: -TAIL + 1] == line[:-TAIL]


def test_the_newest_golden_ledger_has_every_event_and_every_field() -> None:
    lines = LEDGERS[-1].read_bytes().splitlines(keepends=True)

    events = tuple(event for line in lines for event in entry_of(line).events)

    assert {type(each).__name__ for each in events} == EVENT_MODULES.keys()
    kinds = {*map(type, events), TaxSold, Release}
    written = {(kind.__name__, each.name) for kind in kinds for each in fields(kind)}
    assert written - set(fields_met(events)) == NEVER_WRITTEN


def test_things_put_aside_while_many_lines_are_read_come_out_the_same(
    copy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(LEDGERS[-1], copy.path)
    copy.care.rebuild()
    at_once = rows_of(sqlite3.connect(copy.index))

    monkeypatch.setattr(replay, "BATCH", 2)
    monkeypatch.setattr(replay.IndexFold, "kept", {"pur": 1})
    monkeypatch.setattr(fold, "_KEPT_TERMS", 1)
    copy.care.rebuild()

    assert rows_of(sqlite3.connect(copy.index)) == at_once
