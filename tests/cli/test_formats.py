"""Data comes on stdout in the format that was asked for; words never do."""

import csv
import io
import json
import shlex
import sys

import pytest

from tests.cli.conftest import Typed
from trafftpkg.cli.main import run


def test_a_table_says_what_was_booked_in_the_style_of_the_house(sold: Typed) -> None:
    printed = sold("book ana massage --at 2026-01-22T10:00 --employee ines")

    assert printed.out.splitlines() == [
        "apt-2  Deep tissue massage with Inês, Thu 22 Jan 2026 10:00–11:00, Chiado: visit 2 of 10",
        "pur-1  Glow 10: 8 of 10 left, until 5 July 2026",
    ]


def test_json_lines_are_one_object_a_line(sold: Typed) -> None:
    sold("purchase ana first-tide --method card --book facial@2026-01-21T10:00")

    lines = sold("list --format jsonl").out.splitlines()

    assert [json.loads(line)["purchase"] for line in lines] == ["pur-1", "pur-2"]


def test_json_of_a_list_is_an_array(sold: Typed) -> None:
    assert [each["purchase"] for each in json.loads(sold("list --format json").out)] == ["pur-1"]


def test_json_of_nothing_is_an_empty_array(begun: Typed) -> None:
    assert json.loads(begun("list --format json").out) == []


def test_csv_has_a_header_and_a_row_for_each(sold: Typed) -> None:
    (row,) = csv.DictReader(io.StringIO(sold("list --format csv").out))

    assert (row["purchase"], row["available"], row["services"], row["paid"]) == (
        "pur-1",
        "9",
        "facial massage",
        "520.00",
    )


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "＝1+1", "'=1"])
def test_no_cell_of_a_csv_is_computed_by_a_spreadsheet(begun: Typed, name: str) -> None:
    begun(f"client add eve --phone '+381 64 111 2222' --name {shlex.quote(name)}")

    rows = csv.DictReader(io.StringIO(begun("client list --format csv").out))

    (eve,) = [each for each in rows if each["client"] == "eve"]
    assert (eve["name"], eve["phone"]) == (f"'{name}", "+381641112222")
    assert json.loads(begun("client show eve --format json").out)["name"] == name


def test_csv_of_nothing_is_the_header(begun: Typed) -> None:
    assert begun("list --format csv").out.startswith("purchase,client,client_name,package,")


def test_csv_of_an_outcome_is_one_row(sold: Typed) -> None:
    printed = sold("book ana facial --at 2026-01-21T10:00 --format csv").out

    (row,) = csv.DictReader(io.StringIO(printed))
    assert (row["entry.seq"], row["dry_run"], row["appointments"], row["purchases"]) == (
        "3",
        "false",
        "apt-2",
        "pur-1",
    )


def test_ids_are_one_a_line_for_another_command(sold: Typed) -> None:
    assert sold("list ana --format ids").out == "pur-1\n"


def test_an_empty_table_says_what_to_do_on_stderr(begun: Typed) -> None:
    printed = begun("list")

    assert printed.out == ""
    assert printed.err == "No purchases. Sell one: trafftpkg purchase CLIENT PACKAGE --method METHOD\n"


def test_a_limit_says_how_many_there_are_and_how_to_go_on(sold: Typed) -> None:
    sold("purchase ana first-tide --method card --book facial@2026-01-21T10:00")

    assert sold("list --limit 1").err == "Showing 1 of 2. Next page: --after pur-1\n"


def test_explain_can_be_read_out(sold: Typed) -> None:
    assert sold("explain ana facial --at 2026-01-21T10:00").out == (
        "pur-1  pays 1 session, valid until 5 July 2026\n"
    )


def test_a_dry_run_says_so_and_names_nothing_new(sold: Typed) -> None:
    printed = sold("book ana facial --at 2026-01-21T10:00 --dry-run")

    assert printed.out.startswith("(new)  Atlantic facial with Inês")
    assert printed.err == "note: this is a dry run; nothing was recorded.\n"


def test_a_replay_says_so(sold: Typed) -> None:
    sold("book ana facial --at 2026-01-21T10:00 --idempotency-key k")

    assert "this key was used before" in sold("book ana facial --at 2026-01-21T10:00 --idempotency-key k").err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "line", ["client list --format csv", "statement ana --format html", "appointments --format ics"]
)
def test_a_file_is_utf_8_whatever_the_terminal_is(
    sold: Typed, monkeypatch: pytest.MonkeyPatch, encoding: str, line: str
) -> None:
    sold("client add ana2 --name 'Ágnes Žižka'")
    sold("client edit ana --name 'Ágnes Žižka'")
    terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", terminal)

    assert run(line.split()) == 0

    assert "é" in (text := terminal.buffer.getvalue().decode("utf-8")) or "Ž" in text


def test_csv_for_excel_begins_with_a_byte_order_mark_and_no_other_does(sold: Typed) -> None:
    plain, marked = sold("list --format csv"), sold("list --format csv --excel")

    assert marked == plain._replace(out="\ufeff" + plain.out)
    assert not plain.out.startswith("\ufeff")
    assert sold("list --format csv") == plain


@pytest.mark.parametrize("form", ["json", "table", "ids"])
def test_a_byte_order_mark_is_for_csv_alone(sold: Typed, form: str) -> None:
    printed = sold(f"list --excel --format {form}")

    assert (printed.code, printed.out) == (2, "")
    assert "Give --format csv with --excel, or leave it out." in printed.err
