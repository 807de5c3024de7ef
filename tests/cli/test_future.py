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
