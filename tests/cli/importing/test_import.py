"""Balances from another system, brought in at the desk."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule

HEADER = "client,package,reference,granted,used,last_day,paid"


def written(folder: Path, *lines: str, header: str = HEADER) -> str:
    (folder / "b.csv").write_text("\n".join([header, *lines, ""]), "utf-8")
    return "b.csv"


def problems(typed: Typed, line: str = "ledger import b.csv") -> list[tuple[int, int, str, str]]:
    """Return line, column, field and code of each problem that a refused import names."""
    printed = typed(f"{line} --format json")
    assert printed.code == 3, printed
    assert printed.out == ""
    error = json.loads(printed.err.splitlines()[-1])["error"]
    assert error["code"] == "import_invalid"
    return [
        (each["line"], each["column"], each["field"], each["code"]) for each in error["details"]["findings"]
    ]


@pytest.fixture
def known(typed: Typed) -> Typed:
    typed("client add ana --email ana@example.com")
    return typed


@rule("R-10.6")
def test_an_imported_balance_is_a_purchase_with_what_is_left(known: Typed, folder: Path) -> None:
    written(folder, "ana@example.com,glow-10,A-1,10,4,2026-06-30,400.00")

    known("ledger import b.csv")
    (purchase,) = json.loads(known("list ana --format json").out)

    assert (purchase["granted"], purchase["used"], purchase["available"]) == (10, 4, 6)
    assert (purchase["last_day"], purchase["status"]) == ("2026-06-30", "active")
    assert (purchase["total"], purchase["paid"], purchase["due"]) == ("520.00", "400.00", "120.00")


@rule("R-10.6")
def test_what_is_left_out_is_the_packages(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1", header="client,package,reference")

    known("ledger import b.csv")
    (purchase,) = json.loads(known("list ana --format json").out)

    assert (purchase["granted"], purchase["used"], purchase["last_day"]) == (10, 0, "2026-07-05")
    assert purchase["due"] == "0.00"


@rule("R-10.6")
def test_a_price_of_its_own_is_what_is_owed(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,400.00,100.00", header="client,package,reference,price,paid")

    known("ledger import b.csv")
    (purchase,) = json.loads(known("list ana --format json").out)

    assert (purchase["price"], purchase["total"], purchase["due"]) == ("400.00", "400.00", "300.00")


@rule("R-10.6")
def test_a_last_day_that_was_given_is_not_moved_by_a_first_visit(known: Typed, folder: Path) -> None:
    first = "first-appointment"
    package = next(
        each["package"]
        for each in json.loads(known("catalog show --format json").out)["packages"]
        if each["validity_from"] == first
    )
    written(folder, f"ana,{package},A-1,2026-06-30", header="client,package,reference,last_day")
    known("ledger import b.csv")

    (purchase,) = json.loads(known("list ana --format json").out)
    service = purchase["services"][0]["service"]
    slots = json.loads(known(f"slots {service} --from 2026-01-12 --to 2026-01-16 --format json").out)
    booked = known(f"book ana {service} --at {slots[0]['starts_at']} --employee {slots[0]['employee']}")

    assert booked.code == 0, booked.err
    assert json.loads(known("list ana --format json").out)[0]["last_day"] == "2026-06-30"


@rule("R-10.7")
def test_a_file_imported_again_adds_nothing(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,,,,", "ana,glow-10,A-2,,,,")
    first = json.loads(known("ledger import b.csv --format json").out)
    head = known("ledger head").out

    again = json.loads(known("ledger import b.csv --format json").out)

    assert (first["imported"], again["imported"], again["imported_before"]) == (2, 0, 2)
    assert [row["purchase"] for row in again["rows"]] == ["pur-1", "pur-2"]
    assert known("ledger head").out == head


@rule("R-10.7")
def test_rows_added_to_a_file_are_all_that_is_added(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,,,,")
    known("ledger import b.csv")
    written(folder, "ana,glow-10,A-0,,,,", "ana,glow-10,A-1,,,,", "zoe,glow-10,A-2,,,,")

    report = json.loads(known("ledger import b.csv --new-clients --format json").out)

    assert [(row["purchase"], row["new"]) for row in report["rows"]] == [
        ("pur-2", True),
        ("pur-1", False),
        ("pur-3", True),
    ]


@rule("R-10.7")
def test_one_problem_keeps_all_from_being_imported(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,,,,", "ana,glow-10,A-2,10,11,,")

    assert problems(known) == [(3, 20, "used", "usage")]
    assert known("list").out == ""


@rule("R-10.7")
def test_every_problem_is_named_in_one_run(known: Typed, folder: Path) -> None:
    written(
        folder,
        "anna,glow-10,A-1,10,4,2026-06-31,520.00",
        'ana,glow-01,A-2,10,11,,"5,200"',
        "ana,glow-10,A-1,x,-1,,600.00",
        ",glow-10,A-4,,,,",
        "ana,glow-10,A-5,,,,520,00",
        "ana,glow-10,A-6,10",
        "ana,glow-10,A-7,10,,,600.00",
        "ana,glow-10,A-8,10,,,520.001",
    )

    assert problems(known) == [
        (2, 1, "client", "unknown_client"),
        (2, 23, "last_day", "usage"),
        (3, 5, "package", "unknown_package"),
        (3, 24, "paid", "usage"),
        (4, 13, "reference", "usage"),
        (4, 17, "granted", "usage"),
        (4, 19, "used", "usage"),
        (5, 1, "client", "empty"),
        (6, 1, "", "cells"),
        (7, 1, "", "cells"),
        (8, 22, "paid", "usage"),
        (9, 22, "paid", "usage"),
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("client,package,reference,grantd", [(1, 26, "grantd", "unknown_column")]),
        ("client,package", [(1, 1, "reference", "missing_column")]),
        ("client,package,reference,used,used", [(1, 31, "used", "repeated_column")]),
    ],
)
def test_columns_are_known_by_name(
    known: Typed, folder: Path, header: str, expected: list[tuple[int, int, str, str]]
) -> None:
    written(folder, "ana,glow-10,A-1,,,,", header=header)

    assert problems(known) == expected


def test_an_unknown_column_is_answered_with_the_nearest(known: Typed, folder: Path) -> None:
    written(folder, header="client,package,reference,grantd")

    assert (
        "b.csv:1:26: grantd: 'grantd' is not a known column. Did you mean 'granted'?"
        in known("ledger import b.csv").err
    )


def test_a_file_that_was_cut_is_refused(known: Typed, folder: Path) -> None:
    (folder / "b.csv").write_text(f"{HEADER}\nana,glow-10,A-1,,,,\nana,glow-10,A-2,10,")

    assert problems(known) == [(3, 1, "", "cells")]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("client,package,reference,grantd", "column 26: 'grantd' is not a known column"),
        ("client,package", "column 1: the column reference is needed, and missing"),
        ("client,package,reference,used,used", "column 31: the column used stands twice"),
        ("", "column 1: the file is empty"),
        (" , ,\nana,glow-10,A-1", "column 1: the first line names no column"),
        (f"{HEADER}\n,glow-10,A-1,,,,", "column 1: client is empty"),
    ],
)
def test_the_summary_says_which_column_is_wrong(known: Typed, folder: Path, header: str, said: str) -> None:
    written(folder, header=header)

    assert said in known("ledger import b.csv").err.splitlines()[-2]


def test_an_empty_file_is_said_to_be_and_a_missing_one_is_named(known: Typed, folder: Path) -> None:
    (folder / "b.csv").write_text("")

    assert problems(known) == [(1, 1, "", "empty")]
    assert known("ledger import none.csv").code == 4


def test_the_words_of_a_problem_give_line_column_and_remedy(known: Typed, folder: Path) -> None:
    written(folder, 'ana,glow-10,A-1,,,,"1,480"')

    assert "b.csv:2:20: paid: '1,480' is not valid for paid. Give 1480 or 1.48: a comma" in (
        known("ledger import b.csv").err
    )


@rule("R-7.8")
def test_a_point_before_three_digits_is_not_read_as_a_decimal_point(known: Typed, folder: Path) -> None:
    header = "client,package,reference,granted,used,last_day,paid,price"
    for cells, column in ((",,,1.480,2000", "paid"), (",,,,1.480", "price")):
        written(folder, f"ana,glow-10,A-1,{cells}", header=header)

        told = known("ledger import b.csv")

        assert told.code == 3
        assert f"{column}: 1.480 has more digits than EUR has" in told.err
        assert "Give 1480.00 or 1.48." in told.err


def test_a_reference_recorded_for_something_else_is_a_problem(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,10,1,,")
    known("ledger import b.csv")
    written(folder, "ana,glow-10,A-1,10,2,,")

    assert problems(known) == [(2, 13, "reference", "idempotency_conflict")]


def test_another_system_may_have_the_same_references(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,1,,,,")
    known("ledger import b.csv --idempotency-key old-desk")

    assert "1 balance imported" in known("ledger import b.csv --idempotency-key older-desk").out


def test_new_clients_are_added_with_what_their_rows_say(known: Typed, folder: Path) -> None:
    header = "client,package,reference,name,email,language"
    written(folder, "zoe,glow-10,A-1,Zoe,,", "zoe,glow-10,A-2,,zoe@example.com,pt_br", header=header)

    dry = json.loads(known("ledger import b.csv --new-clients --dry-run --format json").out)
    assert known("client show zoe").code == 1
    known("ledger import b.csv --new-clients")
    client = json.loads(known("client show zoe --format json").out)

    assert dry["new_clients"] == ["zoe"]
    told = [client[each] for each in ("name", "email", "language")]
    assert (told, len(client["purchases"])) == (["Zoe", "zoe@example.com", "pt-BR"], 2)


def test_a_cell_that_was_defused_for_a_spreadsheet_is_read_as_it_was(known: Typed, folder: Path) -> None:
    written(folder, "zoe,glow-10,'=A-1,'@Zoe,'+381 64 111 2222", header="client,package,reference,name,phone")

    known("ledger import b.csv --new-clients")

    found = json.loads(known("client show zoe --format json").out)
    assert (found["name"], found["phone"]) == ("@Zoe", "+381641112222")


def test_new_clients_must_be_clear(known: Typed, folder: Path) -> None:
    header = "client,package,reference,name,email,language"
    written(
        folder,
        "zoe,glow-10,A-1,Zoe,,pt",
        "zoe,glow-10,A-2,Zoey,,pt",
        "dan,glow-10,A-3,,ana@example.com,",
        "fay,glow-10,A-5,,not-an-address,",
        "zoe,glow-10,A-6,,,de",
        "gus,glow-10,A-7,,,Portuguese",
        header=header,
    )

    assert problems(known, "ledger import b.csv --new-clients") == [
        (3, 17, "name", "usage"),
        (4, 18, "email", "client_exists"),
        (5, 18, "email", "usage"),
        (6, 19, "language", "usage"),
        (7, 19, "language", "usage"),
    ]


@rule("R-1.20", "R-1.21")
def test_new_clients_are_recognised_within_the_file_and_families_share_where_that_is_said(
    known: Typed, folder: Path
) -> None:
    written(
        folder,
        "eve@example.com,glow-10,A-1,Eve,",
        "EVE@example.com,glow-10,A-2,,",
        "912 345 678,glow-10,A-3,,",
        "+351 912 345 678,glow-10,A-4,,",
        "913 345 678,glow-10,A-5,,",
        "Fay,glow-10,A-6,,914 000 000",
        "fay,glow-10,A-7,,",
        "gus,glow-10,A-8,,914 000 000",
        header="client,package,reference,name,phone",
    )

    assert problems(known, "ledger import b.csv --new-clients") == [(9, 18, "phone", "client_exists")]
    added = json.loads(known("ledger import b.csv --new-clients --shared --format json").out)
    again = json.loads(known("ledger import b.csv --new-clients --shared --format json").out)

    assert added["new_clients"] == ["eve", "client-5678", "client-5678-2", "Fay", "gus"]
    assert again["new_clients"] == []
    assert [len(json.loads(known(f"list {each} --format json").out)) for each in added["new_clients"]] == [
        *(2, 2, 1, 2, 1)
    ]


@rule("R-1.21", "R-10.7")
def test_a_handle_that_was_typed_stays_where_the_same_would_be_made_of_anothers_name(
    known: Typed, folder: Path
) -> None:
    known("client add dan-2")
    written(
        folder,
        "dan@example.com,glow-10,A-1,Dan",
        "dan,glow-10,A-2,Daniel",
        "d@example.com,glow-10,A-3,Dan",
        header="client,package,reference,name",
    )

    added, again = (
        json.loads(known("ledger import b.csv --new-clients --format json").out) for _ in range(2)
    )

    assert added["new_clients"] == ["dan-3", "dan", "dan-4"]
    assert (again["imported"], again["imported_before"]) == (0, 3)
    assert json.loads(known("client show dan --format json").out)["name"] == "Daniel"


def test_a_dry_run_writes_nothing(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,,,,")

    printed = known("ledger import b.csv --dry-run")

    assert "1 balance imported: 10 sessions left, 520.00 EUR paid." in printed.out
    assert known("list").out == ""


def test_history_names_the_import_and_what_was_used_before(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,10,4,,")
    known("ledger import b.csv")

    (row,) = json.loads(known("history pur-1 --format json").out)

    assert (row["request"], row["balance"]["available"], row["balance"]["used"]) == ("import", 6, 4)


EXPORTED = """sep=;\r
Client;Package;Reference;Left;Last day;Price;Name;;\r
zed;glow-10;1042;6;30.06.2026;520,00;Zed;;\r
zed;massage-hours;1042;2,5h;30/06/2026;1.390,00;;;\r
;;;;;;;;\r
yve;glow-10;1043;3;31.12.2025;;Yve\r
"""


@rule("R-10.6")
def test_a_spreadsheet_s_export_with_what_is_left_is_read_as_it_comes(typed: Typed, folder: Path) -> None:
    (folder / "b.csv").write_bytes(EXPORTED.encode("utf-8-sig"))

    printed = typed("ledger import b.csv --new-clients")
    found = json.loads(typed("list --format json").out)

    assert printed.out.splitlines() == [
        "3 balances imported: 6 sessions and 2 h 30 min left, 2430.00 EUR paid.",
        "1 of them has expired, with 3 sessions left, which lapse.",
        "2 clients added.",
    ]
    assert [(each["used"], each["available"], each["last_day"], each["status"]) for each in found] == [
        (4, 6, "2026-06-30", "active"),
        (210, 150, "2026-06-30", "active"),
        (7, 0, "2025-12-31", "expired"),
    ]


@rule("R-10.6")
def test_what_is_left_is_worth_its_share_of_the_price(known: Typed, folder: Path) -> None:
    written(
        folder, "ana,glow-10,A-1,,6", "ana,glow-10,A-2,6,", header="client,package,reference,granted,left"
    )
    known("ledger import b.csv")

    of_ten, of_six = json.loads(known("list ana --format json").out)

    assert (of_ten["granted"], of_ten["used"], of_ten["total"]) == (10, 4, "520.00")
    assert (of_six["granted"], of_six["used"], of_six["total"], of_six["due"]) == (6, 0, "312.00", "0.00")
    assert of_ten["worth"] == of_six["worth"]


@rule("R-10.6")
@pytest.mark.parametrize(
    ("counts", "meant"),
    [
        ("10,4,6", (10, 4)),
        ("12,,6", (12, 6)),
        (",2,6", (8, 2)),
        (",0,6", (6, 0)),
        (",,0", (10, 10)),
        ("12,0,6", (12, 6)),
    ],
)
def test_granted_used_and_left_complete_each_other(
    known: Typed, folder: Path, counts: str, meant: tuple[int, int]
) -> None:
    written(folder, f"ana,glow-10,A-1,{counts}", header="client,package,reference,granted,used,left")
    known("ledger import b.csv")

    (purchase,) = json.loads(known("list ana --format json").out)

    assert (purchase["granted"], purchase["used"]) == meant


@rule("R-10.7")
def test_counts_that_do_not_fit_are_named_where_they_stand(known: Typed, folder: Path) -> None:
    written(
        folder,
        "ana,massage-hours,A-1,6,2,,520,00",
        "ana,massage-hours,A-2,6,0,,",
        "ana,massage-hours,A-3,6,2,4,",
        "ana,glow-10,A-4,6h,,,",
        "ana,glow-10,A-5,10,3,6,x",
        "ana,glow-10,A-6,,,12,",
        "ana,glow-10,A-7,6,,,520.00",
        header="client,package,reference,granted,used,left,paid",
    )

    assert problems(known) == [
        (2, 1, "", "cells"),
        (3, 23, "granted", "usage"),
        (4, 23, "granted", "usage"),
        (4, 25, "used", "usage"),
        (4, 27, "left", "usage"),
        (5, 17, "granted", "usage"),
        (6, 22, "left", "usage"),
        (6, 24, "paid", "usage"),
        (7, 19, "left", "usage"),
        (8, 21, "paid", "usage"),
    ]
    said = known("ledger import b.csv").err
    assert (
        "massage-hours is counted in hours, and '6' is a number alone. Give granted with its unit: 6h" in said
    )
    assert "glow-10 is counted in sessions, and '6 h' is a length of time." in said


@rule("R-10.7")
def test_a_member_s_number_may_stand_at_each_of_their_packages_in_any_order(
    known: Typed, folder: Path
) -> None:
    header = "client,package,reference"
    written(folder, "ana,massage-hours,1042", header=header)
    known("ledger import b.csv")
    written(folder, "ana,glow-10,1042", "ana,massage-hours,1042", header=header)
    first = json.loads(known("ledger import b.csv --format json").out)

    written(folder, "ana,massage-hours,1042", "ana,glow-10,1042", header=header)
    again = json.loads(known("ledger import b.csv --format json").out)

    assert [(row["purchase"], row["new"]) for row in first["rows"]] == [("pur-2", True), ("pur-1", False)]
    assert [(row["purchase"], row["new"]) for row in again["rows"]] == [("pur-1", False), ("pur-2", False)]
    written(folder, "ana,glow-10,1042", "ana,glow-10,1042", header=header)
    assert problems(known) == [(3, 13, "reference", "usage")]


@rule("R-10.7")
def test_what_to_do_can_be_done_in_the_file(known: Typed, folder: Path) -> None:
    header = "client,package,reference,left,email"
    written(folder, "ana,glow-10,A-1,6,", header=header)
    assert known("ledger import b.csv").code == 0
    written(
        folder, "ana,glow-10,A-1,5,", "dan,glow-10,A-2,,ana@example.com", "eve,glow-10,A-3,,", header=header
    )

    without, adding = known("ledger import b.csv").err, known("ledger import b.csv --new-clients").err

    assert "Write the row as it was imported, or give it a reference of its own." in without
    assert "There is no client 'eve'. Correct it, or add everybody who is not known: --new-clients" in without
    assert "If they are one person, write ana as the client; if two share it, add --shared" in adding
    written(folder, "ana,glow-10,A-1,6,", "ana,glow-10,A-2,,", "eve,glow-10,A-3,,", header=header)
    assert known("ledger import b.csv --new-clients").code == 0


def test_a_file_without_an_end_is_refused(known: Typed) -> None:
    assert problems(known, "ledger import /dev/zero") == [(1, 1, "", "unreadable")]
    assert "is larger than 100 MB; import it in parts" in known("ledger import /dev/zero").err


@rule("R-7.8", "R-10.7")
def test_money_that_cannot_be_meant_is_a_problem_of_its_line_and_column(known: Typed, folder: Path) -> None:
    written(
        folder,
        "ana,glow-10,A-1,10.001,0",
        "ana,glow-10,A-2,-5,0",
        "ana,glow-10,A-3,400.00,10.001",
        "ana,glow-10,A-4,400.00,400.01",
        "ana,glow-10,A-5,EUR,0",
        header="client,package,reference,price,paid",
    )

    assert [(line, field) for line, _, field, _ in problems(known)] == [
        (2, "price"),
        (3, "price"),
        (4, "paid"),
        (5, "paid"),
        (6, "price"),
    ]
    assert known("list ana").err.startswith("No purchases.")


@rule("R-1.25")
def test_text_that_turns_the_direction_of_writing_is_named_at_its_cell(known: Typed, folder: Path) -> None:
    written(folder, "ana,glow-10,A-1,An\u202ea", header="client,package,reference,name")

    assert problems(known) == [(2, 17, "name", "usage")]
