"""The same asked of several purchases: one request each, all of them tried."""

import io
import json
import subprocess
import sys

import pytest

from tests.cli.conftest import Typed

TWO = "purchase ana first-tide --method card --book facial@2026-01-21T10:00"


def test_one_id_prints_one_outcome(sold: Typed) -> None:
    found = json.loads(sold("extend pur-1 --by 2w --reason ill --format json").out)

    assert found["purchases"][0]["last_day"] == "2026-07-19"


def test_several_ids_print_an_array_of_outcomes(sold: Typed) -> None:
    sold(TWO)

    found = json.loads(sold("extend pur-1 pur-2 --by 2w --reason ill --format json").out)

    assert [each["purchases"][0]["purchase"] for each in found] == ["pur-1", "pur-2"]


def test_ids_may_come_on_standard_input(sold: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("pur-1\npur-1\n"))

    found = json.loads(sold("extend - --by 2w --reason ill --format json").out)

    assert [each["entry"]["seq"] for each in found] == [3]


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_each_outcome_is_printed_before_the_next_id_is_waited_for(sold: Typed, form: str) -> None:
    sold(TWO)
    asked = [sys.executable, "-m", "trafftpkg", *f"extend - --by 2w --reason ill --format {form}".split()]

    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as extending:
        assert extending.stdin is not None
        assert extending.stdout is not None
        for each in ("pur-1", "pur-2"):
            extending.stdin.write(f"{each}\n")
            extending.stdin.flush()
            assert each in extending.stdout.readline()


def test_a_refusal_comes_after_what_was_printed_before_it(sold: Typed) -> None:
    line = "extend pur-1 pur-9 --by 2w --reason ill --format jsonl"
    asked = [sys.executable, "-m", "trafftpkg", *line.split()]

    both = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)

    assert ["error" in json.loads(each) for each in both.stdout.splitlines()] == [False, True]


def test_each_id_has_a_key_of_its_own(sold: Typed) -> None:
    sold(TWO)

    found = json.loads(
        sold(
            "void pur-1 pur-2 --keep-money --cancel-appointments --reason x --idempotency-key k --format json"
        ).out
    )

    assert [each["entry"]["idempotency_key"] for each in found] == ["k/pur-1", "k/pur-2"]


def test_a_note_about_several_is_said_once(sold: Typed) -> None:
    sold(TWO)

    foreseen = sold("extend pur-1 pur-2 --by 2w --reason ill --dry-run")
    sold("extend pur-1 pur-2 --by 3w --reason closed --idempotency-key closure")
    again = sold("extend pur-1 pur-2 --by 3w --reason closed --idempotency-key closure")

    assert foreseen.err == "note: this is a dry run; nothing was recorded.\n"
    assert again.err == "note: 2 of 2 were recorded before under this key and were not repeated.\n"


def test_a_refusal_stops_no_other_and_is_the_exit_code(sold: Typed) -> None:
    printed = sold("extend pur-9 pur-1 --by 2w --reason ill --format jsonl")

    assert printed.code == 1
    assert json.loads(printed.err)["error"]["code"] == "unknown_purchase"
    assert json.loads(printed.out)["purchases"][0]["purchase"] == "pur-1"
