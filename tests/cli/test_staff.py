"""Who is away, and who is who: said at the desk."""

import json
from pathlib import Path

from tests.cli.conftest import Typed


def test_an_absence_is_said_listed_and_taken_back(begun: Typed) -> None:
    made = begun("block ines --from 2026-01-20T12:00 --until 2026-01-21 --reason ill")
    listed = begun("blocks")
    lifted = begun("unblock blk-1")

    assert made.out == "blk-1  Inês away, Tue 20 Jan 2026 12:00 – Thu 22 Jan 2026 00:00\n"
    assert listed.out.splitlines()[2].split() == (
        "blk-1 Inês Tue 20 Jan 2026 12:00 Thu 22 Jan 2026 00:00 ill".split()
    )
    assert lifted.out.endswith(": removed\n")
    assert begun("blocks").out == ""
    assert "No absences." in begun("blocks ines").err


def test_a_dry_run_of_an_absence_gives_no_id(begun: Typed) -> None:
    line = "block ines --from 2026-01-20 --until 2026-01-20 --reason ill --dry-run --format json"
    outcome = json.loads(begun(line).out)

    assert outcome["entry"] is None
    assert outcome["blocks"] == [
        {
            "block": None,
            "employee": "ines",
            "starts_at": "2026-01-20T00:00:00+00:00",
            "ends_at": "2026-01-21T00:00:00+00:00",
            "lifted": False,
        }
    ]
    assert begun("blocks").out == ""


def test_scripts_have_absences_with_their_reason(begun: Typed) -> None:
    begun("block ines --from 2026-01-20 --until 2026-01-20 --reason ill")
    begun("block noor --from 2026-01-10 --until 2026-01-11 --reason course")

    found = json.loads(begun("blocks --format json").out)
    only = json.loads(begun("blocks --from 2026-01-11 --to 2026-01-11 --format json").out)

    assert [(each["block"], each["reason"]) for each in found] == [("blk-2", "course"), ("blk-1", "ill")]
    assert [each["block"] for each in only] == ["blk-2"]


def test_visits_in_the_way_are_listed_with_what_to_do(sold: Typed) -> None:
    printed = sold("block ines --from 2026-01-20 --until 2026-01-20 --reason ill")

    assert printed.code == 1
    assert "ines still has appointments: apt-1." in printed.err
    assert "trafftpkg cancel apt-1 --by business" in printed.err


def test_a_booking_while_away_says_until_when_and_how_to_lift_it(sold: Typed) -> None:
    sold("block ines --from 2026-01-26 --until 2026-01-27 --reason ill")
    printed = sold("book ana facial --at 2026-01-27T10:00")

    assert printed.code == 1
    assert "ines is away: Mon 26 Jan 2026 00:00 – Wed 28 Jan 2026 00:00." in printed.err
    assert "If ines is back: trafftpkg unblock blk-1" in printed.err


def test_what_makes_no_absence_is_refused(begun: Typed) -> None:
    for line, code in (
        ("block ines --from 2026-01-20 --until 2026-01-19 --reason ill", 2),
        ("block ines --from sometime --until 2026-01-19 --reason ill", 2),
        ("block ines --from 2026-03-29T01:30 --until 2026-03-30 --reason ill", 2),
        ("block ines --from 2026-01-20 --until 2026-01-20", 1),
        ("block inez --from 2026-01-20 --until 2026-01-20 --reason ill", 1),
        ("unblock blk-1", 1),
        ("blocks inez", 1),
    ):
        assert begun(line).code == code, line
    assert begun("ledger head").out == ""


def test_two_entries_for_one_person_become_one(sold: Typed, folder: Path) -> None:
    sold("client add ana2 --phone '+351 912 345 678' --email ana@example.com")
    sold("purchase ana2 quiet-afternoon --method card")

    merged = sold("client merge ana ana2 --yes --idempotency-key m")
    again = sold("client merge ana ana2 --yes --idempotency-key m")

    assert merged.out.startswith("pur-2  Three quiet afternoons: 3 of 3 left")
    assert "ana2 now finds ana." in merged.err
    assert "this key was used before" in again.err
    assert sold("list 912345678 --format ids").out == "pur-1\npur-2\n"
    assert json.loads(sold("show pur-2 --format json").out)["client"] == "ana"
    assert sold("client list --format csv").out.splitlines()[1:] == [
        "ana,Ana,ana@example.com,+351912345678,,"
    ]
    assert b"ana2" not in (folder / "ledger.jsonl").read_bytes()


def test_forgetting_one_who_was_merged_forgets_both_entries(sold: Typed, folder: Path) -> None:
    sold("client add ana2 --phone '+351 912 345 678'")
    sold("client merge ana ana2 --yes")
    sold("client erase ana --yes")

    assert sold("list ana2").code == 1
    book = (folder / "ledger.jsonl.clients").read_bytes()
    assert b"ana2" not in book
    assert b"912 345" not in book


def test_one_person_is_not_merged_with_themself(sold: Typed) -> None:
    printed = sold("client merge ana ana")

    assert printed.code == 1
    assert "Both names mean the same client: ana" in printed.err
