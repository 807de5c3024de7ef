"""`ledger verify --rules` names every entry that no request could have decided, in words and in JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Typed
from tests.rules import rule
from tests.stores.jsonl.forging import rechained

LEDGER = Path("ledger.jsonl")


def forge_what_was_granted() -> None:
    """Let the sale have granted 500,000 units, with hashes that are right all the same."""
    forge(lambda sale: sale.update(granted=500_000))


def forge(change: Callable[[dict[str, Any]], None]) -> None:
    """Change the sale, and make every hash from there on anew."""
    lines = LEDGER.read_bytes().splitlines(keepends=True)
    body = json.loads(lines[1])
    del body["hash"]
    change(body["events"][0])
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


@rule("R-1.23")
def test_of_an_end_that_was_moved_alone_both_moments_are_named(sold: Typed) -> None:
    forge(lambda sale: sale["expiry"].update(expires_at="2037-01-01T00:00:00.000000Z"))

    told = sold("ledger verify --rules").err

    assert "expires_at: expires_at is 2037-01-01 00:00:00 UTC, but the last day ends at 202" in told
    assert "the last day is" not in told


@rule("R-1.23")
def test_a_price_that_does_not_give_the_total_is_named_with_both(sold: Typed) -> None:
    forge(lambda sale: sale["terms"].update(price="3.00"))

    told = sold("ledger verify --rules").err

    assert "total: the total is 520.00, which the price of 3.00 and the taxes on it do not give" in told
