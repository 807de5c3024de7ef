"""A client book that was lost, or is an older copy: said, worked with by keys, and put right."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule


@pytest.fixture
def ana(sold: Typed) -> str:
    """The key that the ledger has for Ana, who has pur-1 and apt-1."""
    with sqlite3.connect("ledger.jsonl.clients") as book:
        ((key,),) = book.execute("SELECT key FROM clients WHERE handle = 'ana'").fetchall()
    book.close()
    return str(key)


@pytest.fixture
def lost(sold: Typed, ana: str, folder: Path) -> Typed:
    """The same desk after only the ledger came back from a backup."""
    for each in folder.glob("ledger.jsonl.clients*"):
        each.unlink()
    return sold


@rule("R-1.17")
def test_a_check_names_the_clients_who_are_missing(lost: Typed, ana: str) -> None:
    printed = lost("ledger verify --format json")

    error = json.loads(printed.err.splitlines()[-1])["error"]
    assert (printed.code, printed.out) == (3, "")
    assert (error["code"], error["details"]["count"], error["details"]["clients"]) == (
        "client_book_damaged",
        1,
        [ana],
    )


@rule("R-1.17")
@pytest.mark.parametrize("line", ["client list", "list", "show pur-1", "appointments", "expire --dry-run"])
def test_whoever_meets_a_missing_client_says_so_once(lost: Typed, ana: str, line: str) -> None:
    printed = lost(line)

    assert printed.code == 0
    assert printed.err.count(f"does not know 1 client of the ledger ({ana})") == (line != "expire --dry-run")


@rule("R-1.17")
def test_a_name_that_is_not_known_any_more_says_why(lost: Typed, ana: str) -> None:
    printed = lost("list ana")

    assert printed.code == 1
    assert f"does not know 1 client of the ledger ({ana})" in printed.err


@rule("R-1.17")
def test_a_client_who_was_never_in_the_ledger_is_only_unknown(sold: Typed) -> None:
    printed = sold("list eve")

    assert printed.code == 1
    assert "does not know" not in printed.err


@rule("R-1.17")
def test_a_missing_client_is_named_by_their_key(lost: Typed, ana: str) -> None:
    found = json.loads(lost(f"list {ana} --format json").out)
    booked = lost(f"book {ana} facial --at 2026-01-22T10:00")

    assert [each["client"] for each in found] == [ana]
    assert booked.code == 0


@rule("R-1.17")
def test_a_missing_client_is_added_again_under_their_key(lost: Typed, ana: str) -> None:
    added = lost(f"client add ana --name Ana --key {ana}")

    assert added.code == 0
    assert lost("ledger verify").code == 0
    assert [each["client"] for each in json.loads(lost("list ana --format json").out)] == ["ana"]


@rule("R-1.17")
def test_one_who_only_pays_for_others_is_missed_and_added_again_like_everybody(
    sold: Typed, ana: str, folder: Path
) -> None:
    assert sold("client add rui").code == 0
    assert sold("purchase ana glow-10 --payer rui --method card").code == 0
    for each in folder.glob("ledger.jsonl.clients*"):
        each.unlink()
    assert sold(f"client add ana --key {ana}").code == 0

    (rui,) = json.loads(sold("ledger verify --format json").err.splitlines()[-1])["error"]["details"][
        "clients"
    ]
    told = sold("show pur-2")
    added = sold(f"client add rui --key {rui}")

    assert f"does not know 1 client of the ledger ({rui})" in told.err
    assert (added.code, sold("ledger verify").code) == (0, 0)


@rule("R-1.17")
def test_only_the_key_of_a_missing_client_can_be_given(sold: Typed, ana: str) -> None:
    nobody = sold(f"client add eve --key c{'0' * 24} --format json")
    known = sold(f"client add eve --key {ana} --format json")
    assert sold("client erase ana --yes").code == 0
    erased = sold(f"client add eve --key {ana} --format json")

    codes = [json.loads(each.err.splitlines()[-1])["error"]["code"] for each in (nobody, known, erased)]
    assert codes == ["unknown_client", "client_exists", "unknown_client"]
    assert sold("client list").err.startswith("No clients")


@rule("R-1.17")
def test_who_was_erased_is_not_missing(sold: Typed, ana: str) -> None:
    assert sold("client erase ana --yes").code == 0

    assert sold("ledger verify").code == 0
    assert "does not know" not in sold("list").err


def test_a_foreseen_newcomer_is_not_missing(begun: Typed) -> None:
    printed = begun("purchase eve glow-10 --method card --new-client --dry-run")

    assert printed.code == 0
    assert "does not know" not in printed.err
