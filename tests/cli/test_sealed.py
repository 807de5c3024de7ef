"""A ledger that goes on elsewhere says so with whatever it answers."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule


@pytest.fixture
def sealed(sold: Typed) -> Typed:
    """A ledger that was copied to new.jsonl."""
    assert sold("ledger copy --to new.jsonl").code == 0
    return sold


@rule("R-1.14")
@pytest.mark.parametrize(
    "line",
    [
        "list ana",
        "show pur-1",
        "history pur-1",
        "appointments",
        "client show ana",
        "reminders",
        "report usage --from 2026-01-01 --to 2026-01-31",
        "explain ana facial --at 2026-01-21T10:00",
        "slots facial --from 2026-01-20 --to 2026-01-20",
        "expire --dry-run",
        "ledger head",
        "ledger verify",
        "client list",
    ],
)
@pytest.mark.parametrize("form", ["table", "json"])
def test_every_answer_says_where_it_goes_on(sealed: Typed, folder: Path, line: str, form: str) -> None:
    printed = sealed(f"{line} --format {form}" if "expire" not in line else line)

    assert printed.code == 0
    assert printed.err.count(f"It goes on at {folder}/new.jsonl") == 1
    assert "goes on" not in printed.out


@rule("R-1.14")
@pytest.mark.parametrize(
    "line",
    ["book ana facial --at 2026-01-21T10:00", "expire", "client add eve", "client edit ana --name Anna"],
)
def test_nothing_is_taken_any_more(sealed: Typed, line: str) -> None:
    printed = sealed(f"{line} --format json")

    assert printed.code == 3
    assert json.loads(printed.err.splitlines()[-1])["error"]["code"] == "ledger_sealed"


@rule("R-1.14")
def test_it_is_not_copied_to_a_second_place(sealed: Typed, folder: Path) -> None:
    other = sealed("ledger copy --to other.jsonl --format json")
    same = sealed("ledger copy --to ./new.jsonl --format json")

    assert other.code == 3
    assert json.loads(other.err.splitlines()[-1])["error"]["code"] == "ledger_sealed"
    assert not (folder / "other.jsonl").exists()
    assert (same.code, json.loads(same.out)["entries"]) == (0, 0)


def test_a_dry_run_of_a_copy_copies_and_seals_nothing(sold: Typed, folder: Path) -> None:
    foreseen = json.loads(sold("ledger copy --to new.jsonl --dry-run --format json").out)
    words = sold("ledger copy --to new.jsonl --dry-run")
    left = sorted(each.name for each in folder.glob("new*"))
    done = json.loads(sold("ledger copy --to new.jsonl --format json").out)

    assert foreseen == {**done, "dry_run": True}
    assert words.out == f"3 lines to copy, up to entry 2, to {folder}/new.jsonl\n"
    assert left == []
