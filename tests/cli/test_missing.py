"""A place where no ledger is: it says so, and nothing is left behind there."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule

ASKED = """
list
list ana
client list
client show ana
client edit ana --name Ana
client erase ana
client link ana
client sign-out ana
client merge ana bob
pay pur-1 all
pay pur-1 --reverse 2 --reason wrong
book ana facial --at 2026-01-20T10:00
reschedule apt-1 --at 2026-01-21T10:00
redeem apt-1
cancel apt-1
no-show apt-1
undo 2 --reason wrong
correct apt-1 --was used --reason wrong
show pur-1
history pur-1
appointments
explain ana facial --at 2026-01-20T10:00
slots facial --from 2026-01-20 --to 2026-01-20
expire
expire --dry-run
extend pur-1 --by 2w --reason ill
freeze pur-1 --from 2026-01-20 --reason ill
unfreeze pur-1
transfer pur-1 --to bob --units 1 --reason gift
refund pur-1 --reason moved
void pur-1 --reason mistake
adjust pur-1 --units +1 --reason goodwill
reminders
report liability --from 2026-01-01 --to 2026-01-31
statement ana
block ines --from 2026-01-20 --until 2026-01-20 --reason ill
blocks
unblock blk-1
catalog check --ledger
ledger verify
ledger head
ledger rebuild
ledger repair
ledger repair --yes
ledger copy --to other.jsonl
""".strip().splitlines()
"""A command line of every kind that begins no ledger."""


@rule("R-1.11")
@pytest.mark.parametrize("line", ASKED)
def test_where_no_ledger_is_nothing_is_answered_and_nothing_left_behind(
    typed: Typed, folder: Path, line: str
) -> None:
    printed = typed(f"--ledger ledgre.jsonl {line} --format json")

    error = json.loads(printed.err.splitlines()[-1])["error"]
    assert (printed.code, error["code"]) == (3, "ledger_missing")
    assert printed.out == ""
    assert not list(folder.glob("*.jsonl*"))


def test_a_night_on_a_mistyped_path_writes_no_fresh_metrics(sold: Typed, folder: Path) -> None:
    metrics = folder / "expire.prom"
    assert sold(f"expire --metrics-file {metrics}").code == 0
    before = metrics.read_bytes()

    assert sold(f"--now 2026-01-06T02:00 --ledger ledgre.jsonl expire --metrics-file {metrics}").code == 3
    after = metrics.read_bytes()
    assert after.startswith(before)
    assert b"trafftpkg_expire_failures_total" in after.removeprefix(before)
    assert b"last_run" not in after.removeprefix(before)


@rule("R-1.11")
@pytest.mark.parametrize(
    "line",
    [
        "client add ana",
        "purchase ana glow-10 --new-client --method card",
        "ledger import balances.csv --new-clients",
    ],
)
def test_a_ledger_is_begun_by_whom_it_is_sold_to(typed: Typed, folder: Path, line: str) -> None:
    (folder / "balances.csv").write_text("client,package,reference\nana,glow-10,1\n")

    assert typed(line).code == 0
    assert typed("list ana").code == 0


def test_a_ledger_whose_file_is_gone_is_missing_though_its_index_is_there(sold: Typed, folder: Path) -> None:
    (folder / "ledger.jsonl").rename(folder / "kept")

    asked = sold("list ana")
    night = sold("expire")
    care = sold("ledger repair")
    (folder / "kept").rename(folder / "ledger.jsonl")

    assert (asked.code, night.code) == (3, 3)
    assert "its index knows entries up to 2" in asked.err
    assert care.code == 0
    assert "up to entry 2" in care.out
    assert sold("list ana").code == 0


def test_two_catalogues_are_compared_where_no_ledger_is(typed: Typed, catalogue: Path) -> None:
    printed = typed("catalog diff catalog catalog")

    assert (printed.code, printed.err) == (0, "No changes.\n")


def test_where_no_catalogue_is_the_remedy_begins_one(typed: Typed, folder: Path) -> None:
    for line in (
        "catalog show",
        "catalog new package ten",
        "purchase ana glow-10 --new-client --method card",
    ):
        refused = typed(f"--catalog nowhere {line}")

        assert refused.code == 3
        assert f"The catalogue folder {folder}/nowhere cannot be read" in refused.err
        assert "trafftpkg init ." in refused.err
