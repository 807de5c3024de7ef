"""What a history tells: which visit, from when to when, kept or released and why, who gave what to whom."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule


@pytest.fixture(autouse=True)
def _wide(sold: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sentence wraps."""
    monkeypatch.setenv("COLUMNS", "1000")


def facts(typed: Typed, thing: str, entry: int) -> dict[str, Any]:
    """Return the facts of an entry in the history of a thing."""
    rows = json.loads(typed(f"--now 2026-03-01T09:00 history {thing} --format json").out)
    found: dict[str, Any] = next(each["facts"] for each in rows if each["seq"] == entry)
    return found


def told(typed: Typed, thing: str) -> str:
    """Return a history as it is read, without line breaks."""
    return " ".join(typed(f"--now 2026-03-01T09:00 history {thing}").out.split())


def test_a_move_is_told_from_when_to_when(sold: Typed) -> None:
    sold("reschedule apt-1 --at 2026-01-21T11:00")

    (moved,) = facts(sold, "pur-1", 3)["appointments"]

    assert (moved["appointment"], moved["service"], moved["new"]) == ("apt-1", "facial", False)
    assert moved["changed"]["starts_at"] == {
        "from": "2026-01-20T10:00:00+00:00",
        "to": "2026-01-21T11:00:00+00:00",
    }
    assert "apt-1 moved from Tue 20 Jan 2026 10:00 to Wed 21 Jan 2026 11:00–11:50" in told(sold, "pur-1")


@pytest.mark.parametrize(
    ("line", "became", "rule_told", "words"),
    [
        ("cancel apt-1", "released", "in_time", "in time, so nothing is used up"),
        ("--now 2026-01-20T09:00 cancel apt-1", "forgiven", "forgiven", "forgiven, 1 of 1"),
        ("--now 2026-01-20T09:00 cancel apt-1 --by business", "released", "business", "by the business"),
        ("--now 2026-01-20T09:00 cancel apt-1 --keep --reason x", "kept", "staff", "as staff decided"),
        ("--now 2026-01-20T12:00 no-show apt-1", "forgiven", "forgiven", "missed"),
        (
            "--now 2026-01-20T12:00 no-show apt-1 --release --reason x",
            "released",
            "staff",
            "as staff decided",
        ),
    ],
)
def test_what_became_of_a_visit_is_told_with_the_rule(
    sold: Typed, line: str, became: str, rule_told: str, words: str
) -> None:
    sold(line)

    (ended,) = facts(sold, "apt-1", 3)["appointments"]

    assert (ended["became"], ended["rule"]) == (became, rule_told)
    assert words in told(sold, "apt-1")


def test_the_second_late_visit_is_kept_by_the_policy(sold: Typed) -> None:
    sold("book ana facial --at 2026-01-21T10:00")
    sold("--now 2026-01-20T12:00 no-show apt-1")
    sold("--now 2026-01-21T09:00 cancel apt-2")

    (late,) = facts(sold, "pur-1", 5)["appointments"]

    assert (late["became"], late["rule"]) == ("kept", "late")
    assert "too late, so it counts as used" in told(sold, "pur-1")


def test_a_gift_is_told_on_both_sides(sold: Typed) -> None:
    sold("client add eve")
    sold("transfer pur-1 --to eve --units 2 --reason birthday")
    shown = json.loads(sold("show pur-2 --format json").out)

    giver, receiver = facts(sold, "pur-1", 3)["purchases"]

    assert (giver["purchase"], giver["changed"]["sent"]) == ("pur-1", {"from": 0, "to": 2})
    assert (receiver["purchase"], receiver["client"], receiver["new"]) == ("pur-2", "eve", True)
    assert "2 sessions given to eve (pur-2)." in told(sold, "pur-1")
    assert "2 sessions of Glow 10 came from ana (pur-1) to eve" in told(sold, "pur-2")
    assert shown["given_by"] == {"purchase": "pur-1", "client": "ana"}
    assert shown["payments"] == []
    assert "paid by ana, nothing due" in sold("show pur-2").out


def test_money_last_days_freezes_and_ends_are_told(sold: Typed) -> None:
    sold("extend pur-1 --by 2w --reason ill")
    sold("freeze pur-1 --from 2026-02-01 --until 2026-02-10 --reason holiday")
    sold("adjust pur-1 --units=-1 --reason mistake")
    sold("--now 2026-01-21T10:00 refund pur-1 --reason moves")

    told_in_all = told(sold, "pur-1")

    assert facts(sold, "pur-1", 3)["purchases"][0]["changed"]["last_day"] == {
        "from": "2026-07-05",
        "to": "2026-07-19",
    }
    for words in (
        "Glow 10 sold to ana for 520.00 EUR, until 5 July 2026.",
        "520.00 EUR paid by card.",
        "Last day: 19 July 2026 (was 5 July 2026).",
        "Frozen: 1 February 2026 to 10 February 2026.",
        "1 session taken by hand.",
        "8 sessions paid back. Ended: refunded.",
        "paid back by card.",
    ):
        assert words in told_in_all


def test_what_corrects_what_is_told_on_both_sides(sold: Typed) -> None:
    sold("pay pur-1 --reverse 1 --reason typo")

    assert (facts(sold, "pur-1", 1)["corrected_by"], facts(sold, "pur-1", 3)["corrects"]) == (3, 1)
    words = told(sold, "pur-1")
    assert "Set right by entry 3." in words
    assert "Sets right entry 1. 520.00 EUR by card was never paid." in words


def test_who_is_away_is_told(sold: Typed) -> None:
    sold("block ines --from 2026-02-03T09:00 --until 2026-02-03T12:00 --reason dentist")
    sold("unblock blk-1")

    (lifted,) = facts(sold, "blk-1", 4)["blocks"]

    assert lifted["changed"] == {"lifted": {"from": False, "to": True}}
    assert "Inês away" in told(sold, "blk-1")


@pytest.mark.parametrize("thing", ["pur-1", "apt-1"])
def test_a_history_fits_eighty_columns(sold: Typed, thing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sold("reschedule apt-1 --at 2026-01-21T11:00")
    sold("--now 2026-01-21T10:30 cancel apt-1")
    monkeypatch.setenv("COLUMNS", "80")

    assert max(map(len, sold(f"--now 2026-03-01T09:00 history {thing}").out.splitlines())) <= 80


@rule("R-2.6")
def test_a_visit_is_told_by_its_number_among_those_of_its_purchase(sold: Typed) -> None:
    sold("book ana massage --at 2026-01-12T10:00 --employee ines")
    sold("book ana facial --at 2026-01-26T10:00")
    sold("adjust pur-1 --units +2 --reason sorry")
    sold("client add eve")
    sold("transfer pur-1 --to eve --units 3 --reason gift")
    sold("cancel apt-3")

    listed = json.loads(sold("appointments --format json").out)

    numbers = {
        each["appointment"]: [(one["visit"], one["of"]) for one in each["allocation"]] for each in listed
    }
    assert numbers == {"apt-2": [(1, 9)], "apt-1": [(2, 9)], "apt-3": []}
    for line in ("appointments", "show pur-1", "show apt-1", "show ana", "statement ana"):
        assert "2 of 9" in sold(line).out, line


@rule("R-2.6")
def test_a_visit_of_hours_has_no_number(sold: Typed) -> None:
    sold("purchase ana massage-hours --method card")
    booked = json.loads(
        sold("book ana massage --at 2026-01-22T10:00 --employee ines --from pur-2 --format json").out
    )

    (allocation,) = booked["appointments"][0]["allocation"]

    assert (allocation["visit"], allocation["of"]) == (None, None)
