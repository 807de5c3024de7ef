"""A catalogue with another currency or time zone than the ledger was begun with."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule


def declare(catalogue: Path, field: str, value: str) -> None:
    """Write another value into business.yaml."""
    file = catalogue / "business.yaml"
    file.write_text(re.sub(rf"^{field}: .*$", f"{field}: {value}", file.read_text(), flags=re.MULTILINE))


@pytest.fixture
def owed(catalogue: Path, sold: Typed, folder: Path) -> Typed:
    """Ana's Glow 10 (pur-1) with a visit, and another (pur-2) that is not paid; a file of balances."""
    assert sold("purchase ana glow-10 --pay none").code == 0
    (folder / "balances.csv").write_text("client,package,reference\nana,glow-10,1\n")
    return sold


DOING = """
purchase ana glow-10 --method card
purchase ana glow-10 --method card --dry-run
pay pur-2 all --method card
book ana facial --at 2026-01-21T10:00
reschedule apt-1 --at 2026-01-22T10:00
ledger import balances.csv
""".strip().splitlines()


@rule("R-1.16")
@pytest.mark.parametrize("line", DOING)
@pytest.mark.parametrize(("field", "value"), [("currency", "JPY"), ("time_zone", "Europe/Zurich")])
def test_nothing_is_sold_booked_or_paid(
    owed: Typed, catalogue: Path, folder: Path, line: str, field: str, value: str
) -> None:
    declare(catalogue, field, value)
    if value == "JPY":
        _make_whole(catalogue)
    before = (folder / "ledger.jsonl").read_bytes()

    printed = owed(f"{line} --format json")

    error = json.loads(printed.err.splitlines()[-1])["error"]
    ours = {"currency": "EUR", "time_zone": "Europe/Lisbon"}[field]
    assert (printed.code, error["code"]) == (3, "catalog_of_another_ledger")
    assert error["details"]["differences"] == [{"field": field, "ledger": ours, "catalogue": value}]
    assert (folder / "ledger.jsonl").read_bytes() == before


@rule("R-1.16")
@pytest.mark.parametrize(
    "line",
    [
        "list ana",
        "show pur-1",
        "slots facial --from 2026-01-20 --to 2026-01-20",
        "explain ana facial --at 2026-01-21T10:00",
        "cancel apt-1",
        "refund pur-1 --cancel-appointments --reason moved",
        "expire",
    ],
)
def test_questions_and_what_goes_by_what_was_sold_go_on(owed: Typed, catalogue: Path, line: str) -> None:
    declare(catalogue, "currency", "CHF")

    assert owed(line).code == 0


@rule("R-1.16")
@pytest.mark.parametrize("line", DOING)
def test_another_name_of_the_same_time_zone_is_the_same(owed: Typed, catalogue: Path, line: str) -> None:
    declare(catalogue, "time_zone", "Portugal")

    assert owed(line).code == 0


@rule("R-1.16")
def test_money_is_taken_while_the_catalogue_is_broken(owed: Typed, catalogue: Path) -> None:
    (catalogue / "business.yaml").write_text("currency: [")

    assert owed("pay pur-2 all --method card").code == 0


@rule("R-1.16")
def test_a_check_names_both_values(owed: Typed, catalogue: Path) -> None:
    declare(catalogue, "currency", "CHF")
    declare(catalogue, "time_zone", "Europe/Zurich")

    printed = owed("catalog check --ledger")

    lines = (catalogue / "business.yaml").read_text("utf-8").splitlines()
    currency, zone = lines.index("currency: CHF") + 1, lines.index("time_zone: Europe/Zurich") + 1
    assert printed.code == 3
    assert printed.out.splitlines()[:2] == [
        (
            f"business.yaml:{zone}:12: time_zone: is Europe/Zurich, "
            "but the ledger was started with Europe/Lisbon."
        ),
        f"business.yaml:{currency}:11: currency: is CHF, but the ledger was started with EUR.",
    ]


def _make_whole(catalogue: Path) -> None:
    """Write all amounts of money without their cents, of which yen have none."""
    for file in catalogue.rglob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"\b(price|amount|original): (\d+)\.\d\d", r"\1: \2", text), "utf-8")
