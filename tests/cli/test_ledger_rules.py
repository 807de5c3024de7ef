"""`ledger verify --rules` names every entry that no request could have decided, in words and in JSON."""

import json
from pathlib import Path

from tests.cli.conftest import Typed
from tests.rules import rule
from tests.stores.jsonl.forging import rechained

LEDGER = Path("ledger.jsonl")


def forge_what_was_granted() -> None:
    """Let the sale have granted 500,000 units, with hashes that are right all the same."""
    lines = LEDGER.read_bytes().splitlines(keepends=True)
    body = json.loads(lines[1])
    del body["hash"]
    body["events"][0]["granted"] = 500_000
    LEDGER.write_bytes(b"".join(rechained(lines, 1, body)))
    Path("ledger.jsonl.index").unlink()


@rule("R-1.23")
def test_a_forged_sale_is_named_with_the_figures(sold: Typed) -> None:
    forge_what_was_granted()

    plain, checked = sold("ledger verify"), sold("ledger verify --rules")

    assert plain.code == 0
    assert (checked.code, checked.out) == (3, "")
    assert "entry 1: pur-1: granted: 500000 units were granted, but the terms give at most 12" in checked.err


@rule("R-1.23")
def test_scripts_are_told_what_and_the_figures(sold: Typed) -> None:
    forge_what_was_granted()

    told = json.loads(sold("ledger verify --rules --format json").err.splitlines()[-1])["error"]

    assert (told["code"], told["details"]["count"]) == ("rules_broken", 1)
    assert told["details"]["breaches"] == [
        {
            "seq": 1,
            "kind": "granted",
            "thing": "pur-1",
            "said": 500_000,
            "due": 12,
            "problem": "500000 units were granted, but the terms give at most 12",
        }
    ]


@rule("R-1.23")
def test_of_what_was_decided_nothing_is_named(sold: Typed) -> None:
    checked = sold("ledger verify --rules --format json")

    assert (checked.code, json.loads(checked.out)["seq"]) == (0, 2)
