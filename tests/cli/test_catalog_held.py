"""What clients hold does not vanish from the catalogue unseen."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Typed


@pytest.fixture
def selling(sold: Typed, catalogue: Path) -> Typed:
    """A desk with a catalogue that may be edited, at which Ana holds Glow 10."""
    return sold


def test_nothing_has_vanished_while_all_that_is_held_is_declared(selling: Typed) -> None:
    assert selling("catalog check --ledger --format json")[:2] == (0, "[]\n")


def test_a_package_that_a_client_holds_cannot_vanish_silently(selling: Typed, catalogue: Path) -> None:
    (catalogue / "packages" / "glow-10.yaml").unlink()

    assert selling("catalog check").code == 0
    printed = selling("catalog check --ledger --format json")
    (found,) = json.loads(printed.out)

    assert printed.code == 3
    assert found == {
        "file": "packages/glow-10.yaml",
        "line": 1,
        "column": 1,
        "severity": "error",
        "field": "",
        "code": "package_vanished",
        "problem": (
            "the file is missing, but 1 client still holds it. Restore the file, with status: archived."
        ),
    }


def test_archiving_a_package_that_is_held_is_the_remedy(selling: Typed, catalogue: Path) -> None:
    file = catalogue / "packages" / "glow-10.yaml"
    file.write_text(file.read_text("utf-8") + "status: archived\n", "utf-8")

    assert selling("catalog check --ledger").code == 0


def test_a_package_that_nobody_holds_any_more_may_go(selling: Typed, catalogue: Path) -> None:
    (catalogue / "packages" / "glow-10.yaml").unlink()

    assert selling("--now 2026-07-05T23:59 catalog check --ledger").code == 3
    assert selling("--now 2026-07-06T00:00 catalog check --ledger").code == 0


def test_a_package_never_sold_may_go(selling: Typed, catalogue: Path) -> None:
    (catalogue / "packages" / "winter-float.yaml").unlink()

    assert selling("catalog check --ledger").code == 0


def test_a_service_that_is_held_cannot_vanish_silently(selling: Typed, catalogue: Path) -> None:
    _without_massage(catalogue)

    printed = selling("catalog check --ledger")

    assert printed.code == 3
    assert printed.out == (
        "services.yaml:1:1: massage: 'massage' is missing, but 1 client still holds packages that include "
        "it. Restore it until these are used up.\n"
    )


def test_of_a_broken_catalogue_only_its_problems_are_told(selling: Typed, catalogue: Path) -> None:
    (catalogue / "packages" / "glow-10.yaml").write_text("name: Glow\n")

    printed = selling("catalog check --ledger")

    assert printed.code == 3
    assert "vanished" not in printed.out
    assert "note: the ledger is checked once these are fixed." in printed.err


def test_where_nothing_is_recorded_nothing_is_held(begun: Typed, catalogue: Path) -> None:
    printed = begun("catalog check --ledger")

    assert printed.code == 0
    assert "note: nothing is recorded at ledger.jsonl." in printed.err


def test_the_ledger_looked_at_is_the_one_named_before_the_command(selling: Typed, catalogue: Path) -> None:
    (catalogue / "packages" / "glow-10.yaml").unlink()

    assert selling("--ledger other.jsonl client add eve --name Eve").code == 0
    assert selling("--ledger other.jsonl catalog check --ledger").code == 0
    assert selling("--ledger ledger.jsonl catalog check --ledger").code == 3


def _without_massage(catalogue: Path) -> None:
    """Take a service out of the catalogue, wherever it is named."""
    for file in catalogue.rglob("*.yaml"):
        kept = [
            line
            for line in file.read_text("utf-8").splitlines(keepends=True)
            if "{service: massage," not in line
            and "{service: massage}" not in line
            and "id: massage," not in line
        ]
        text = "".join(kept).replace(" massage,", "").replace(", massage]", "]").replace("[massage,", "[")
        file.write_text(text, "utf-8")
    for held in ("summer-2025", "quiet-afternoon", "massage-hours", "glow-10"):
        (catalogue / "packages" / f"{held}.yaml").write_text(
            "name: Kept\nstatus: archived\nservices: [{service: facial, max: 3}]\nprice: {amount: 1.00}\n"
        )
