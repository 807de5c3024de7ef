"""A moment ahead of this computer's clock, as typed."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule
from trafftpkg.bootstrap import Desk


@pytest.fixture
def strict(sold: Typed, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A desk that records nothing ahead of the clock of whatever machine runs the tests."""
    monkeypatch.delenv("TRAFFTPKG_ALLOW_FUTURE")
    monkeypatch.setenv(
        "TRAFFTPKG_NOW", f"{Desk.machine_clock() + timedelta(minutes=10):%Y-%m-%dT%H:%M:%S+00:00}"
    )
    return sold


WRITING = """
purchase ana glow-10 --method card
extend pur-1 --by 2w --reason ill
expire
ledger import balances.csv
ledger copy --to other.jsonl
""".strip().splitlines()


@rule("R-1.13")
@pytest.mark.parametrize("line", WRITING)
def test_nothing_is_recorded_ahead_of_the_machines_clock(strict: Typed, folder: Path, line: str) -> None:
    (folder / "balances.csv").write_text("client,package,reference\nana,glow-10,1\n")
    before = (folder / "ledger.jsonl").read_bytes()

    printed = strict(f"{line} --format json")

    assert printed.code == 2
    assert json.loads(printed.err.splitlines()[-1])["error"]["code"] == "moment_in_the_future"
    assert (folder / "ledger.jsonl").read_bytes() == before


@rule("R-1.13")
@pytest.mark.parametrize(
    "line", ["list ana", "expire --dry-run", "purchase ana glow-10 --method card --dry-run"]
)
def test_questions_and_dry_runs_look_ahead(strict: Typed, line: str) -> None:
    assert strict(line).code == 0


@rule("R-1.13")
@pytest.mark.parametrize(
    ("option", "variable", "code"), [("--allow-future", "", 0), ("", "1", 0), ("", "", 2)]
)
def test_a_moment_ahead_can_be_meant(
    strict: Typed, monkeypatch: pytest.MonkeyPatch, option: str, variable: str, code: int
) -> None:
    monkeypatch.setenv("TRAFFTPKG_ALLOW_FUTURE", variable)

    assert strict(f"{option} purchase ana glow-10 --method card").code == code


@pytest.fixture
def ahead(sold: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A desk at which a clock years ahead wrote two entries, 4 and 5: an extension, and a merge."""
    assert sold("client add anna").code == 0
    assert sold("purchase anna glow-10 --method card").code == 0
    assert sold("--now 2099-01-01T10:00 extend pur-2 --until 2099-02-01 --reason sorry").code == 0
    assert sold("--now 2099-01-02T10:00 client merge ana anna --yes --idempotency-key m").code == 0
    monkeypatch.delenv("TRAFFTPKG_ALLOW_FUTURE")
    return sold


@rule("R-1.18")
def test_what_a_wrong_clock_wrote_is_named_where_it_stands_in_the_way(ahead: Typed) -> None:
    printed = ahead("pay pur-1 all --method card")

    assert printed.code == 4
    assert "trafftpkg ledger repair --future-from 4" in printed.err


@rule("R-1.18")
def test_entries_from_the_future_are_shown_first(ahead: Typed, folder: Path) -> None:
    before = (folder / "ledger.jsonl").read_bytes()

    printed = ahead("ledger repair --future-from 4")

    assert printed.code == 0
    assert "4  2099-01-01 10:00 UTC  extend by desk" in printed.out
    assert "5  2099-01-02 10:00 UTC  merge by desk" in printed.out
    assert printed.err.endswith("To do it: trafftpkg ledger repair --future-from 4 --yes\n")
    assert (folder / "ledger.jsonl").read_bytes() == before


@rule("R-1.18")
def test_entries_from_the_future_are_set_aside(ahead: Typed, folder: Path) -> None:
    before = (folder / "ledger.jsonl").read_bytes()

    printed = ahead("ledger repair --future-from 4 --yes --format json")

    (step,) = json.loads(printed.out)
    assert (step["kind"], step["lost"], [each["seq"] for each in step["entries"]]) == ("future", 2, [4, 5])
    assert (folder / "ledger.jsonl").read_bytes() + Path(step["kept_as"]).read_bytes() == before
    assert ahead("ledger verify").code == 0
    found = json.loads(ahead("list anna --format json").out)
    assert [(each["purchase"], each["last_day"]) for each in found] == [("pur-2", "2026-07-05")]
    assert ahead("client merge ana anna --yes --idempotency-key m").code == 0
    assert json.loads(ahead("ledger head --format json").out)["seq"] == 4


@rule("R-1.18")
@pytest.mark.parametrize(("seq", "first"), [(2, 4), (6, None)])
def test_only_entries_that_are_all_ahead_are_set_aside(
    ahead: Typed, folder: Path, seq: int, first: int
) -> None:
    before = (folder / "ledger.jsonl").read_bytes()

    printed = ahead(f"ledger repair --future-from {seq} --yes --format json")

    error = json.loads(printed.err.splitlines()[-1])["error"]
    assert (printed.code, error["code"], error["details"]["first"]) == (2, "usage", first)
    assert (folder / "ledger.jsonl").read_bytes() == before


@rule("R-1.18")
def test_a_sealed_ledger_keeps_what_went_on_elsewhere(
    ahead: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAFFTPKG_ALLOW_FUTURE", "1")
    assert ahead("--now 2099-01-03T10:00 ledger copy --to other.jsonl").code == 0
    before = (folder / "ledger.jsonl").read_bytes()

    printed = ahead("ledger repair --future-from 4 --yes --format json")

    assert json.loads(printed.err.splitlines()[-1])["error"]["code"] == "ledger_sealed"
    assert (folder / "ledger.jsonl").read_bytes() == before
